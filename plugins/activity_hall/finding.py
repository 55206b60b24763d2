"""What the search at the top finds in this room: bookings by the group's name."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.booking import span_words
from hub.room import Hit, db

from .desk import desk
from .models import Booking
from .words import STATES


def search_bookings(words: str, most: int) -> Iterable[Hit]:
    """Bookings of groups whose name begins so, the latest first. Times that were merely offered are none."""
    rows = db.session.scalars(
        select(Booking)
        .where(Booking.group.startswith(words, autoescape=True), Booking.state.not_in(("offered", "dropped")))
        .options(joinedload(Booking.hall))
        .order_by(Booking.starts_at.desc(), Booking.id.desc())
        .limit(most)
    )
    for row in rows:
        sub = f"{span_words(row.span)} {row.hall.name} · {STATES[row.state]}"
        yield Hit(row.title, sub, desk.url("booking", booking=row.id))
