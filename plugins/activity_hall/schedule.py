"""The week and the month at a glance: a few queries, however many bookings there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.booking import Entry, Span, days_span, gaps, has_lapsed
from hub.room import clock_time, db, here, in_brackets

from .halls import day_marks, open_hours
from .models import Booking, Event, Hall
from .words import KEEPING, PARTS, ROOM, STATES

PART_ENDS = {"morning": 12, "afternoon": 18, "evening": 24}
FURTHEST = timedelta(days=3 * 366)
LEAST_FREE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Slot:
    """One booking as it stands in a cell."""

    id: int
    starts_at: datetime
    from_to: str
    title: str
    hall: str
    state: str
    heads: int

    @property
    def state_words(self) -> str:
        return str(STATES[self.state])


@dataclass(slots=True)
class Cell:
    """Morning, afternoon or evening of a day: what is booked, and the first time that somebody may still have."""

    part: str
    slots: list[Slot] = field(default_factory=list)
    free: Span | None = None
    open: bool = True

    @property
    def free_words(self) -> str:
        """18:00—19:45"""
        return f"{clock_time(self.free.start)}—{clock_time(self.free.end)}" if self.free else ""

    @property
    def free_comes_first(self) -> bool:
        """Whether the free time lies before what is booked."""
        return bool(self.free and self.slots and self.free.start < self.slots[0].starts_at)

    @property
    def label(self) -> str:
        return str(PARTS[self.part])


@dataclass(slots=True)
class Day:
    """A day of the week or the month. `mark`: holiday or workday where it differs from its weekday."""

    day: date
    mark: str = ""
    cells: list[Cell] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)

    @property
    def is_today(self) -> bool:
        return self.day == here.today


def week(monday: date, hall: Hall | None) -> list[Day]:
    """Seven days with their parts, of one hall or of all."""
    sunday = monday + timedelta(days=6)
    rows = _rows(monday, sunday, hall)
    by_day, marks, opened = _slots(rows), day_marks(monday, sunday), open_hours(monday, sunday)
    taken = [Span(row.busy_from, row.busy_until) for row in rows]
    days = []
    for place in range(7):
        day = monday + timedelta(days=place)
        one = Day(day, marks.get(day, ""), slots=[slot for slot, _part in by_day.get(day, [])])
        one.cells = [_cell(part, day, by_day.get(day, []), opened, taken, hall) for part in PARTS]
        days.append(one)
    return days


def month(first: date, hall: Hall | None) -> list[list[Day]]:
    """The weeks of a month, Monday to Sunday, the days around it included."""
    begin = first - timedelta(days=first.weekday())
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    end = last + timedelta(days=6 - last.weekday())
    by_day, marks = _slots(_rows(begin, end, hall)), day_marks(begin, end)
    days = [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
    told = [Day(day, marks.get(day, ""), slots=[slot for slot, _part in by_day.get(day, [])]) for day in days]
    return [told[n : n + 7] for n in range(0, len(told), 7)]


def public_week(monday: date) -> list[Event]:
    """What takes place in a week and was agreed to, for the notice: events with their booking and hall."""
    span = days_span(monday, monday + timedelta(days=6))
    return list(
        db.session.scalars(
            select(Event)
            .join(Booking, Booking.id == Event.booking_id)
            .where(
                Event.state.in_(("planned", "held")), Event.starts_at >= span.start, Event.starts_at < span.end,
                Booking.state == "approved",
            )
            .options(joinedload(Event.booking).joinedload(Booking.hall))
            .order_by(Event.starts_at, Event.id)
        )
    )  # fmt: skip


def entries(events: Iterable[Event]) -> list[Entry]:
    """The same for a calendar file: what, which group, where; nobody's name and no telephone number."""
    return [
        Entry(
            (f"{ROOM}.event", event.id),
            in_brackets(event.booking.purpose, event.booking.group),
            event.booking.span,
            place=f"{here.village.name} {event.booking.hall.name}",
        )
        for event in events
    ]


def monday_of(typed: str | None) -> date:
    """The Monday of the week that an address names, else of this one."""
    day = day_of(typed)
    return day - timedelta(days=day.weekday())


def month_of(typed: str | None) -> date:
    """The first of the month that an address names (2025-11), else of this one."""
    return day_of(f"{typed}-01" if typed else None).replace(day=1)


def day_of(typed: str | None) -> date:
    """The day that an address names, else today."""
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        return here.today
    return day if abs(day - here.today) <= FURTHEST else here.today


def _rows(first: date, last: date, hall: Hall | None) -> Sequence[Booking]:
    span = days_span(first, last)
    query = select(Booking).where(
        Booking.state.in_(KEEPING), Booking.busy_until > span.start, Booking.busy_from < span.end
    )
    if hall is not None:
        query = query.where(Booking.hall_id == hall.id)
    rows = db.session.scalars(query.options(joinedload(Booking.hall)).order_by(Booking.starts_at, Booking.id))
    return [row for row in rows if not has_lapsed(row, (), here.now)]


def _slots(rows: Iterable[Booking]) -> Mapping[date, list[tuple[Slot, str]]]:
    found: dict[date, list[tuple[Slot, str]]] = {}
    for row in rows:
        local = row.starts_at.astimezone(here.tz)
        slot = Slot(
            row.id, row.starts_at, f"{clock_time(row.starts_at)}—{clock_time(row.ends_at)}", row.title, row.hall.name,
            row.state, row.heads,
        )  # fmt: skip
        part = next(name for name, end in PART_ENDS.items() if local.hour < end)
        found.setdefault(local.date(), []).append((slot, part))
    return found


def _cell(
    part: str, day: date, slots: Sequence[tuple[Slot, str]], opened: Sequence[Span], taken: Sequence[Span],
    hall: Hall | None,
) -> Cell:  # fmt: skip
    cell = Cell(part, [slot for slot, its_part in slots if its_part == part])
    span = _part_span(day, part)
    within = [
        Span(max(hours.start, span.start), min(hours.end, span.end)) for hours in opened if hours.meets(span)
    ]
    cell.open = bool(within)
    if hall is not None:
        cell.free = _first_free(within, taken)
    return cell


def _first_free(within: Iterable[Span], taken: Sequence[Span]) -> Span | None:
    """The first half hour and more that nobody has."""
    for hours in within:
        for gap in gaps(taken, hours):
            start = max(gap.start, here.now)
            if gap.end - start >= LEAST_FREE:
                return Span(start, gap.end)
    return None


def _part_span(day: date, part: str) -> Span:
    names = list(PART_ENDS)
    begins = PART_ENDS[names[names.index(part) - 1]] if part != names[0] else 0
    start = datetime.combine(day, time(begins), here.tz)
    ends = PART_ENDS[part]
    end = (
        datetime.combine(day + timedelta(days=1), time(0), here.tz)
        if ends == 24
        else datetime.combine(day, time(ends), here.tz)
    )
    return Span(start, end)
