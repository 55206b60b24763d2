"""Lending and taking back. Each function holds the tool first, so that two keepers never lend it twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from hub.kits import lending as kit
from hub.kits.lending import (
    check_due,
    check_past,
    days_of_loan,
    due_day,
    join_parts,
    missing_parts,
    overlapping_loans,
    renewed_due,
)
from hub.room import Refused, Resident, Visit, _, db, here, short_day, visits

from . import repairs, reserving, stock
from .blocking import check_briefing, check_days, check_tool, promised
from .models import Loan, Tool, ToolVisit
from .terms import terms_of
from .tools import lock_loan, lock_tool

SOURCE = "tool_station.loan"
VISIT_KIND = "loan"


@dataclass(frozen=True, slots=True)
class Handout:
    """What is handed to whom. `parts` and `gear` are what really goes out."""

    tool_id: int
    borrower: Resident
    due_on: date | None = None
    parts: Sequence[str] = ()
    gear: Sequence[str] = ()
    briefed: bool = False
    supplies: int = 0
    deposit: Decimal | None = None
    crowd_reason: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """The real times of a loan that is entered afterwards."""

    out_at: datetime
    ended_at: datetime | None = None


def lend(handout: Handout) -> Loan:
    """Lend a tool with its protective gear, and count the visit. Raises Refused."""
    tool = lock_tool(handout.tool_id)
    check_tool(tool)
    due = handout.due_on or due_day(here.today, terms_of(tool).days)
    check_due(here.today, due)
    check_days(tool, days_of_loan(here.today, due), handout.borrower.id)
    _check_protection(tool, handout)
    check_briefing(tool, handout.borrower.id, here.today)
    tool.state = "out"
    return _hand_out(tool, handout, here.now, due)


def lend_afterwards(handout: Handout, past: Past) -> Loan:
    """Enter a forgotten loan with its real times, marked 补录. Raises Refused."""
    tool = lock_tool(handout.tool_id)
    check_past(past.out_at, past.ended_at, here.now)
    out_on = past.out_at.astimezone(here.tz).date()
    if past.ended_at is None:
        check_tool(tool)
    _check_alone(tool, past)
    due = handout.due_on or due_day(out_on, terms_of(tool).days)
    check_due(out_on, due)
    _check_protection(tool, handout)
    check_briefing(tool, handout.borrower.id, out_on)
    if past.ended_at is None:
        tool.state = "out"
    loan = _hand_out(tool, handout, past.out_at, due, late=True)
    if past.ended_at is not None:
        loan.ended_at, loan.state, loan.condition = past.ended_at, "returned", "ok"
    return loan


def give_back(
    loan_id: int, condition: str = "ok", present: Sequence[str] | None = None, fault: str = ""
) -> Loan:
    """Take a tool back. `present` are the parts and gear that came with it; None: all of them. Raises Refused."""
    loan = lock_loan(loan_id)
    tool = loan.tool
    gone = () if present is None else missing_parts(loan.checklist, present)
    if condition == "parts" and not gone:
        raise Refused(_("请把没有还回来的部件取消勾选。"), "present")
    if condition == "repair" and not fault:
        raise Refused(_("请写一句哪里坏了，修的人好知道。"), "fault")
    kit.end(loan)
    loan.condition = "parts" if gone and condition == "ok" else condition
    loan.missing = join_parts(gone)
    tool.missing = join_parts(dict.fromkeys((*tool.missing_names, *gone)))
    tool.state = "in"
    if condition == "repair":
        repairs.report(tool.id, fault)
    return loan


def renew(loan_id: int, due_on: date | None = None) -> Loan:
    """Lend on. Raises Refused at the limit of its class, or when somebody else was promised the tool."""
    loan = lock_loan(loan_id)
    kit.prolong(loan, renewed_due(loan, terms_of(loan.tool), here.today, due_on, promised(loan.tool_id)))
    return loan


def lose(loan_id: int) -> Loan:
    """The borrower lost the tool: the loan ends, the tool is gone until it is found. Raises Refused."""
    loan = lock_loan(loan_id)
    kit.end(loan, "lost")
    loan.tool.state = "lost"
    return loan


def note_call(loan_id: int, result: str) -> Loan:
    """Note that the borrower was called. Raises Refused."""
    loan = lock_loan(loan_id)
    kit.note_call(loan, result)
    return loan


def undo_lend(loan_id: int) -> Tool:
    """Take back a loan that was just recorded, with its visit. Raises Refused."""
    loan = lock_loan(loan_id)
    visit = db.session.scalars(
        select(Visit).where(Visit.source_type == SOURCE, Visit.source_id == loan.id)
    ).one_or_none()
    tool = take_back(loan)
    if visit is not None:
        visits.undo(visit.id)
    return tool


def take_back(loan: Loan) -> Tool:
    """Remove an open loan as if it had not been made: the tool is in, what was used up is back, a reservation waits."""
    tool = lock_tool(loan.tool_id)
    tool.state = "in"
    stock.take_back(loan.id)
    if loan.borrower_id is not None:
        reserving.wait_again(tool.id, loan.borrower_id)
    db.session.delete(loan)
    db.session.flush()
    return tool


def _hand_out(tool: Tool, handout: Handout, out_at: datetime, due: date, *, late: bool = False) -> Loan:
    borrower = handout.borrower
    loan = Loan(
        tool_id=tool.id, tool=tool, borrower_id=borrower.id, borrower=borrower, out_at=out_at, due_on=due, late=late,
        handed=join_parts(part for part in tool.part_names if part in handout.parts),
        gear=join_parts(tool.gear_names), briefed=handout.briefed, deposit=handout.deposit,
    )  # fmt: skip
    db.session.add(loan)
    db.session.flush()
    if handout.supplies:
        stock.issue_with(loan, handout.supplies)
    if not late:
        reserving.take(tool.id, borrower.id)
    visit = visits.record(
        here.room("tool_station"), 1, kind=VISIT_KIND, resident_id=borrower.id, started_at=out_at,
        source=(SOURCE, loan.id), override_reason=handout.crowd_reason,
    )  # fmt: skip
    db.session.add(ToolVisit(visit_id=visit.id, tool=tool.title))
    return loan


def _check_protection(tool: Tool, handout: Handout) -> None:
    if not tool.needs_protection:
        return
    lacking = missing_parts(tool.gear_names, handout.gear)
    if lacking:
        raise Refused(_("护具要和工具一起借出：还差%(gear)s。", gear=join_parts(lacking)), "gear")
    if not handout.briefed:
        raise Refused(_("请把安全提示念给借用人听，再勾选。"), "briefed")


def _check_alone(tool: Tool, past: Past) -> None:
    other = db.session.scalars(
        select(Loan).where(Loan.tool_id == tool.id, overlapping_loans(Loan, past.out_at, past.ended_at))
    ).first()
    if other is not None:
        raise Refused(
            _("%(tool)s 那段时间登记在别人名下（%(day)s借出），请核对时间。",
              tool=tool.title, day=short_day(other.out_at.astimezone(here.tz).date())), "out_at",
        )  # fmt: skip
