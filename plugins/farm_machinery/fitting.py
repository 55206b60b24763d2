"""Fitting a form to what was chosen on it: the price, the reason why not, other days, the machine's own list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import url_for

from hub.kits.booking import day_words
from hub.room import Refused, _, here

from . import queue, renting
from .forms import DaysForm, InForm, OutForm, QuoteForm, RequestForm, SettleForm, WaitForm
from .models import Machine, Rental
from .pricing import quote
from .promising import check_when
from .settling import bill_of
from .terms import takes_points
from .yard import check_days, machines, upkeep_of, why_out


def fit_quote(form: QuoteForm) -> None:
    """The price of what was chosen, and whether it can be had."""
    _fit_days(form, "quote")


def fit_request(form: RequestForm) -> None:
    """The same, and what can be paid in points."""
    machine: Machine | None = form.machine.data
    if not takes_points() or (machine is not None and not machine.points_rate):
        del form.points_days
    if not here.can("farm_machinery.approve"):
        del form.approve
    elif form.machine.typed is None:
        form.approve.data = True
    _fit_days(form, "request")


def fit_out(form: OutForm, row: Rental) -> None:
    """The list and the rules of the machine that goes out."""
    machine = row.machine
    form.machine = machine
    fresh = form.hours.typed is None
    if fresh:
        form.hours.data, form.deposit.data = machine.hours, row.deposit
    _fit_list(form, machine, fresh)
    if not machine.licence:
        del form.licence_seen
    if not machine.safety:
        del form.safety
    if not row.deposit:
        del form.deposit


def fit_in(form: InForm, row: Rental) -> None:
    """The list of the machine that came back."""
    fresh = form.hours.typed is None
    if fresh:
        form.hours.data = row.machine.hours
    _fit_list(form, row.machine, fresh)


def fit_settle(form: SettleForm, row: Rental) -> None:
    """The bill as it would be, and what may still be changed of it."""
    form.rental = row
    if not (takes_points() and row.points_rate and row.renter_id is not None):
        del form.points_days
    elif form.remark.typed is None and form.points_days.data is None:
        form.points_days.data = bill_of(row).points_days
    if form.remark.typed is None and form.damage.data is None:
        form.damage.data = row.damage
    chosen = form.points_days.data if "points_days" in form else None
    form.bill = bill_of(row, chosen, damage=form.damage.data, waive_late=form.waive_late.data)
    if not bill_of(row).late_days:
        del form.waive_late


def fit_wait(form: WaitForm) -> None:
    """The kinds of machines there are."""
    form.kind.choices = [(kind, kind) for kind in dict.fromkeys(machine.kind for machine in machines())]


def days_words(row: Rental) -> str:
    """11月23日至11月25日，3 天"""
    return _("%(days)s，%(n)s 天", days=day_words(row.span), n=row.days)


def _fit_list(form: OutForm | InForm, machine: Machine, fresh: bool) -> None:
    if not machine.checks:
        del form.sound
        return
    form.sound.choices = [(part, part) for part in machine.checks]
    if fresh:
        form.sound.data = []


def _fit_days(form: DaysForm, page: str) -> None:
    machine: Machine | None = form.machine.data
    if form.first_day.data is None and form.first_day.typed is None:
        form.first_day.data = here.today
    if form.last_day.data is None and form.last_day.typed is None:
        form.last_day.data = form.first_day.data
    form.needs = machine
    first, last = form.first_day.data, form.last_day.data
    if machine is None or first is None or last is None:
        return
    try:
        check_when(first, last)
        wanted = form["points_days"].data if "points_days" in form else 0
        days = (last - first).days + 1
        form.price = quote(machine, days, min(wanted or 0, days), with_points=takes_points())
        wish = check_days(machine, first, last)
        queue.check_turn(machine, wish, _renter_id(form))
    except Refused as refusal:
        form.blocked = str(refusal.sentence)
        form.others = _others(form, page)


def _renter_id(form: DaysForm) -> int:
    resident = form["renter"].data if "renter" in form else None
    return resident.id if resident is not None else 0


def _others(form: DaysForm, page: str) -> tuple[tuple[str, str], ...]:
    """The next days on which the machine could be had; none when it cannot be had at all."""
    machine, first, last = form.machine.data, form.first_day.data, form.last_day.data
    upkeep = upkeep_of(machine)
    if form.price is None or why_out(machine, upkeep):
        return ()
    renter = _renter_id(form)
    who = {"renter": renter} if page == "request" and renter else {}
    found = []
    for wish in renting.other_days(machine, first + timedelta(days=1), (last - first).days + 1):
        wanted: dict[str, Any] = {
            "machine": machine.id, "first_day": wish.span.first_day.isoformat(),
            "last_day": wish.span.last_day.isoformat(), **who,
        }  # fmt: skip
        found.append((day_words(wish.span), url_for(f"farm_machinery.{page}", **wanted)))
    return tuple(found)
