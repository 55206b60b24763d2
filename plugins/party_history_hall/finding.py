"""What the search at the top finds in this room: groups by their organisation."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from hub.kits.booking import span_words
from hub.room import Hit, db, here

from . import receiving
from .desk import desk
from .models import Group
from .words import PHASES

SHORTEST = 2  # signs of a name


def search_groups(words: str, most: int) -> Iterable[Hit]:
    """Groups whose organisation begins so, the latest first."""
    words = words.strip()
    if len(words) < SHORTEST:
        return
    rows = db.session.scalars(
        select(Group)
        .where(Group.organisation.startswith(words, autoescape=True))
        .order_by(Group.starts_at.desc())
        .limit(most)
    )
    for row in rows:
        phase = PHASES[receiving.phase(row, here.now)]
        yield Hit(f"{span_words(row.span)} {row.title}", str(phase), desk.url("sheet", group=row.id))
