"""The calendar of a season: a row a machine, a cell a week, in it a strip of the seven days. Four queries, and of the
rentals that are over, which are nearly all, no more than when they were.

At this distance nobody is named: a week leads to the calendar by the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup, escape
from sqlalchemy import select

from hub.kits.booking import Glimpse, Span, glimpses, time_of
from hub.room import _, db, join_words, short_day

from .board import LOOKS, Sheet, out_of_use
from .models import Machine, Rental
from .words import KEEPING, RENTAL_STATES
from .yard import Upkeep, blocks_of, calendar, machines, open_upkeep

WEEKS = 13
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
Over = tuple[int, str, datetime, datetime, datetime]  # id, state, begins, ends, free again


class Day(NamedTuple):
    """What a day is: its look, and the rental that takes it, so that one is told from the next."""

    look: str
    rental_id: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One machine. `short` says in a word why it cannot be rented at all, `why` in a sentence."""

    machine: Machine
    short: str
    why: str
    days: list[Day]


FREE, PAST, GAP, SHUT = Day("free"), Day("past"), Day("gap"), Day("shut")


def season(first: date) -> list[Row]:
    """The machines and what is going on with each in the weeks from this Monday on."""
    sheet = Sheet(first, 7 * WEEKS)
    yard, upkeep = machines(), open_upkeep()
    mine = [machine.id for machine in yard]
    over = _over(sheet, mine)
    running = glimpses(calendar, sheet.span, mine, conditions=[Rental.ended_at.is_(None)])
    return [
        _row(machine, sheet, over.get(machine.id, []), running.get(machine.id, []), upkeep.get(machine.id))
        for machine in yard
    ]


def _row(
    machine: Machine, sheet: Sheet, over: list[Over], running: list[Glimpse], todo: Upkeep | None
) -> Row:
    days = _days(sheet, over, running, [block.span for block in blocks_of(machine, todo)])
    return Row(machine, *out_of_use(machine, todo), days)


def _over(sheet: Sheet, machine_ids: Sequence[int]) -> dict[int, list[Over]]:
    """The rentals whose machine is back, by machine: many, so little is read of each."""
    query = select(
        Rental.machine_id, Rental.id, Rental.state, Rental.starts_at, Rental.ends_at, Rental.busy_until
    ).where(
        Rental.machine_id.in_(machine_ids), Rental.busy_until > sheet.span.start,
        Rental.busy_from < sheet.span.end, Rental.ended_at.is_not(None), Rental.state.in_(KEEPING),
    )  # fmt: skip
    found: dict[int, list[Over]] = {}
    for machine_id, rental_id, state, starts_at, ends_at, busy_until in db.session.execute(query):
        found.setdefault(machine_id, []).append((rental_id, state, starts_at, ends_at, busy_until))
    return found


def _days(sheet: Sheet, over: list[Over], running: list[Glimpse], blocks: list[Span]) -> list[Day]:
    """What each day is: as in the calendar by the day, what comes first here stands before what comes after."""
    days: list[Day | None] = [None] * len(sheet.days)
    today = (sheet.today - sheet.days[0]).days

    def lay(day: Day, places: Iterable[int]) -> None:
        for place in places:
            if days[place] is None:
                days[place] = day

    gaps: list[Span] = [time_of(row, sheet.now) for row in running]
    for rental_id, state, starts_at, ends_at, busy_until in over:
        lay(Day(LOOKS[state][0], rental_id), sheet.between(starts_at, ends_at))
        if busy_until > ends_at:
            gaps.append(Span(ends_at, busy_until))
    for row in running:
        day = Day(sheet.rented(row).look, row.id)
        lay(day, sheet.places(row.span))
        if row.is_open:
            lay(day, (place for place in sheet.places(time_of(row, sheet.now)) if place <= today))
    for span in blocks:
        lay(SHUT, (place for place in sheet.places(span) if place >= today))
    for span in gaps:
        lay(GAP, sheet.places(span))
    return [day or (PAST if place < today else FREE) for place, day in enumerate(days)]


@dataclass(slots=True)
class Brush:
    """Draws the weeks of machines as HTML. `to_week` leads to the calendar by the day, but for its Monday."""

    first: date
    today: date
    to_week: str
    mondays: list[date] = field(init=False)
    _spoken: list[str] = field(init=False)
    _strips: dict[tuple[tuple[str, int], ...], str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.mondays = [self.first + place * _WEEK for place in range(WEEKS)]
        self._spoken = [
            str(escape(_("%(first)s至%(last)s", first=short_day(day), last=short_day(day + _WEEK - _DAY))))
            for day in self.mondays
        ]

    def row(self, row: Row) -> Markup:
        """The cells of one machine."""
        return Markup("".join(self._cells(row.days)))  # noqa: S704 - made of numbers, looks and words of the hub

    def _cells(self, days: list[Day]) -> Iterator[str]:
        for place, (monday, spoken) in enumerate(zip(self.mondays, self._spoken, strict=True)):
            week = days[7 * place : 7 * place + 7]
            now = " today" if monday <= self.today < monday + _WEEK else ""
            yield (
                f'<td role="cell" class="of1{now}" data-day="{monday.month}/{monday.day}">'
                f'<a href="{self.to_week}{monday}"><span class="hear">{spoken} </span>{self._strip(week)}</a></td>'
            )

    def _strip(self, week: list[Day]) -> str:
        """Seven days, those of one rental together, and how many are taken and free."""
        runs = [(day, len(list(alike))) for day, alike in groupby(week)]
        key = tuple((day.look, days) for day, days in runs)
        if key not in self._strips:
            self._strips[key] = _drawn(key, sum(1 for day in week if day.rental_id))
        return self._strips[key]


def legend() -> list[tuple[str, str]]:
    """What the looks mean."""
    told = [
        (FREE.look, _("空闲")),
        *((look, str(RENTAL_STATES[state])) for state, (look, _sign) in LOOKS.items()),
    ]
    told += [
        ("late", _("逾期未还")),
        (GAP.look, _("清理整备")),
        (SHUT.look, _("保养")),
        (SHUT.look, _("维修")),
    ]
    looks = dict.fromkeys(look for look, _words in told)
    return [(look, join_words(words for one, words in told if one == look)) for look in looks]


def _drawn(runs: Sequence[tuple[str, int]], used: int) -> str:
    free = sum(days for look, days in runs if look == FREE.look)
    parts = "".join(f'<i class="{look} w{days}"></i>' for look, days in runs)
    taken = str(escape(_("用 %(n)s 天", n=used))) if used else ""
    left = str(escape(_("空 %(n)s 天", n=free))) if free else ""
    # There is room for one number: what can still be had, else what was taken. Who hears the page is told both.
    told = f'<span class="hear">{taken} </span>{left}' if taken and left else taken or left or "—"
    return f'<span class="strip" aria-hidden="true">{parts}</span><b>{told}</b>'
