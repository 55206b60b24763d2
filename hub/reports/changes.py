"""What has changed in a month since it was locked: before and after, as the one who looks may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hub.i18n import _, _n
from hub.reports.figures import RoomFigures, in_words, may_look, owner_by_key
from hub.reports.report import Report
from hub.reports.words import Item, tell


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that is another now. `about`: the code of its line, or the key of its room."""

    about: str
    label: str
    before: str
    after: str


def changes(before: Report, now: Report) -> list[Change]:
    """All of them, in the order of the report. A room that cannot be asked any more has not changed."""
    found: list[Change] = []
    lines = {line.code: line for line in now.lines}
    for line in before.lines:
        if line.code in lines:
            found += _different(line.code, tell(line).items, tell(lines[line.code]).items)
    known = {room.key: room for room in before.rooms}
    for room in now.rooms:
        earlier = known.get(room.key)
        found += _different(room.key, room_items(earlier) if earlier else (), room_items(room))
    return found


def room_items(room: RoomFigures) -> Iterator[Item]:
    """A room's figures in words; what the room could not tell is left out."""
    yield Item("heads", _("人次"), room.told(room.heads))
    yield Item("visits", _("来访次数"), room.told(room.visits))
    if room.used is not None and room.open is not None:
        yield Item("used", _("用了几天"), f"{room.used}/{room.open}")
    if room.late is not None:
        yield Item("late", _("其中补录"), _n("%(n)s 次", room.late))
    rows = [row for row in room.rows if not row.failed]
    discreet = room.confidential and not may_look(room.key)
    for row in in_words(rows, discreet=discreet, owner=owner_by_key(room.key)):
        yield Item(f"row_{row.code}", row.label, f"{row.number} {row.unit}".strip())


def _different(about: str, before: Iterable[Item], after: Iterable[Item]) -> Iterator[Change]:
    known = {item.key: item.text for item in before}
    for item in after:
        earlier = known.get(item.key, "—")
        if earlier != item.text and not (item.key not in known and item.text in ("0", "—")):
            yield Change(about, item.label, earlier, item.text)
