"""A visit, and the day's totals of a room, kept in the same transaction so that a month costs nothing to add up."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.centre.models import Room
from hub.kernel.models import PERSONAL, CoreBase, VillageRow, reference
from hub.kernel.types import UTCDateTime
from hub.people.models import Resident


class Visit(VillageRow, CoreBase):
    """People came into a room. A head-count; a name only where the room's work needs one.

    `warning` is a sentence for the one who just recorded it (the room is rather full); it is not stored.
    """

    warning: ClassVar[str] = ""

    room_id: Mapped[int] = mapped_column()
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime] = mapped_column(
        UTCDateTime, doc="taken from the room's usual stay until known"
    )
    day: Mapped[date] = mapped_column(doc="the village's local date of started_at")
    heads: Mapped[int]
    gone: Mapped[int | None] = mapped_column(
        doc="how many of the heads have left, where they are counted (`hub.visits.counted`); empty: all stay to the end"
    )
    kind: Mapped[str] = mapped_column(String(30), default="visit")
    purpose: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)
    resident_id: Mapped[int | None] = mapped_column(info=PERSONAL)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.__table__.c.id))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    late: Mapped[bool] = mapped_column(default=False, doc="补录: entered afterwards")
    override_reason: Mapped[str] = mapped_column(String(200), default="", doc="why the room was over-full")
    source_type: Mapped[str | None] = mapped_column(
        String(60), doc="what brought this visit about, at most one"
    )
    source_id: Mapped[int | None]
    token: Mapped[str | None] = mapped_column(String(40), doc="of the form, so that a double tap counts once")

    room: Mapped[Room] = relationship(foreign_keys=[room_id])
    resident: Mapped[Resident | None] = relationship(foreign_keys=[resident_id])
    recorded_by: Mapped[User | None] = relationship(foreign_keys=[recorded_by_id])

    __table_args__ = (
        reference("room_id", to=Room),
        reference("resident_id", to=Resident),
        UniqueConstraint("village_id", "source_type", "source_id"),
        UniqueConstraint("village_id", "token"),
        CheckConstraint("heads BETWEEN 1 AND 10000", name="heads"),
        CheckConstraint("gone BETWEEN 0 AND heads", name="gone"),
        CheckConstraint("ended_at >= started_at", name="order"),
        Index(None, "village_id", "started_at", "id"),
        Index(None, "village_id", "room_id", "started_at", "id"),
        Index(None, "village_id", "room_id", "ended_at"),
        Index(None, "village_id", "resident_id"),
        # Few visits are entered afterwards; the month asks how late those were.
        Index(
            "ix_visit_late", "village_id", "day", "recorded_at",
            sqlite_where=text("late = 1"), postgresql_where=text("late"),
        ),
    )  # fmt: skip


class VisitDay(VillageRow, CoreBase):
    """A room's visits of one local day, added up."""

    room_id: Mapped[int] = mapped_column()
    day: Mapped[date]
    visits: Mapped[int] = mapped_column(default=0)
    heads: Mapped[int] = mapped_column(default=0)
    late: Mapped[int] = mapped_column(default=0)
    room: Mapped[Room] = relationship(foreign_keys=[room_id])

    __table_args__ = (reference("room_id", to=Room), UniqueConstraint("village_id", "room_id", "day"))
