"""The calendar people read at a glance: a row a machine, a cell a day. Four queries, however many machines and days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import joinedload

from hub.kits.booking import Block, days_span, time_of
from hub.room import _, _l, here, mask_name, short_day

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
    """One machine on one day. `sign` is one character, `who` stands at the beginning of a rental, `told` is
    all of it."""

    day: date
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


@dataclass(frozen=True, slots=True)
class Row:
    """One machine; `why` says why it cannot be rented at all."""

    machine: Machine
    why: str
    cells: tuple[Cell, ...]


def board(first: date, days: int = DAYS) -> list[Row]:
    """The machines and what is going on with each on these days."""
    span = days_span(first, first + timedelta(days=days - 1))
    yard, upkeep = machines(), open_upkeep()
    rows = calendar.between(span, options=[joinedload(Rental.renter)])
    drawn = []
    for machine in yard:
        todo = upkeep.get(machine.id, [])
        blocks = blocks_of(machine, todo)
        cells = [
            _cell(first + timedelta(days=place), rows.get(machine.id, ()), blocks, todo)
            for place in range(days)
        ]
        drawn.append(Row(machine, why_out(machine, todo), tuple(cells)))
    return drawn


def _cell(day: date, rentals: Sequence[Rental], blocks: Sequence[Block], todo: Sequence[Service]) -> Cell:
    whole = days_span(day, day)
    for row in rentals:
        if row.span.meets(whole):
            return _rented(day, row)
    late = next((row for row in rentals if row.is_open and time_of(row, here.now).meets(whole)), None)
    if late is not None and day <= here.today:
        return _rented(day, late)
    if any(block.span.meets(whole) for block in blocks) and day >= here.today:
        broken = any(row.kind == "repair" for row in todo)
        sign, told = (_("修"), _("维修")) if broken else (_("保"), _("保养"))
        return Cell(day, "shut", sign, told)
    if any(time_of(row, here.now).meets(whole) for row in rentals):
        return Cell(day, "gap", _("整"), _("清理整备"))
    if day < here.today:
        return Cell(day, "past", "", _("空闲"))
    return Cell(day, "free", _("空"), _("空闲"))


def _rented(day: date, row: Rental) -> Cell:
    """A day of a rental; a machine that should be back is told from one that may still be out."""
    span = row.span
    look, sign = LOOKS[row.state]
    overdue = row.is_open and span.last_day < here.today
    if overdue:
        look, sign = "late", _("逾")
    who = mask_name(row.renter.name if row.renter else None)
    state = _("逾期未还") if overdue else str(RENTAL_STATES[row.state])
    begins = day == span.first_day
    return Cell(
        day, look, str(sign), f"{who} {state}", who if row.renter else "", row.id, begins,
        day == (here.today if overdue else span.last_day),
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
    """The day a calendar begins with: as the address says, else the Monday of this week."""
    monday = here.today - timedelta(days=here.today.weekday())
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        return monday
    return day if abs((day - here.today).days) <= 3 * 366 else monday


def caption(first: date, days: int = DAYS) -> str:
    """11月17日至11月30日"""
    last = first + timedelta(days=days - 1)
    return _("%(first)s至%(last)s", first=short_day(first), last=short_day(last))
