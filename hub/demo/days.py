"""Two years of visits to the rooms of a demo village."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hub.centre.models import Room
from hub.demo.bulk import put
from hub.demo.rhythm import OTHER, RHYTHMS, heads_of, moment_within, visits_of_day
from hub.kernel.clock import day_bounds
from hub.kernel.here import here
from hub.villages.hours import Interval, Timetable, days
from hub.visits.models import Visit
from hub.visits.rules import confidential

LATE = 0.015  # share of visits entered days afterwards
PURPOSE_GIVEN = 0.3


def make_visits(first_day: date, share: float, keepers: Mapping[str, int], rng: Random) -> Counter[date]:
    """The visits of all rooms, oldest first; answers heads by day. `keepers`: who records in which room."""
    table = Timetable.of_days(first_day, here.today)
    span = (here.today - first_day).days + 1
    rows: list[dict[str, Any]] = []
    for number, day in enumerate(days(first_day, here.today)):
        grown = share * (0.75 + 0.5 * number / span)  # word gets round
        start = day_bounds(day, here.tz)[0]
        of_day = [
            row
            for room in here.enabled_rooms.values()
            for row in _visits(room, table, day, start, grown, keepers, rng)
        ]
        rows += sorted(of_day, key=lambda row: row["started_at"])
    put(Visit, rows)
    heads: Counter[date] = Counter()
    for row in rows:
        heads[row["day"]] += row["heads"]
    return heads


def _visits(
    room: Room,
    table: Timetable,
    day: date,
    start: datetime,
    share: float,
    keepers: Mapping[str, int],
    rng: Random,
) -> Iterator[dict[str, Any]]:
    hours = table.hours(room, day)
    if not hours:
        return
    rhythm = RHYTHMS.get(room.key, OTHER)
    purposes = () if confidential(room) else rhythm.purposes
    for _ in range(visits_of_day(rhythm, day, share, rng)):
        began = moment_within(rhythm, _whole(hours), start, rng)
        if began > here.now:
            continue
        late = rng.random() < LATE
        recorded = began + (
            timedelta(hours=rng.randrange(20, 120)) if late else timedelta(minutes=rng.randrange(4))
        )
        yield {
            "room_id": room.id,
            "started_at": began,
            "ended_at": began + timedelta(minutes=max(room.stay_minutes + rng.randrange(-15, 16), 5)),
            "day": day,
            "heads": heads_of(rhythm, room.refuse_above, rng),
            "purpose": rng.choice(purposes) if purposes and rng.random() < PURPOSE_GIVEN else "",
            "recorded_by_id": keepers.get(room.key) or keepers[""],
            "recorded_at": min(recorded, here.now),
            "late": late and recorded <= here.now,
        }


def _whole(hours: list[Interval]) -> Interval:
    return hours[0][0], hours[-1][1]
