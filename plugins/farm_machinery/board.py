"""The calendar people read at a glance: a row a machine, a cell a day. Five queries, however many machines and days.

Each rental is laid on its days once, and what is the same all over the page is worked out once: forty machines have
more than five hundred cells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from hub.kits.booking import Glimpse, Span, glimpses, midnight, time_of
from hub.room import Resident, _, _l, here, mask_name, short_day

from .models import Machine, Rental
from .words import RENTAL_STATES
from .yard import Upkeep, blocks_of, calendar, machines, open_upkeep, why_out

DAYS = 14
LOOKS = {
    "requested": ("asked", _l("申")), "approved": ("kept", _l("约")), "out": ("out", _l("租")),
    "returned": ("back", _l("验")), "inspected": ("back", _l("结")), "disputed": ("late", _l("争")),
    "settled": ("done", _l("清")),
}  # fmt: skip


class Mark(NamedTuple):
    """What stands in cells that are alike. `sign` is one character, `told` all of it; `first` and `last` are the days
    of a rental."""

    look: str
    sign: str
    told: str
    who: str = ""
    rental_id: int | None = None
    first: date | None = None
    last: date | None = None


class Cell(NamedTuple):
    """One machine on one day, or on several of a week that are alike. `when` is its days in words."""

    mark: Mark
    first: date
    last: date
    days: int
    when: str

    @property
    def begins(self) -> bool:
        return self.first == self.mark.first

    @property
    def ends(self) -> bool:
        return self.last == self.mark.last


@dataclass(frozen=True, slots=True)
class Row:
    """One machine. `short` says in a word why it cannot be rented at all, `why` in a sentence."""

    machine: Machine
    short: str
    why: str
    cells: list[Cell]


class Sheet:
    """The days of a page, and what is read of the clock and the calendar once for all of its cells."""

    def __init__(self, first: date, days: int) -> None:
        self.days = [first + timedelta(days=place) for place in range(days)]
        self.starts = [midnight(day) for day in self.days]
        self.span = Span(self.starts[0], midnight(first + timedelta(days=days)))
        self.today, self.now, self.zone = here.today, here.now, here.tz
        self.words = [short_day(day) for day in self.days]
        self.states = {
            state: (look, str(sign), str(RENTAL_STATES[state])) for state, (look, sign) in LOOKS.items()
        }
        self.free, self.past = Mark("free", _("空"), _("空闲")), Mark("past", "", _("空闲"))
        self.gap = Mark("gap", _("整"), _("清理整备"))
        self.mend, self.serve = Mark("shut", _("修"), _("维修")), Mark("shut", _("保"), _("保养"))

    def places(self, span: Span) -> range:
        """The places of the days that a span touches."""
        return self.between(span.start, span.end)

    def between(self, start: datetime, end: datetime) -> range:
        """The same from an instant until, but without, another."""
        return range(max(bisect_right(self.starts, start) - 1, 0), bisect_left(self.starts, end))

    def rented(self, row: Glimpse) -> Mark:
        """A rental; a machine that should be back is told from one that may still be out."""
        first, last = self._day(row.starts_at), self._day(row.ends_at - timedelta(microseconds=1))
        look, sign, state = self.states[row.state]
        if row.is_open and last < self.today:
            look, sign, state, last = "late", _("逾"), _("逾期未还"), self.today
        who = mask_name(row.more[0]) if row.more and row.more[0] else ""
        return Mark(look, sign, f"{who or '—'} {state}", who, row.id, first, last)

    def when(self, place: int, days: int) -> str:
        """Days of the page in words."""
        first = self.words[place]
        return (
            first if days == 1 else _("%(first)s至%(last)s", first=first, last=self.words[place + days - 1])
        )

    def _day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()


def board(first: date, days: int = DAYS) -> list[Row]:
    """The machines and what is going on with each on these days, which begin with a Monday."""
    sheet = Sheet(first, days)
    yard, upkeep = machines(), open_upkeep()
    mine = [machine.id for machine in yard]
    rows = glimpses(calendar, sheet.span, mine, Resident.name, joins=[Rental.renter])
    return [_row(machine, sheet, rows.get(machine.id, ()), upkeep.get(machine.id)) for machine in yard]


def _row(machine: Machine, sheet: Sheet, rentals: Sequence[Glimpse], todo: Upkeep | None) -> Row:
    return Row(machine, *out_of_use(machine, todo), _cells(_marks(machine, sheet, rentals, todo), sheet))


def out_of_use(machine: Machine, todo: Upkeep | None) -> tuple[str, str]:
    """Why a machine cannot be rented at all at present, in a word and in a sentence; both empty when it can."""
    why = why_out(machine, todo)
    return "" if not why else _("维修中") if _is_broken(machine) else _("该保养"), why


def _is_broken(machine: Machine) -> bool:
    return machine.out_since is not None


def _marks(machine: Machine, sheet: Sheet, rentals: Sequence[Glimpse], todo: Upkeep | None) -> list[Mark]:
    """What each day is: what comes first here stands before what comes after."""
    marks: list[Mark | None] = [None] * len(sheet.days)

    def lay(mark: Mark, places: range, first: date = date.min, last: date = date.max) -> None:
        for place in places:
            if marks[place] is None and first <= sheet.days[place] <= last:
                marks[place] = mark

    told = [(row, sheet.rented(row)) for row in rentals]
    for row, mark in told:
        lay(mark, sheet.between(row.starts_at, row.ends_at))
    for row, mark in told:
        if row.is_open:
            lay(mark, sheet.places(time_of(row, sheet.now)), last=sheet.today)
    for block in blocks_of(machine, todo):
        lay(sheet.mend if _is_broken(machine) else sheet.serve, sheet.places(block.span), first=sheet.today)
    for row in rentals:
        if row.is_open or row.busy_until > row.ends_at or row.busy_from < row.starts_at:
            lay(sheet.gap, sheet.places(time_of(row, sheet.now)))
    return [
        mark or (sheet.past if day < sheet.today else sheet.free)
        for mark, day in zip(marks, sheet.days, strict=True)
    ]


def _cells(marks: Sequence[Mark], sheet: Sheet) -> list[Cell]:
    """Days that are alike, of one week, as one cell; free days stay apart, each a link."""
    cells: list[Cell] = []
    place = 0
    while place < len(marks):
        mark, days = marks[place], 1
        apart = mark is sheet.free or mark is sheet.past
        while not apart and place + days < len(marks) and marks[place + days] == mark:
            if sheet.days[place + days].weekday() == 0:
                break
            days += 1
        last = sheet.days[place + days - 1]
        cells.append(Cell(mark, sheet.days[place], last, days, sheet.when(place, days)))
        place += days
    return cells


def legend() -> list[tuple[str, str, str]]:
    """What the signs mean: look, sign, words."""
    told = [(look, str(sign), str(RENTAL_STATES[state])) for state, (look, sign) in LOOKS.items()]
    more = [
        ("free", _("空"), _("空闲，点一下登记")), ("late", _("逾"), _("逾期未还")), ("gap", _("整"), _("清理整备")),
        ("shut", _("保"), _("保养")), ("shut", _("修"), _("维修")),
    ]  # fmt: skip
    return [*more[:1], *told, *more[1:]]


def first_day_of(typed: str | None) -> date:
    """The Monday a calendar begins with: of the week that the address names, else of this week."""
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        day = here.today
    if abs((day - here.today).days) > 3 * 366:
        day = here.today
    return day - timedelta(days=day.weekday())
