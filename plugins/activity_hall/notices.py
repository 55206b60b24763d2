"""What the hall says on the centre's public page: what is agreed to and not over. What for, which group and where, as
the notice of the week says it; nobody's name and no telephone number."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.room import NoticeLine, db, here, in_brackets

from .models import Booking, Event

AHEAD = 12  # events


def coming_up() -> Iterable[NoticeLine]:
    """Events that are planned; of those that are on now, too."""
    rows = (
        select(Event)
        .join(Booking, Booking.id == Event.booking_id)
        .where(Event.state == "planned", Event.ends_at > here.now, Booking.state == "approved")
        .options(joinedload(Event.booking).joinedload(Booking.hall))
        .order_by(Event.starts_at, Event.id)
        .limit(AHEAD)
    )
    for row in db.session.scalars(rows):
        booking = row.booking
        yield NoticeLine(in_brackets(booking.purpose, booking.group), booking.hall.name, row.starts_at)
