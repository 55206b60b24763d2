"""Slots, who has one (by a code, never by a name), held sessions as heads, referrals that were agreed to, talks.

There is no column for a reason, a diagnosis, a risk or a note, and none that could become one.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.events import QuietEventColumns, event_keys
from hub.room import CodeColumns, RoomTables, Sealed, SealedRecord, UTCDateTime, reference

from .words import ROOM, WHY_NO_TALK


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = ROOM


class Desk(CodeColumns, Base):
    """The room's own page for those who want a slot: one row a village. Its code is what the poster's QR holds; whoever
    changes the slots holds it."""

    __table_args__ = (UniqueConstraint("village_id"), UniqueConstraint("village_id", "code_hash"))


class Slot(Base):
    """A time that the counsellor offers; half-open."""

    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        Index(None, "village_id", "starts_at", "id"),
    )


class Appointment(SealedRecord, CodeColumns, Base):
    """A slot is somebody's. Of them the room knows a code, and how they may be reached if they said so."""

    slot_id: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column(String(10), default="booked")
    source: Mapped[str] = mapped_column(String(8), doc="public | keeper")
    contact = Sealed(longest=60)
    booked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="when it left the state booked")
    forget_at: Mapped[datetime] = mapped_column(UTCDateTime, doc="when contact and code are erased")
    slot: Mapped[Slot] = relationship(foreign_keys=[slot_id])

    __table_args__ = (
        reference("slot_id", to=Slot),
        UniqueConstraint("village_id", "code_hash"),
        CheckConstraint(
            "state IN ('booked', 'attended', 'no_show', 'cancelled', 'closed', 'referred')", name="state"
        ),
        CheckConstraint("source IN ('public', 'keeper')", name="source"),
        Index(
            "uq_counselling_room__appointment_slot", "village_id", "slot_id", unique=True,
            sqlite_where=text("state <> 'cancelled'"), postgresql_where=text("state <> 'cancelled'"),
        ),
        Index(None, "village_id", "slot_id"),
        Index(None, "village_id", "state", "forget_at"),
        Index(None, "village_id", "booked_at", "id"),
    )  # fmt: skip


class SessionCount(Base):
    """A session was held, with so many heads; with an appointment or without one."""

    appointment_id: Mapped[int | None] = mapped_column()
    held_at: Mapped[datetime] = mapped_column(UTCDateTime)
    heads: Mapped[int]

    __table_args__ = (
        reference("appointment_id", to=Appointment),
        UniqueConstraint("village_id", "appointment_id"),
        CheckConstraint("heads BETWEEN 1 AND 20", name="heads"),
        Index(None, "village_id", "held_at", "id"),
    )


class Referral(Base):
    """Somebody was referred and agreed to it; where to, never why."""

    appointment_id: Mapped[int] = mapped_column()
    place: Mapped[str] = mapped_column(String(10))
    consented: Mapped[bool] = mapped_column(default=False)
    referred_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        reference("appointment_id", to=Appointment),
        UniqueConstraint("village_id", "appointment_id"),
        CheckConstraint("consented", name="consented"),
        Index(None, "village_id", "referred_at", "id"),
    )


class Talk(QuietEventColumns, Base):
    """A talk on mental health, open to all: heads only. Why it was not held is chosen, never typed."""

    __table_args__ = (
        *event_keys(),
        CheckConstraint(f"cancelled_for IN ('', {', '.join(map(repr, WHY_NO_TALK))})", name="cancelled_for"),
        CheckConstraint("cancelled_for = '' OR state = 'cancelled'", name="cancelled"),
    )
