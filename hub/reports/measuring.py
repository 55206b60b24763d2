"""The eight indicators, each measured as its definition says (docs/secretaries.md has them in words).

No public formula exists; these are the hub's own. Nothing is added up to a score, and nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from statistics import mean, median
from typing import Any

from hub.centre.models import Room
from hub.centre.openings import minutes_open
from hub.kernel.clock import local_day
from hub.kernel.declarations import Share
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.reports.lines import Line, pair, percent
from hub.reports.months import period
from hub.reports.span import WEEK, Span
from hub.reports.staying import head_minutes
from hub.villages.hours import Timetable, days, scheduled_minutes
from hub.visits import rules

FEWEST_RATINGS = 10  # a share of fewer says something of single people
FEBRUARY_29 = (2, 29)
HEADLINES = ("door_open", "rooms_used", "events_weeks", "service_due", "people_come")  # 五常


def measure(span: Span, code: str) -> Line:
    """One of the eight."""
    return _MEASURES[code](span)


def door_open(span: Span) -> Line:
    """大门常开: minutes really open within the hours ÷ minutes of the hours."""
    over = span.over
    planned = scheduled_minutes(None, over.first, over.last)
    if not planned:
        return Line("door_open", "no_data")
    opened = minutes_open(over.first, over.last, None, span.last_visits)
    recorded = {local_day(row.opened_at, here.tz) for row in span.openings}
    late = Share(sum(map(span.is_late_opening, span.openings)), len(span.openings))
    should = span.open_days()
    timed = {day for room in span.visits.values() for day, one in room.items() if one.visits > one.late}
    return Line(
        "door_open", "known", percent(opened, planned), opened, planned, len(should - recorded), late,
        {"timed_days": [len(should & timed), len(should)]},
    )  # fmt: skip


def rooms_used(span: Span) -> Line:
    """阵地常用: days used ÷ days that should be open, the median of the rooms."""
    rooms = [room for room in span.rooms if not rules.confidential(room)]
    lines: list[dict[str, Any]] = []
    shares, used_days = [], set[date]()
    for room in rooms:
        should = span.open_days(room)
        used = span.days_used(room)
        used_days |= used
        if should:
            lines.append({"room": room.name, "used": len(used & should), "open": len(should)})
            shares.append(Fraction(len(used & should), len(should)))
    if not shares:
        return Line("rooms_used", "no_data")
    beside: dict[str, Any] = {"rooms": lines, "unused": [line["room"] for line in lines if not line["used"]]}
    if not span.brief:
        beside |= {
            "capacity": _capacity(span, rooms),
            "machine_days": pair(span.share("machine_days")),
        }
    missing = len(span.open_days() - used_days)
    value = int(median(shares) * 1000) / 10  # rounded once, not share by share
    part, whole = sum(line["used"] for line in lines), sum(line["open"] for line in lines)
    late = None if span.brief else span.late_visits
    return Line("rooms_used", "known", value, part, whole, missing, late, beside)


def _capacity(span: Span, rooms: list[Room]) -> list[dict[str, Any]]:
    """Of the rooms that are booked by heads: heads × minutes there, and the most there could have been."""
    with_machines = {owner.key for owner, _fact in span.declaring("machine_days")}
    bookable = [
        room
        for room in rooms
        if room.refuse_above and room.key not in with_machines and "booking" in _kits(room)
    ]
    stayed = head_minutes(span.over, bookable)
    found = []
    for room in bookable:
        minutes = scheduled_minutes(room, span.over.first, span.over.last)
        if minutes and room.refuse_above:
            most = room.refuse_above * minutes
            found.append({"room": room.name, "part": stayed.get(room.id, 0), "whole": most})
    return found


def _kits(room: Room) -> tuple[str, ...]:
    loaded = the_hub().rooms.get(room.key)
    return loaded.manifest.kits if loaded and loaded.manifest else ()


def events_weeks(span: Span) -> Line:
    """活动常办: weeks with an event held ÷ weeks that end in the month."""
    mondays = span.mondays
    held_on = {event.day for event in span.events_of_weeks if event.counts}
    part = sum(any(monday <= day < monday + WEEK for day in held_on) for monday in mondays)
    held, planned = _held(span), len(span.events)
    beside = {"held": held, "held_planned": [held, planned]}
    if not mondays or not any(True for _fact in span.declaring("events")):
        return Line("events_weeks", "no_data", beside=beside)
    value = percent(part, len(mondays))
    return Line(
        "events_weeks", "known", value, part, len(mondays), _untold_days(span), _late_events(span), beside
    )  # fmt: skip


def _held(span: Span) -> int:
    return sum(event.counts for event in span.events)


def _untold_days(span: Span) -> int:
    """Days with an event of which nobody wrote down whether it was held."""
    return len({event.day for event in span.events if event.state == "planned"})


def _late_events(span: Span) -> Share:
    told = [event for event in span.events if event.state == "held"]
    return Share(sum(event.late for event in told), len(told))


def service_due(span: Span) -> Line:
    """服务常在: settled by the original due date ÷ due by it in the month."""
    share = span.share("service_due")
    beside: dict[str, Any] = {}
    if not span.brief:
        beside = {"extended": span.number("service_extended"), "duty": pair(span.share("duty_minutes"))}
    if share is None or not share.whole:
        return Line("service_due", "no_data", beside=beside)
    late = None if span.brief else span.late_of("service_due")
    return Line(
        "service_due", "known", percent(share.part, share.whole), share.part, share.whole, None, late, beside
    )  # fmt: skip


def people_come(span: Span) -> Line:
    """群众常来: heads at the door ÷ population × 100."""
    population = here.village.population
    missing = len(span.open_days() - span.door.keys())
    if not span.door:
        return Line("people_come", "uncounted", missing=missing)
    if not population:
        beside = {"no_population": True}
        return Line("people_come", "no_data", missing=missing, late=span.late_at_the_door, beside=beside)
    heads = sum(span.door.values())
    value = heads * 1000 // population / 10
    return Line("people_come", "known", value, heads, population, missing, span.late_at_the_door)


def popularity(span: Span) -> Line:
    """聚人气: mean heads at the door a counted open day, against the same days a year before."""
    should = span.open_days()
    counted = {day: heads for day, heads in span.door.items() if day in should}
    beside = _a_year_before(span)
    missing = len(should) - len(counted)
    if not counted:
        return Line("popularity", "uncounted", missing=missing, beside=beside)
    heads = sum(counted.values())
    value = round(mean(counted.values()), 1)
    beside = {"counted_days": [len(counted), len(should)], **beside}
    return Line(
        "popularity", "known", value, heads, len(counted), missing, span.late_at_the_door, beside
    )  # fmt: skip


def _a_year_before(span: Span) -> dict[str, Any]:
    first, last = (_a_year_earlier(day) for day in (span.over.first, span.over.last))
    if span.over.last == _end_of_month(span.over.last):
        last = _end_of_month(last)
    table = Timetable.of_days(first, last)
    should = {day for day in days(first, last) if table.hours(None, day)}
    counts = [heads for day, heads in span.door_of(period(first, last)).items() if day in should]
    if not counts:
        return {"year_before": None}
    return {"year_before": round(mean(counts), 1), "year_before_days": [len(counts), len(should)]}


def _a_year_earlier(day: date) -> date:
    back = 28 if (day.month, day.day) == FEBRUARY_29 else day.day
    return date(day.year - 1, day.month, back)


def _end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def vitality(span: Span) -> Line:
    """聚活力: events that residents proposed ÷ events held."""
    held = _held(span)
    by_residents = sum(event.counts and event.by_residents for event in span.events)
    beside = {"volunteer_minutes": span.number("volunteer_minutes")}
    if not held:
        return Line("vitality", "no_data", beside=beside)
    return Line(
        "vitality", "known", percent(by_residents, held), by_residents, held, _untold_days(span),
        _late_events(span), beside,
    )  # fmt: skip


def satisfaction(span: Span) -> Line:
    """聚民心: 满意 and 非常满意 ÷ ratings; of fewer than ten nothing is told."""
    ratings, rated = span.share("ratings"), span.share("rated")
    late = None if span.brief else span.late_of("ratings", "opinions_due")
    beside = {
        "ratings": ratings.whole if ratings else None,
        "rated": pair(rated),
        "entered": span.number("ratings_entered"),
        "opinions": pair(span.share("opinions_due")),
    }
    if ratings is None or not ratings.whole:
        return Line("satisfaction", "no_data", late=late, beside=beside)
    if ratings.whole < FEWEST_RATINGS:
        return Line("satisfaction", "hidden", late=late, beside=beside)
    return Line(
        "satisfaction", "known", percent(ratings.part, ratings.whole), ratings.part, ratings.whole, None, late,
        beside,
    )  # fmt: skip


_MEASURES: dict[str, Callable[[Span], Line]] = {
    one.__name__: one
    for one in (
        door_open, rooms_used, events_weeks, service_due, people_come, popularity, vitality, satisfaction,
    )
}  # fmt: skip
EIGHT = tuple(_MEASURES)
