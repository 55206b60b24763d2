"""The centre of a demo village: rooms with their equipment, seasons and holidays, opening and closing, the door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from hub.centre.models import DoorCount, Equipment, Opening, Room
from hub.demo.bulk import put
from hub.demo.villages import VillagePlan
from hub.kernel.clock import day_bounds
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import Village
from hub.kernel.state import the_hub
from hub.villages.calendar import load_year
from hub.villages.hours import Timetable, days
from hub.villages.services import create_village

# Not what one finds worn or broken and has mended.
NOT_WORN = frozenset(
    {"免费Wi-Fi", "手套", "党史展厅", "图书资料", "报刊", "杂志", "图书杂志", "纸质图书", "笔墨纸砚", "字帖"}
)
ROOMS_LOGGED = timedelta(days=60)  # before that, only the centre's own door was logged


def make_village(plan: VillagePlan, began: datetime) -> int:
    """Found the village with its rooms and hours; answers its id."""
    facts = dict(plan.facts)
    seasons = [
        (season.name, season.month, season.day, season.opens, season.closes) for season in plan.seasons
    ]
    loaded = {room.id for room in the_hub().rooms.loaded}
    rooms = True if plan.rooms is None else [key for key in plan.rooms if key in loaded]

    def remember(village: Village) -> None:
        village.created_at = began

    return create_village(facts.pop("name"), rooms=rooms, seasons=seasons, and_then=remember, **facts)


def dress_rooms(plan: VillagePlan, rng: Random) -> None:
    """What the village calls its rooms, and how its things have worn."""
    for key, changed in plan.changed.items():
        if room := here.rooms.get(key):
            for column, value in changed.items():
                setattr(room, column, value)
    for thing in db.session.scalars(select(Equipment).order_by(Equipment.id)):
        wears = thing.name not in NOT_WORN
        thing.condition = rng.choices(("good", "worn", "broken"), (92, 6, 2) if wears else (1, 0, 0))[0]
        thing.checked_on = here.today - timedelta(days=rng.randrange(5, 80))


def load_calendar(first_day: date) -> None:
    """The holidays of the years gone by; a new village has those of this year and the next."""
    for year in range(first_day.year, here.today.year):
        load_year(year)


def open_and_close(first_day: date, user_id: int, rng: Random) -> int:
    """The log of opening and closing: a few minutes off the hours, now and then a day nobody wrote down."""
    table = Timetable.of_days(first_day, here.today)
    rows = [row for day in days(first_day, here.today) for row in _openings(table, day, user_id, rng)]
    return put(Opening, sorted(rows, key=lambda row: row["opened_at"]))


def _openings(table: Timetable, day: date, user_id: int, rng: Random) -> Iterator[dict[str, Any]]:
    if rng.random() < 0.02:
        return
    rooms: list[Room | None] = [None]
    if day > here.today - ROOMS_LOGGED:
        rooms += [room for room in here.enabled_rooms.values() if room.hours != "always"]
    for room in rooms:
        for opens, closes in table.hours(room, day):
            opened = opens + timedelta(minutes=rng.randrange(-8, 12))
            closed = closes + timedelta(minutes=rng.randrange(-10, 15))
            if opened > here.now:
                continue
            still_open = closed > here.now
            yield {
                "room_id": room.id if room else None,
                "opened_at": opened,
                "closed_at": None if still_open else closed,
                "opened_by_id": user_id,
                "closed_by_id": None if still_open else user_id,
            }


def count_at_the_door(heads: Counter[date], first_day: date, rng: Random) -> int:
    """The tally at the door: some go to several rooms, some to none. A few days were not counted; today is, so far."""
    rows = []
    for day in days(first_day, here.today - timedelta(days=1)):
        if rng.random() < 0.96:
            counted_at = day_bounds(day, here.tz)[1] - timedelta(hours=1)
            rows.append(
                {"day": day, "heads": round(heads[day] * rng.uniform(0.72, 0.95)), "counted_at": counted_at}
            )
    hours = Timetable.of_days(here.today, here.today).hours(None, here.today)
    if heads[here.today] and any(opens <= here.now for opens, _closes in hours):
        today = {"day": here.today, "heads": max(round(heads[here.today] * 0.85), 1), "counted_at": here.now}
        rows.append(today)
    return put(DoorCount, rows)
