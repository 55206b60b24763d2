"""Bookings to be looked at only, for a page with hundreds of them: no records, but what tells when each is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hub.kits.booking.calendar import Calendar
from hub.kits.booking.spans import Span
from hub.room import db

_COLUMNS = (
    "id", "state", "starts_at", "ends_at", "busy_from", "busy_until", "lapses_at", "begun_at", "ended_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Glimpse:
    """When a booking is. `more` are the columns that were asked for besides."""

    id: int
    state: str
    starts_at: datetime
    ends_at: datetime
    busy_from: datetime
    busy_until: datetime
    lapses_at: datetime | None
    begun_at: datetime | None
    ended_at: datetime | None
    more: tuple[Any, ...] = ()

    @property
    def span(self) -> Span:
        """What was promised."""
        return Span(self.starts_at, self.ends_at)

    @property
    def is_open(self) -> bool:
        """Begun and not ended: the thing is in use."""
        return self.begun_at is not None and self.ended_at is None


def glimpses(
    calendar: Calendar[Any, Any],
    within: Span,
    thing_ids: Iterable[int],
    *more: Any,
    joins: Sequence[Any] = (),
    conditions: Sequence[Any] = (),
) -> dict[int, list[Glimpse]]:
    """What `Calendar.between` answers of these things, in a third of its time.

    Each thing is looked up in its own stretch of the index, however many bookings there have been. `more` are further
    columns, of the booking or of its relationships in `joins`; `conditions` are further ones, such as those of what has
    not ended yet.
    """
    booking, link = calendar.booking, getattr(calendar.booking, calendar.link)
    columns = [getattr(booking, name) for name in _COLUMNS]
    query = select(link, *columns, *more).where(
        booking.state.in_(calendar.keeping),
        link.in_(list(thing_ids)),
        *calendar._touching(within),
        *conditions,
    )
    for one in joins:
        query = query.outerjoin(one)
    last = len(columns) + 1
    rows: dict[int, list[Glimpse]] = {}
    for row in db.session.execute(query.order_by(booking.busy_from, booking.id)):
        told = (*row[1:last], tuple(row[last:]))
        rows.setdefault(row[0], []).append(Glimpse(*told))
    return {thing_id: calendar._kept(of_thing, within) for thing_id, of_thing in rows.items()}
