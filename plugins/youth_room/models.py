"""Zones, sessions with an adult on duty, heads by age band, game sets and what is used up. No child is known here."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.lending import HandoutColumns, handout_keys, one_open, split_parts
from hub.kits.stock import MoveColumns, StockColumns, move_keys, stock_checks
from hub.room import DERIVED, PERSONAL, RoomTables, User, UTCDateTime, reference

from .words import ROOM


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = ROOM


class Zone(Base):
    """A corner of the room with a purpose of its own; a village names its zones as it likes."""

    name: Mapped[str] = mapped_column(String(30))
    used_for: Mapped[str] = mapped_column(String(60), default="")
    seats: Mapped[int | None] = mapped_column(doc="heads it is made for: above, the keeper is told")
    offered: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("village_id", "name"),
        CheckConstraint("seats BETWEEN 1 AND 1000", name="seats"),
    )


class Session(Base):
    """A zone is open, and an adult is there. `came` and `inside` add up the bands, so that it cannot be closed upon
    somebody even where the code is wrong."""

    zone_id: Mapped[int] = mapped_column()
    adult_id: Mapped[int | None] = mapped_column(
        info=PERSONAL, doc="the member of staff on duty; forgotten a year after"
    )
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime] = mapped_column(UTCDateTime, doc="when it is to be over")
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    late: Mapped[bool] = mapped_column(default=False, doc="补录: entered afterwards")
    came: Mapped[int] = mapped_column(default=0, info=DERIVED)
    inside: Mapped[int] = mapped_column(default=0, info=DERIVED)
    most: Mapped[int] = mapped_column(default=0, info=DERIVED, doc="the most heads inside at a time")
    zone: Mapped[Zone] = relationship(foreign_keys=[zone_id])
    adult: Mapped[User | None] = relationship(User, foreign_keys=[adult_id])

    __table_args__ = (
        reference("zone_id", to=Zone),
        ForeignKeyConstraint(["adult_id"], [User.__table__.c.id]),
        CheckConstraint("adult_id IS NOT NULL OR closed_at IS NOT NULL", name="adult"),
        CheckConstraint("until > opened_at", name="until"),
        CheckConstraint("closed_at >= opened_at", name="order"),
        CheckConstraint("inside BETWEEN 0 AND came", name="inside"),
        CheckConstraint("closed_at IS NULL OR inside = 0", name="empty"),
        one_open("youth_room__session", "zone_id", "closed_at IS NULL"),
        Index(None, "village_id", "opened_at", "id"),
        Index(None, "village_id", "closed_at"),
        Index(None, "village_id", "zone_id", "opened_at"),
    )


class Tally(Base):
    """How many of an age band came to a session, and how many of these have gone."""

    session_id: Mapped[int] = mapped_column()
    band: Mapped[str] = mapped_column(String(8), doc="small | primary | teen | adult")
    came: Mapped[int] = mapped_column(default=0)
    gone: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        reference("session_id", to=Session, ondelete="CASCADE"),
        UniqueConstraint("village_id", "session_id", "band"),
        CheckConstraint("gone BETWEEN 0 AND came", name="gone"),
        CheckConstraint("band IN ('small', 'primary', 'teen', 'adult')", name="band"),
    )

    @property
    def inside(self) -> int:
        return self.came - self.gone


class Tap(Base):
    """One tap of the tally, kept for a few days: it can be taken back, and one that was sent twice counts once.
    `warning` is for the one who just tapped; it is not stored."""

    warning: ClassVar[str] = ""

    session_id: Mapped[int] = mapped_column()
    band: Mapped[str] = mapped_column(String(8))
    way: Mapped[str] = mapped_column(String(3), doc="in | out")
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    token: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        reference("session_id", to=Session, ondelete="CASCADE"),
        UniqueConstraint("village_id", "token"),
        CheckConstraint("way IN ('in', 'out')", name="way"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("band IN ('small', 'primary', 'teen', 'adult')", name="band"),
        Index(None, "village_id", "session_id", "id"),
        Index(None, "village_id", "at"),
    )


class GameSet(Base):
    """象棋、五子棋、桌面足球: one set with a number of its own and the parts it is made of."""

    number: Mapped[str] = mapped_column(String(20), doc="capitals; what the label on it says")
    name: Mapped[str] = mapped_column(String(40))
    zone_id: Mapped[int | None] = mapped_column(doc="where it belongs")
    state: Mapped[str] = mapped_column(String(10), default="in", doc="in | out | repair | lost | retired")
    parts: Mapped[str] = mapped_column(String(300), default="", doc="joined by 、")
    missing: Mapped[str] = mapped_column(String(500), default="", doc="parts that did not come back")
    fault: Mapped[str] = mapped_column(String(200), default="", doc="what is to be mended")
    note: Mapped[str] = mapped_column(String(100), default="")
    zone: Mapped[Zone | None] = relationship(foreign_keys=[zone_id])

    __table_args__ = (
        reference("zone_id", to=Zone),
        UniqueConstraint("village_id", "number"),
        CheckConstraint("state IN ('in', 'out', 'repair', 'lost', 'retired')", name="state"),
        CheckConstraint("state <> 'repair' OR fault <> ''", name="fault"),
        Index(None, "village_id", "state"),
        Index(None, "village_id", "zone_id"),
    )

    @property
    def title(self) -> str:
        """象棋 Q-01"""
        return f"{self.name} {self.number}"

    @property
    def part_names(self) -> tuple[str, ...]:
        return split_parts(self.parts)

    @property
    def missing_names(self) -> tuple[str, ...]:
        return split_parts(self.missing)


class Lending(HandoutColumns, Base):
    """A game set is with a session; with which child is nobody's business."""

    set_id: Mapped[int] = mapped_column()
    session_id: Mapped[int] = mapped_column()
    condition: Mapped[str] = mapped_column(String(10), default="", doc="at return: ok | repair")
    game: Mapped[GameSet] = relationship(foreign_keys=[set_id])
    session: Mapped[Session] = relationship(foreign_keys=[session_id])

    __table_args__ = (
        *handout_keys("youth_room__lending", "set_id", to=GameSet),
        reference("session_id", to=Session),
        Index(None, "village_id", "session_id"),
    )


class Consumable(StockColumns, Base):
    """Paper, ink, glue and the like."""

    __table_args__ = (UniqueConstraint("village_id", "name"), *stock_checks())


class StockMove(MoveColumns, Base):
    """Consumables came in, were used, written off or counted."""

    consumable_id: Mapped[int] = mapped_column()
    consumable: Mapped[Consumable] = relationship(foreign_keys=[consumable_id])

    __table_args__ = move_keys("consumable_id", to=Consumable)
