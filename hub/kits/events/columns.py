"""The columns that every event has, and the keys that make its rules exact."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from hub.room import UTCDateTime


class PlainEventColumns:
    """Something that takes place: planned, then held with its heads, or cancelled. Nobody's name, and no words but
    what it is called: the part that every event has.

    `starts_at` and `ends_at` are what was planned; `began_at` and `finished_at` are what really happened, and only
    with both of them has an event been held.
    """

    name: Mapped[str] = mapped_column(String(60))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    began_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    entered_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="when it was written down as held")
    proposer: Mapped[str] = mapped_column(String(10), default="committee", doc="residents | committee")
    state: Mapped[str] = mapped_column(String(10), default="planned", doc="planned | held | cancelled")
    heads: Mapped[int] = mapped_column(default=0)


class EventColumns(PlainEventColumns):
    """The same with a few words about it, its reason among them when it was cancelled."""

    materials: Mapped[str] = mapped_column(String(200), default="", doc="what was used up")
    note: Mapped[str] = mapped_column(String(200), default="", doc="why it was cancelled, or how it went")


class QuietEventColumns(PlainEventColumns):
    """The same without a line to write in, for rooms where nobody should find one. Why it was cancelled is one of the
    room's own codes, which the room checks."""

    cancelled_for: Mapped[str] = mapped_column(
        String(10), default="", doc="why it was cancelled, a code; empty: not said"
    )


def event_keys() -> tuple[SchemaItem, ...]:
    """Checks and indexes of a table of events."""
    return (
        CheckConstraint("state IN ('planned', 'held', 'cancelled')", name="state"),
        CheckConstraint("proposer IN ('residents', 'committee')", name="proposer"),
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("heads >= 0 AND (state = 'held' OR heads = 0)", name="heads"),
        CheckConstraint(
            "state <> 'held' OR (heads > 0 AND began_at IS NOT NULL AND finished_at > began_at"
            " AND entered_at IS NOT NULL)",
            name="held",
        ),
        CheckConstraint("finished_at IS NULL OR state = 'held'", name="finished"),
        Index(None, "village_id", "starts_at", "id"),
        Index(None, "village_id", "state", "starts_at"),
    )
