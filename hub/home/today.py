"""What 今天 shows: the rooms now, what there is to do, the month's five lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import url_for
from sqlalchemy import select

from hub.centre.door import door_today
from hub.centre.models import Room
from hub.centre.status import RoomStatus
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.declarations import Todo, TodoSource, Tone
from hub.kernel.here import here
from hub.kernel.sources import Owner, ask, owners
from hub.text import clock_time
from hub.villages.hours import Timetable
from hub.visits.models import VisitDay
from hub.visits.services import inside
from hub.web.buttons import Button


@dataclass(frozen=True, slots=True)
class Card:
    """A room at this moment, as the macro `room_card` takes it."""

    name: str
    icon: str
    url: str
    state: str
    tone: Tone
    inside: int | None  # None: not for this one's eyes
    capacity: int | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A thing to do, as the macro `todo_row` takes it."""

    text: str
    tone: Tone
    title: str
    detail: str
    action: Button | None = None
    due: date | None = None


def cards(now: Mapping[str, RoomStatus]) -> list[Card]:
    """The rooms that the user works in or may know of, as they stand now."""
    mine = [owner for owner in owners() if owner.is_room and here.sees(owner.key)]
    rooms = [here.room(owner.key) for owner in mine]
    heads, came = inside(rooms), heads_today()
    return [
        _card(owner, room, now[room.key], heads[room.id], came.get(room.id, 0))
        for owner, room in zip(mine, rooms, strict=True)
    ]


def _card(owner: Owner, room: Room, status: RoomStatus, heads: int, came: int) -> Card:
    url = url_for("home.room_page", room=room.key)
    if not (owner.may("view") or owner.may("record")):
        return Card(room.name, room.icon, url, status.text, status.tone, None, None, ())
    line = _("今日 %(n)s 人次", n=came)
    if owner.declared.card_line is not None and owner.may("view"):
        fetch = owner.declared.card_line.fetch
        said = ask(owner, "card_line", lambda: str(fetch()))
        line = said if said is not None else _("暂时读不到")
    return Card(
        room.name, room.icon, url, status.text, status.tone, heads, room.refuse_above, (line,) if line else ()
    )


def heads_today() -> dict[int, int]:
    """Heads of today by room id."""
    rows = db.session.execute(select(VisitDay.room_id, VisitDay.heads).where(VisitDay.day == here.today))
    return dict(rows.all())


def tasks() -> list[Task]:
    """Everything the user may do something about, the most pressing first."""
    found: list[Task] = []
    for owner in owners():
        for source in owner.declared.todo_items:
            if owner.may(source.permission):
                tasks = ask(owner, "todo_items", partial(_tasks, owner, source))
                found += tasks if tasks is not None else [_unreadable(owner)]
    return sorted(found, key=lambda task: (task.due is None, task.due or date.max))


def _tasks(owner: Owner, source: TodoSource) -> list[Task]:
    return [_task(owner, item) for item in source.fetch()]


def _task(owner: Owner, item: Todo) -> Task:
    if item.due is not None and type(item.due) is not date:
        raise TypeError("the day on which something is due is a date")
    opens = Button(str(item.button), str(item.url))
    detail = " · ".join(part for part in (owner.name, str(item.sub)) if part)
    return Task(str(item.pill), item.tone, str(item.title), detail, opens, item.due)


def _unreadable(owner: Owner) -> Task:
    title = _("%(room)s的待办", room=owner.name) if owner.name else _("待办")
    return Task(_("暂时读不到"), "off", title, _("请稍后再看，其他功能室不受影响。"), due=date.min)


def hours_today() -> str:
    """冬季 9:00—22:30 · 今日门口 63 人次"""
    table = Timetable.of_days(here.today, here.today)
    season, hours = table.season(here.today), table.hours(None, here.today)
    parts = [_("%(season)s作息", season=season.name)] if season else []
    parts += [f"{clock_time(start)}—{clock_time(end)}" for start, end in hours] or [_("今天休息")]
    counted = door_today()
    door = _("今日门口未点数") if counted is None else _("今日门口 %(n)s 人次", n=counted)
    return f"{' '.join(parts)} · {door}"
