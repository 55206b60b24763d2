"""Fitting the lending form to the tool that was chosen: its parts, its gear, its safety note, its day."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.lending import due_day, is_open
from hub.room import Resident, _, db, here, join_words

from .blocking import why_blocked
from .forms import HandoutForm, LateLoanForm, LendForm
from .lending import Handout
from .models import Loan, Reservation, Tool
from .terms import policy, terms_of
from .words import GRADES


def fit_lend(form: LendForm) -> None:
    """Fit the form of a loan that is made now."""
    booking = _reservation(form.reservation.data)
    if booking is not None and form.tool.data is None:
        form.tool.data, form.borrower.data = booking.tool, booking.resident
    _fit(form)
    tool = form.tool.data
    if tool is None:
        return
    resident = form.borrower.data
    form.blocked = why_blocked(tool, resident.id if resident else None)
    if form.due.data is None and not form.due.errors:
        form.due.data = due_day(here.today, terms_of(tool).days)


def fit_late(form: LateLoanForm) -> None:
    """Fit the form of a loan that is entered afterwards."""
    _fit(form)


def handout_of(form: LendForm | LateLoanForm) -> Handout:
    """What the form says is handed to whom. Raises Refused when it names nobody."""
    tool: Tool = form.tool.data
    return Handout(
        tool_id=tool.id,
        borrower=form.person(),
        due_on=form.due.data,
        parts=form.parts.data if "parts" in form else (),
        gear=form.gear.data if "gear" in form else (),
        briefed=form.briefed.data if "briefed" in form else False,
        supplies=(form.supplies.data or 0) if "supplies" in form else 0,
        deposit=form.deposit.data if "deposit" in form else None,
        crowd_reason=form.override_reason.data,
    )


def _reservation(typed: str) -> Reservation | None:
    is_id = typed.isascii() and typed.isdecimal() and int(typed) < 2**31
    return db.session.get(Reservation, int(typed)) if is_id else None


def _fit(form: HandoutForm) -> None:
    tool = form.tool.data
    form.grade = GRADES[tool.grade] if tool else ""
    fresh = tool is None or form.checked.data != str(tool.id)
    _fit_parts(form, tool, fresh)
    if tool is None or tool.supply_id is None:
        del form.supplies
    else:
        form.supplies.label.text = _(
            "发%(supply)s（%(unit)s）", supply=tool.supply.name, unit=tool.supply.unit
        )
        form.supplies.data = 1 if fresh else form.supplies.data
    if tool is None or tool.deposit is None or not policy().deposits:
        del form.deposit
    elif fresh:
        form.deposit.data = tool.deposit
    if form.borrower.data is not None:
        form.notes = _notes_on(form.borrower.data)


def _fit_parts(form: HandoutForm, tool: Tool | None, fresh: bool) -> None:
    if tool is None or not tool.part_names:
        del form.parts
    else:
        missing = tool.missing_names
        form.parts.choices = [
            (name, _("%(part)s（缺）", part=name) if name in missing else name) for name in tool.part_names
        ]
        if fresh:
            form.parts.data = [name for name in tool.part_names if name not in missing]
    if tool is None or not tool.gear_names:
        del form.gear
    else:
        form.gear.choices = [(name, name) for name in tool.gear_names]
    if tool is None or not tool.needs_protection:
        del form.briefed


def _notes_on(resident: Resident) -> tuple[str, ...]:
    """What the keeper should know of a borrower; it stops nobody."""
    loans = db.session.scalars(
        select(Loan)
        .where(Loan.borrower_id == resident.id, is_open(Loan))
        .options(joinedload(Loan.tool))
        .limit(20)
    ).all()
    late = [loan.tool.title for loan in loans if loan.due_on < here.today]
    if late:
        return (_("这位居民还有逾期没还的：%(tools)s。", tools=join_words(late)),)
    if loans:
        return (_("这位居民还借着：%(tools)s。", tools=join_words(loan.tool.title for loan in loans)),)
    return ()
