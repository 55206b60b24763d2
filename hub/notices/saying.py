"""What the public page says: the centre's hours today, every room, what is on, answers made public."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import select

from hub.centre.models import Room
from hub.centre.status import CENTRE, RoomStatus, statuses
from hub.i18n import _
from hub.kernel.database import db, transaction_is_lost
from hub.kernel.declarations import NoticeLine
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.sheets.cells import has_citizen_number
from hub.text import clock_time, in_brackets, join_words, month_day, short_day, short_moment
from hub.villages.hours import Timetable
from hub.villages.models import CalendarDay

log = structlog.get_logger()

AHEAD = timedelta(days=14)  # how far the page looks: events and days on which the centre is closed
MOST = 12  # lines of a kind
LONGEST = 120
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is shown."""

    text: str
    detail: str
    when: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class RoomNotice:
    """One room as it is shown."""

    name: str
    icon: str
    purpose: str
    status: RoomStatus
    hours: str
    capacity: str
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """All that the page says, in words; nothing of it asks the database any more."""

    village: str
    centre: str
    today: date
    status: RoomStatus
    hours: str
    season: str
    special: str  # what today is: 国庆节
    closed_days: tuple[str, ...]
    rooms: tuple[RoomNotice, ...]
    events: tuple[Line, ...]
    board: tuple[Line, ...]
    address: str
    route: str
    phone: str
    aims: str
    made_at: datetime


def notice() -> Notice:
    """What is to be said in the present village now."""
    village, today = here.village, here.today
    table = Timetable.of_days(today, today)
    states = statuses()
    season = table.season(today)
    days = _special_days(today)
    return Notice(
        village=village.name, centre=village.centre_name, today=today, status=_now(states[CENTRE], table, None),
        hours=_hours(table, None, today), season=season.name if season else "",
        special=next((day.name for day in days if day.day == today), ""),
        closed_days=tuple(_closed(day) for day in days if day.closed and day.day > today),
        rooms=tuple(_room(room, states[key], table, today) for key, room in here.enabled_rooms.items()),
        events=_events(), board=_board(), address=village.address, route=village.route, phone=village.phone,
        aims=village.aims, made_at=here.now,
    )  # fmt: skip


def _special_days(today: date) -> Sequence[CalendarDay]:
    ahead = CalendarDay.day.between(today, today + AHEAD)
    return db.session.scalars(select(CalendarDay).where(ahead).order_by(CalendarDay.day)).all()


def _closed(day: CalendarDay) -> str:
    return f"{short_day(day.day)} {day.name}".strip()


def _hours(table: Timetable, room: Room | None, today: date) -> str:
    if room is not None and room.hours == "always":
        return _("全天")
    spans = table.hours(room, today)
    return join_words(f"{clock_time(start)}—{clock_time(end)}" for start, end in spans) or _("今天不开")


def _now(status: RoomStatus, table: Timetable, room: Room | None) -> RoomStatus:
    """Before its hours begin a door is not open yet; from when on stands beside it."""
    hours = table.hours(room, here.today)
    early = bool(hours) and here.now < hours[0][0] and not status.open
    return RoomStatus(_("还没开门"), "off", False) if early else status


def year_hours() -> list[str]:
    """The hours of the whole year, for a paper that hangs for long: 夏季（5月1日起）：8:00—23:00."""
    seasons = Timetable.of_days(here.today, here.today).seasons
    said = []
    for one in seasons:
        name = one.name
        if len(seasons) > 1:
            since = _("%(day)s起", day=month_day(one.starts_month, one.starts_day))
            name = in_brackets(one.name, since)
        hours = f"{clock_time(one.opens)}—{clock_time(one.closes)}"
        said.append(_("%(what)s：%(text)s", what=name, text=hours))
    always = [room.name for room in here.enabled_rooms.values() if room.hours == "always"]
    if always:
        said.append(_("%(what)s：%(text)s", what=join_words(always), text=_("全天")))
    return said


def _room(room: Room, status: RoomStatus, table: Timetable, today: date) -> RoomNotice:
    return RoomNotice(
        room.name, room.icon, room.purpose or room.used_for, _now(status, table, room),
        _hours(table, room, today), _capacity(room),
        tuple(line.text for line in _lines(room.key, "now")),
    )  # fmt: skip


def _capacity(room: Room) -> str:
    least, most = room.warn_above, room.refuse_above
    if least and most and least != most:
        return _("可容 %(least)s—%(most)s 人", least=least, most=most)
    return _("可容 %(most)s 人", most=most or least) if most or least else ""


def _events() -> tuple[Line, ...]:
    """What is on, of all rooms, in order of time; what has no time stands last."""
    soon = [
        (line, room.name)
        for key, room in here.enabled_rooms.items()
        for line in _lines(key, "events")
        if line.at is None or line.at <= here.now + AHEAD
    ]
    soon.sort(key=lambda pair: (pair[0].at is None, pair[0].at or here.now, pair[0].text))
    return tuple(
        Line(line.text, line.detail, short_moment(line.at) if line.at else "", name)
        for line, name in soon[:MOST]
    )


def _board() -> tuple[Line, ...]:
    lines = [line for key in here.enabled_rooms for line in _lines(key, "board")]
    return tuple(
        Line(line.text, line.detail, short_day(_day(line.at)) if line.at else "") for line in lines[:MOST]
    )


def _day(instant: datetime) -> date:
    return instant.astimezone(here.tz).date()


def _lines(key: str, kind: str) -> list[NoticeLine]:
    """What a room says of a kind; one that fails says nothing and harms nobody, and what names somebody is left out."""
    room = the_hub().rooms.get(key)
    if room is None or room.manifest is None or room.manifest.confidential:
        return []
    found: list[NoticeLine] = []
    for declared in room.declared.public_notices:
        if declared.kind == kind:
            try:
                with db.session.begin_nested():
                    found += list(_decent(declared.fetch()))
            except Exception:
                if transaction_is_lost():
                    raise
                log.exception("notice_failed", room=key, kind=kind)
    return found


def _decent(lines: Iterable[NoticeLine]) -> Iterator[NoticeLine]:
    count = 0
    for line in lines:
        said = f"{line.text} {line.detail}"
        if _MOBILE.search(said) or has_citizen_number(said):
            log.warning("notice_left_out", why="a phone or ID number")
            continue
        yield NoticeLine(str(line.text)[:LONGEST], str(line.detail)[: 3 * LONGEST], line.at)
        count += 1
        if count == MOST:
            return
