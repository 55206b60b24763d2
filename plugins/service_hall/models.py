"""What can be done here and what it takes, the requests and their steps, ratings, questions, opinions, who is there."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.casework import CaseColumns, RatingColumns, StepColumns, case_keys, rating_keys, step_keys
from hub.kits.roster import ShiftColumns, shift_keys
from hub.room import PERSONAL, Resident, RoomTables, UTCDateTime, reference

from .words import ROOM

CATEGORY = "category IN ('social', 'civil', 'policy', 'law', 'other')"


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = ROOM


class Item(Base):
    """事项: something that can be done here, with what has to be brought along."""

    name: Mapped[str] = mapped_column(String(60))
    category: Mapped[str] = mapped_column(String(10), default="other")
    materials: Mapped[str] = mapped_column(String(1000), default="", doc="one a line")
    days: Mapped[int] = mapped_column(default=5, doc="working days")
    office: Mapped[str] = mapped_column(
        String(60), default="", doc="who in the town does it; empty: done here"
    )
    note: Mapped[str] = mapped_column(String(300), default="", doc="what else one should know")
    offered: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("village_id", "name"),
        CheckConstraint(CATEGORY, name="category"),
        CheckConstraint("days BETWEEN 1 AND 250", name="days"),
        Index(None, "village_id", "category", "name"),
    )

    @property
    def papers(self) -> tuple[str, ...]:
        """The materials, each once."""
        return tuple(dict.fromkeys(line for raw in self.materials.splitlines() if (line := raw.strip())))


class Request(CaseColumns, Base):
    """办件: a resident's request. Who it is may be left out."""

    item_id: Mapped[int] = mapped_column()
    resident_id: Mapped[int | None] = mapped_column(info=PERSONAL, doc="empty: no name given, or forgotten")
    note: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    missing: Mapped[str] = mapped_column(
        String(1000), default="", doc="materials still to be brought, one a line"
    )
    forwarded_to: Mapped[str] = mapped_column(String(60), default="", doc="the office in the town")
    forwarded_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="empty: not, or sent back")
    chase_on: Mapped[date | None] = mapped_column(doc="when to ask the town again")
    chases: Mapped[int] = mapped_column(default=0)
    result: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    reason: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL, doc="why it was refused")
    refusals: Mapped[int] = mapped_column(default=0, doc="1: it was settled by a refusal")
    item: Mapped[Item] = relationship(foreign_keys=[item_id])
    resident: Mapped[Resident | None] = relationship(foreign_keys=[resident_id])

    __table_args__ = (
        *case_keys(),
        reference("item_id", to=Item),
        reference("resident_id", to=Resident),
        CheckConstraint("state <> 'forwarded' OR forwarded_at IS NOT NULL", name="forwarded"),
        CheckConstraint("refusals IN (0, 1)", name="refusals"),
        Index(None, "village_id", "item_id"),
        Index(None, "village_id", "resident_id"),
        Index(None, "village_id", "chase_on"),
    )

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is still to be brought."""
        return tuple(self.missing.splitlines())


class Step(StepColumns, Base):
    """One thing that happened to a request."""

    __table_args__ = step_keys(Request)


class Rating(RatingColumns, Base):
    """How satisfied the resident was."""

    __table_args__ = rating_keys(Request)


class Question(Base):
    """只是问问: somebody asked something. Nobody's name, and not what was asked."""

    category: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (CheckConstraint(CATEGORY, name="category"), Index(None, "village_id", "asked_at", "id"))


class Opinion(Base):
    """意见: what somebody thinks should be better, and what came of it. Whose it is is not kept."""

    category: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint(CATEGORY, name="category"),
        CheckConstraint("answered_at IS NULL OR answered_at >= noted_at", name="order"),
        Index(None, "village_id", "noted_at", "id"),
        Index(None, "village_id", "answered_at", "due_on"),
        Index(None, "village_id", "due_on", "answered_at"),
    )


class Duty(ShiftColumns, Base):
    """值班: who is at the counter, from when till when."""

    __table_args__ = shift_keys()
