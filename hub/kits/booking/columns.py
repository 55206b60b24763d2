"""The columns that every booking has, and the keys that make their rules exact."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from hub.kits.booking.spans import Span
from hub.room import UTCDateTime, reference


class BookingColumns:
    """A thing is promised to somebody for a span of time. `busy_from` and `busy_until` are that span with set-up and
    clean-up, as they were when it was booked. What it was begun and ended at is what really happened."""

    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime, doc="the first instant that is not promised")
    busy_from: Mapped[datetime] = mapped_column(UTCDateTime)
    busy_until: Mapped[datetime] = mapped_column(UTCDateTime)
    heads: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    lapses_at: Mapped[datetime | None] = mapped_column(
        UTCDateTime, doc="not begun by then, its time is free again; empty: it is kept in any case"
    )
    begun_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def span(self) -> Span:
        """What was promised."""
        return Span(self.starts_at, self.ends_at)

    @property
    def is_open(self) -> bool:
        """Begun and not ended: the thing is in use."""
        return self.begun_at is not None and self.ended_at is None


def booking_keys(table: str, thing: str, to: type[Any], *, alone: bool = True) -> tuple[SchemaItem, ...]:
    """References, checks and indexes of a table of bookings; `thing` is the column that names what is booked.

    `alone`: one user at a time. Then a partial unique index is the last word on it: no code path and no race makes a
    thing be in use twice.
    """
    in_use = "begun_at IS NOT NULL AND ended_at IS NULL"
    only_one = Index(
        f"uq_{table}_open", "village_id", thing, unique=True,
        sqlite_where=text(in_use), postgresql_where=text(in_use),
    )  # fmt: skip
    return (
        reference(thing, to=to),
        CheckConstraint("ends_at > starts_at", name="span"),
        CheckConstraint("busy_from <= starts_at AND busy_until >= busy_from", name="busy"),
        CheckConstraint("heads > 0", name="heads"),
        CheckConstraint("ended_at IS NULL OR begun_at IS NOT NULL", name="begun"),
        CheckConstraint("ended_at IS NULL OR ended_at >= begun_at", name="order"),
        Index(None, "village_id", thing, "busy_until"),
        Index(None, "village_id", "busy_until", "busy_from"),
        Index(None, "village_id", "asked_at", "id"),
        *((only_one,) if alone else ()),
    )
