"""What the search at the top finds in this room: a booking by its ticket."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.room import Hit, db, here, proper_signs

from . import bays, frost
from .desk import desk
from .models import Use
from .washing import TICKET
from .words import PHASES


def search_tickets(words: str, most: int) -> Iterable[Hit]:
    """Bookings whose ticket begins so; at least three signs, or it would be half the list."""
    signs = proper_signs(words)
    if not 3 <= len(signs) <= TICKET or len(signs) != len(words.replace("-", "").replace(" ", "")):
        return
    rows = db.session.scalars(
        select(Use)
        .where(Use.ticket.startswith(signs, autoescape=True))
        .options(joinedload(Use.bay))
        .order_by(Use.starts_at.desc())
        .limit(most)
    )
    for use in rows:
        phase = PHASES[bays.phase(use, here.now)]
        yield Hit(frost.use_words(use), str(phase), desk.url("ticket", use=use.id))
