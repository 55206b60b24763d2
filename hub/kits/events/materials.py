"""What is used up at an event, out of the stock of a room that has one: issued with the event, brought back when it was
written down by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from hub.kits.stock import Shelf
from hub.room import _, db, join_words


def use_up(shelf: Shelf[Any, Any], used: Mapping[int, int], event: Any) -> str:
    """Issue so many of each item for an event; answers them in words, as `materials` of the event. The room's move has
    an `event_id`. Raises Refused when there are fewer."""
    wanted = {item_id: number for item_id, number in used.items() if number > 0}
    held = shelf.hold(wanted)
    for item_id in sorted(wanted):
        shelf.issue(item_id, wanted[item_id], event.name, event_id=event.id)
    return join_words(
        _("%(name)s %(n)s %(unit)s", name=held[item_id].name, n=number, unit=held[item_id].unit)
        for item_id, number in wanted.items()
    )


def bring_back(shelf: Shelf[Any, Any], event: Any) -> None:
    """The event was not held after all: what was issued for it lies there again."""
    move = shelf.move
    moved = db.session.execute(
        select(getattr(move, shelf.link), move.change).where(move.event_id == event.id)
    ).all()
    back: dict[int, int] = {}
    for item_id, change in moved:
        back[item_id] = back.get(item_id, 0) - change
    for item_id, number in sorted(back.items()):
        if number:
            shelf.adjust(item_id, number, _("撤销：%(name)s", name=event.name), event_id=event.id)
