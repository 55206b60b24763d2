"""What a script would reckon from the rows of the month's report, in the order in which the hub tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any

from bench.plan import HERE, ROOMS
from bench.rows import room_id

Rows = Mapping[str, list[Any]]
DAY, TZ, LATE = timedelta(days=1), timedelta(hours=8), timedelta(days=3)
TOPICS = ("road", "water", "clean", "land", "work", "welfare", "school", "health", "trade", "other")
BANDS = ("small", "primary", "teen", "adult")
KINDS = ("party_day", "school", "public")
OPEN = 14 * 60  # minutes of a day in the one season


def lines_of(rows: Rows, first: date, last: date) -> dict[str, tuple[Any, ...]]:
    """Numerator and denominator of each of the eight indicators, and what is asked beside them."""
    days = _days(first, last)
    doors = [(_day(day), heads) for day, heads, _at in rows["door"]]
    now = [heads for day, heads in doors if first <= day <= last]
    before = [heads for day, heads in doors if day < first]
    used = Counter(room for room, *_rest in rows["days"])
    machines = _days_of(rows["rentals"], first, last)
    used[room_id(HERE, ROOMS.index("farm_machinery"))] = len(
        set[date]().union(*machines.values())
        | {_day(day) for room, day, *_r in rows["days"] if room == room_id(HERE, 2)}
    )
    shares = [used[room_id(HERE, place)] for place in range(len(ROOMS))]
    events = _events(rows)
    mine = [one for one in events if one[0] >= first]
    held = [one for one in mine if one[1]]
    mondays = [day - 6 * DAY for day in days if day.weekday() == 6]
    weeks = sum(any(monday <= one[0] < monday + 7 * DAY and one[1] for one in events) for monday in mondays)
    opened = sum(_open_minutes(row[0], row[1]) for row in rows["openings"])
    late_doors = sum(_at(row[3]) - _at(row[0]) > LATE for row in rows["openings"] if row[3])
    due = [row for row in rows["due"] if row[5] is None]
    help_due = [row for row in due if row[0] == "help"]
    own = [(level, n) for source, level, n in rows["ratings"] if source == "self"]
    good, all_ = sum(n for level, n in own if level >= 4), sum(n for _level, n in own)
    return {
        "door_open": (opened, OPEN * len(days), late_doors),
        "rooms_used": (
            sum(shares),
            len(days) * len(ROOMS),
            median(shares),
            dict(rows["stayed"]),
            len(rows["late"]),
        ),
        "events_weeks": (weeks, len(mondays), len(mine)),
        "service_due": (_in_time(help_due), len(help_due)),
        "people_come": (sum(now), rows["village"][0][0]),
        "popularity": (sum(now), len(now), sum(before), len(before)),
        "vitality": (sum(one[2] for one in held), len(held), _sum(rows["hours"])),
        "satisfaction": (good, all_, rows["rated"][0][1], rows["rated"][0][0]),
    }


def rooms_of(rows: Rows, first: date, last: date) -> dict[str, list[str]]:
    """Every figure of the rooms, as text, in the order in which they tell them."""
    told = {
        "activity_hall": _activity(rows, first), "evening_class": _evenings(rows),
        "farm_machinery": _machines(rows, first, last), "liaison_station": _liaison(rows),
        "party_history_hall": _party(rows, first, last), "reading_room": _reading(rows, first),
        "tool_station": [_sum(rows["tools"]), _overdue(rows["tools_overdue"]), _sum(rows["tools_lost"]),
                         _sum(rows["demands"]), _sum(rows["tickets"])],
        "youth_room": _youth(rows),
    }  # fmt: skip
    return {room: [_text(one) for one in numbers] for room, numbers in told.items()}


def _activity(rows: Rows, first: date) -> list[Any]:
    states = dict(rows["bookings"])
    events = [row for row in rows["events"] if row[0] == "activity" and _local(row[4]) >= first]
    held = [row for row in events if row[1] == "held"]
    minutes = sum(round((_at(row[6]) - _at(row[5])) / timedelta(minutes=1)) for row in held)
    return [
        _sum(rows["requests"]), *(states.get(state, 0) for state in ("approved", "declined", "moved")), len(held),
        sum(row[3] == "residents" for row in held), sum(row[1] == "cancelled" for row in events),
        sum(row[2] for row in held), round(minutes / 60, 1), _sum(rows["damages"]),
    ]  # fmt: skip


def _evenings(rows: Rows) -> list[Any]:
    evenings, came, by_adult, by_phone, alone, late = (int(one or 0) for one in rows["evenings"][0])
    rostered = covered = 0
    for begins, finishes, on, off in rows["shifts"]:
        starts, ends = _at(begins), _at(finishes)
        rostered += (ends - starts) // timedelta(minutes=1)
        if on and off:
            covered += max((min(_at(off), ends) - max(_at(on), starts)) // timedelta(minutes=1), 0)
    mean = round(came / evenings, 1) if evenings else None
    hours = round(_sum(rows["hours"]) / 60, 1)
    return [evenings, came, mean, by_adult, by_phone, alone, late, hours, _percent(covered, rostered)]


def _machines(rows: Rows, first: date, last: date) -> list[Any]:
    out, broken = (_days_of(rows[name], first, last) for name in ("rentals", "broken"))
    idle = 0
    for machine, since, retired in rows["machines"]:
        there = set(_days(max(first, _day(since)), min(last, _day(retired) if retired else last)))
        idle += len(there - out.get(machine, set()) - broken.get(machine, set()))
    days = sum(map(len, out.values()))
    share = round(100 * days / (days + idle), 1) if days + idle else None
    income, points = rows["settled"][0]
    return [days, idle, share, float(income or 0), int(points or 0), _sum(rows["repairs"])]


def _liaison(rows: Rows) -> list[Any]:
    receptions = {state: (n, heads or 0) for state, n, heads in rows["receptions"]}
    topics, kinds, court = Counter[str](), Counter[str](), 0
    for kind, topic, in_court, n in rows["matters"]:
        kinds[kind] += n
        topics[topic] += n if kind == "opinion" else 0
        court += n if in_court else 0
    due = [row for row in rows["due"] if row[5] is None]
    opinions, helped = ([row for row in due if row[0] == kind] for kind in ("opinion", "help"))
    own = [(level, n) for source, level, n in rows["ratings"] if source == "self"]
    rated = sum(n for _level, n in own)
    return [
        receptions.get("held", (0, 0))[0], sum(heads for _n, heads in receptions.values()),
        receptions.get("cancelled", (0, 0))[0], kinds["opinion"], *(topics[topic] for topic in TOPICS), kinds["help"],
        court, _percent(_in_time(opinions), len(opinions)),
        _percent(sum(row[1] is not None for row in opinions), len(opinions)), _percent(_in_time(helped), len(helped)),
        sum(row[4] > 0 for row in rows["due"]), _sum(rows["posted"]), rated,
        _percent(sum(n for level, n in own if level >= 4), rated) if rated >= 10 else None,
        sum(n for source, _level, n in rows["ratings"] if source == "keeper"),
    ]  # fmt: skip


def _party(rows: Rows, first: date, last: date) -> list[Any]:
    groups = [row for row in rows["groups"] if _local(row[5]) >= first]
    came = [row for row in groups if row[2] == "came"]
    out = sum((_at(ended) - _at(began)) / DAY for began, ended in rows["outages"] if ended)
    return [
        sum(row[1] in (None, row[0]) for row in came), len(came), sum(row[4] for row in came),
        *(sum(row[4] for row in came if row[3] == kind) for kind in KINDS), sum(row[2] == "missed" for row in groups),
        sum(row[2] == "cancelled" for row in groups), _sum(rows["checks"]), _sum(rows["faults"]), round(out, 1) or 0,
    ]  # fmt: skip


def _reading(rows: Rows, first: date) -> list[Any]:
    held = [
        row for row in rows["events"] if row[0] == "reading" and row[1] == "held" and _local(row[4]) >= first
    ]
    counts = (_sum(rows[name]) for name in ("copies", "books", "readers", "uses"))
    return [_sum(rows["lent"]), _overdue(rows["overdue"]), *counts, len(held)]


def _youth(rows: Rows) -> list[Any]:
    bands, minutes = dict(rows["bands"]), 0
    for opened, closed, _late, _most in rows["sessions"]:
        minutes += round((_at(closed) - _at(opened)) / timedelta(minutes=1)) if closed else 0
    most = max((row[3] for row in rows["sessions"] if not row[2]), default=None)
    incomplete, lost = (int(one or 0) for one in rows["games_back"][0])
    return [
        len(rows["sessions"]), *(bands.get(band, 0) for band in BANDS), round(minutes / 60, 1), most,
        _sum(rows["games"]), incomplete, lost, _sum(rows["used"]),
    ]  # fmt: skip


def _events(rows: Rows) -> list[tuple[date, bool, bool]]:
    """Day, whether it counts as held, whether residents proposed it."""
    found = [
        (_local(began or starts), state == "held" and bool(finished) and heads >= 5, proposer == "residents")
        for _room, state, heads, proposer, starts, began, finished, _entered in rows["events"]
    ]
    parts: dict[int, list[Any]] = {}
    for row in rows["groups"]:
        if row[3] == "party_day":
            parts.setdefault(row[1] or row[0], []).append(row)
    for group in parts.values():
        came = [row for row in group if row[2] == "came"]
        timed = all(row[6] and row[7] for row in came)
        day = _local((came or group)[0][6] or (came or group)[0][5])
        found.append((day, bool(came) and timed and sum(row[4] for row in came) >= 5, False))
    return found


def _open_minutes(opened: Any, closed: Any) -> int:
    if not closed:
        return 0
    start, end = _at(opened) + TZ, _at(closed) + TZ
    opens, closes = (datetime.combine(start.date(), time(hour), UTC) for hour in (8, 22))
    return max((min(end, closes) - max(start, opens)) // timedelta(minutes=1), 0)


def _in_time(due: Iterable[Any]) -> int:
    return sum(row[3] is not None and _local(row[3]) <= _day(row[2]) for row in due)


def _overdue(rows: Iterable[Any]) -> int:
    return sum(ended is None or _local(ended) > _day(due) for due, ended in rows)


def _days_of(rows: Iterable[Any], first: date, last: date) -> dict[int, set[date]]:
    found: dict[int, set[date]] = {}
    for thing, began, ended in rows:
        end = min(_local(ended), last) if ended else last
        found.setdefault(thing, set()).update(_days(max(_local(began), first), end))
    return found


def _days(first: date, last: date) -> list[date]:
    return [first + place * DAY for place in range((last - first).days + 1)]


def _at(instant: Any) -> datetime:
    at = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _local(instant: Any) -> date:
    return (_at(instant) + TZ).date()


def _day(day: Any) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _sum(rows: list[Any]) -> int:
    return int(rows[0][0] or 0)


def _percent(part: int, whole: int) -> float | None:
    return part * 1000 // whole / 10 if whole else None


def _text(number: Any) -> str:
    return "—" if number is None else f"{number:.1f}" if isinstance(number, float) else str(number)
