"""What the room says on the centre's public page: which zones are open now. How many children are there, and who looks
after them, is not said."""

from __future__ import annotations

from collections.abc import Iterable

from hub.room import NoticeLine, _, join_words

from . import sessions


def open_zones() -> Iterable[NoticeLine]:
    """现在开着：棋乐无穷、巧手造梦"""
    zones = [row.zone.name for row in sessions.open_now() if not sessions.is_forgotten(row)]
    if zones:
        yield NoticeLine(_("现在开着：%(zones)s", zones=join_words(zones)))
