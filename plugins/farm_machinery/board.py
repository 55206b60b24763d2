"""The calendar people read at a glance: a row a machine, a cell a day. Four queries, however many machines and days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import joinedload

from hub.kits.booking import Block, days_span, time_of
from hub.room import _, _l, here, mask_name

from .models import Machine, Rental, Service
from .words import RENTAL_STATES
from .yard import blocks_of, calendar, machines, open_upkeep, why_out

DAYS = 14
LOOKS = {
    "requested": ("asked", _l("申")), "approved": ("kept", _l("约")), "out": ("out", _l("租")),
    "returned": ("back", _l("验")), "inspected": ("back", _l("结")), "disputed": ("late", _l("争")),
    "settled": ("done", _l("清")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One machine on one day, or on several of a week that are alike. `sign` is one character, `told` all of it."""

    first: date
    last: date
    look: str
    sign: str
    told: str
    who: str = ""
    rental_id: int | None = None
    begins: bool = False
    ends: bool = False

    @property
    def free(self) -> bool:
        return self.look == "free"

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def goes_on(self, other: Cell) -> bool:
        """Whether the next day's cell is more of the same, and of the same week; free days stay apart, each a link."""
        alike = (self.look, self.told, self.rental_id) == (other.look, other.told, other.rental_id)
        return alike and self.look not in ("free", "past") and other.first.weekday() != 0


@dataclass(frozen=True, slots=True)
class Row:
    """One machine. `short` says in a word why it cannot be rented at all, `why` in a sentence."""

    machine: Machine
    short: str
    why: str
    cells: tuple[Cell, ...]


def board(first: date, days: int = DAYS) -> list[Row]:
    """The machines and what is going on with each on these days, which begin with a Monday."""
    span = days_span(first, first + timedelta(days=days - 1))
    yard, upkeep = machines(), open_upkeep()
    rows = calendar.between(span, options=[joinedload(Rental.renter)])
    return [
        _row(machine, first, days, rows.get(machine.id, ()), upkeep.get(machine.id, [])) for machine in yard
    ]


def _row(machine: Machine, first: date, days: int, rentals: Sequence[Rental], todo: list[Service]) -> Row:
    blocks, why = blocks_of(machine, todo), why_out(machine, todo)
    cells: list[Cell] = []
    for place in range(days):
        cell = _cell(first + timedelta(days=place), rentals, blocks, todo)
        if cells and cells[-1].goes_on(cell):
            cells[-1] = replace(cells[-1], last=cell.last, ends=cell.ends)
        else:
            cells.append(cell)
    short = "" if not why else _("维修中") if _is_broken(todo) else _("该保养")
    return Row(machine, short, why, tuple(cells))


def _is_broken(todo: Sequence[Service]) -> bool:
    return any(row.kind == "repair" for row in todo)


def _cell(day: date, rentals: Sequence[Rental], blocks: Sequence[Block], todo: Sequence[Service]) -> Cell:
    whole = days_span(day, day)
    for row in rentals:
        if row.span.meets(whole):
            return _rented(day, row)
    late = next((row for row in rentals if row.is_open and time_of(row, here.now).meets(whole)), None)
    if late is not None and day <= here.today:
        return _rented(day, late)
    if any(block.span.meets(whole) for block in blocks) and day >= here.today:
        sign, told = (_("修"), _("维修")) if _is_broken(todo) else (_("保"), _("保养"))
        return Cell(day, day, "shut", sign, told)
    if any(time_of(row, here.now).meets(whole) for row in rentals):
        return Cell(day, day, "gap", _("整"), _("清理整备"))
    if day < here.today:
        return Cell(day, day, "past", "", _("空闲"))
    return Cell(day, day, "free", _("空"), _("空闲"))


def _rented(day: date, row: Rental) -> Cell:
    """A day of a rental; a machine that should be back is told from one that may still be out."""
    span = row.span
    look, sign = LOOKS[row.state]
    overdue = row.is_open and span.last_day < here.today
    if overdue:
        look, sign = "late", _("逾")
    who = mask_name(row.renter.name if row.renter else None)
    state = _("逾期未还") if overdue else str(RENTAL_STATES[row.state])
    last = here.today if overdue else span.last_day
    return Cell(
        day, day, look, str(sign), f"{who} {state}", who if row.renter else "", row.id,
        begins=day == span.first_day, ends=day == last,
    )  # fmt: skip


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
