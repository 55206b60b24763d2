"""When the centre and its rooms should be open: seasons, holidays, a room's own hours; and how long that is."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import g
from sqlalchemy import select

from hub.kernel.clock import day_bounds, local_day
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.transactions import transaction_writes
from hub.villages.models import CalendarDay, Season

if TYPE_CHECKING:
    from hub.centre.models import Room

Interval = tuple[datetime, datetime]  # half-open, aware, UTC
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The seasons and closed days of a village, read once and asked for many days and rooms."""

    seasons: Sequence[Season]
    closed: frozenset[date]
    zone: ZoneInfo

    @classmethod
    def of_days(cls, first: date, last: date) -> Timetable:
        """The current village's timetable, good for the days from `first` to `last` and one on either side.

        A page that is only read asks for it several times; it reads whole months then, and each once.
        """
        if transaction_writes():
            return cls._read(first, last)
        known: dict[tuple[int, date, date], Timetable] = g.setdefault("hub_timetables", {})
        first, last = first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
        asked = (here.village_id, first, last)
        if asked not in known:
            known[asked] = cls._read(first, last)
        return known[asked]

    @classmethod
    def _read(cls, first: date, last: date) -> Timetable:
        closed = select(CalendarDay.day).where(
            CalendarDay.closed, CalendarDay.day.between(_shift(first, -1), _shift(last, 1))
        )
        return cls(cls._seasons(), frozenset(db.session.scalars(closed)), here.tz)

    @staticmethod
    def _seasons() -> Sequence[Season]:
        seasons = select(Season).order_by(Season.starts_month, Season.starts_day)
        if transaction_writes():
            return db.session.scalars(seasons).all()
        known: dict[int, Sequence[Season]] = g.setdefault("hub_seasons", {})
        if here.village_id not in known:
            known[here.village_id] = db.session.scalars(seasons).all()
        return known[here.village_id]

    def season(self, day: date) -> Season | None:
        """The season in force on a day; before the year's first season, the last one of the year before."""
        begun = [
            season
            for season in self.seasons
            if (season.starts_month, season.starts_day) <= (day.month, day.day)
        ]
        chosen = begun or self.seasons
        return max(chosen, key=lambda season: (season.starts_month, season.starts_day)) if chosen else None

    def hours(self, room: Room | None, day: date) -> list[Interval]:
        """The scheduled hours that begin on a local day, of a room or (None) of the centre. They may reach into the
        next day. A closed day has none, except where a room is always open."""
        if room is not None and room.hours == "always":
            return [day_bounds(day, self.zone)]
        if day in self.closed:
            return []
        if room is not None and room.hours == "own" and room.opens and room.closes:
            return _between(day, room.opens, room.closes, self.zone)
        season = self.season(day)
        return _between(day, season.opens, season.closes, self.zone) if season else []

    def running(self, room: Room | None, instant: datetime) -> tuple[date, Interval] | None:
        """The scheduled hours an instant lies in, and the day they began on."""
        today = local_day(instant, self.zone)
        for day in (today, today - DAY):
            for starts, ends in self.hours(room, day):
                if starts <= instant < ends:
                    return day, (starts, ends)
        return None


def hours_of(room: Room | None, day: date) -> list[Interval]:
    """The scheduled hours of one day in the current village, as half-open intervals of instants."""
    return Timetable.of_days(day, day).hours(room, day)


def scheduled_minutes(room: Room | None, first: date, last: date) -> int:
    """Whole minutes that a room (None: the centre) should be open from `first` to `last`, both included."""
    return minutes(scheduled(room, first, last))


def scheduled(room: Room | None, first: date, last: date) -> list[Interval]:
    """The same as intervals, in order and without overlap."""
    table = Timetable.of_days(first, last)
    return merged(hours for day in days(first, last) for hours in table.hours(room, day))


def days(first: date, last: date) -> Iterable[date]:
    """Every day from `first` to `last`, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """In order, with what overlaps or touches made one; empty ones are left out."""
    result: list[Interval] = []
    for starts, ends in sorted(intervals):
        if ends <= starts:
            continue
        if result and starts <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], ends))
        else:
            result.append((starts, ends))
    return result


def common(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """What two ordered lists without overlap have in common."""
    result: list[Interval] = []
    left, right = 0, 0
    while left < len(one) and right < len(other):
        starts, ends = max(one[left][0], other[right][0]), min(one[left][1], other[right][1])
        if starts < ends:
            result.append((starts, ends))
        if one[left][1] <= other[right][1]:
            left += 1
        else:
            right += 1
    return result


def minutes(intervals: Iterable[Interval]) -> int:
    """Whole minutes in intervals that do not overlap."""
    return sum((ends - starts for starts, ends in intervals), timedelta()) // timedelta(minutes=1)


def _between(day: date, opens: time, closes: time, zone: ZoneInfo) -> list[Interval]:
    """From one local time to another, which lies on the next day unless it is later. Where a clock that is put
    forward swallows the whole of it, there is nothing."""
    starts = datetime.combine(day, opens, zone).astimezone(UTC)
    ends = datetime.combine(day if closes > opens else day + DAY, closes, zone).astimezone(UTC)
    return [(starts, ends)] if starts < ends else []


def _shift(day: date, by: int) -> date:
    """A neighbouring day, stopping at the ends of the calendar."""
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return day
