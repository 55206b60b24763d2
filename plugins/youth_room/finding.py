"""What the search and the look-up field find in this room: game sets."""

from __future__ import annotations

from collections.abc import Iterable

from hub.room import Choice, Hit, Lookup, db

from . import games
from .models import GameSet
from .words import SET_STATES


def search_sets(words: str, most: int) -> Iterable[Hit]:
    """Game sets by number or name."""
    from .lists import GameSets

    for game in games.find_sets(words, most):
        yield Hit(game.title, str(SET_STATES[game.state]), GameSets.url_of(game.id))


LOOKUP = Lookup(
    "game_sets",
    find=lambda words, most: [
        Choice(game.id, game.title, str(SET_STATES[game.state])) for game in games.find_sets(words, most)
    ],
    get=lambda id: db.session.get(GameSet, id),
    text=lambda game: game.title,
    permission="lend",
)
