"""Why a tool cannot be lent now, said in words that name the next step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits import lending as kit
from hub.kits.lending import Days, check_free, days_of_loan, holding, join_parts
from hub.room import Refused, _, db, here, short_day

from .models import Briefing, Loan, Reservation, Tool
from .terms import policy


class NotBriefed(Refused):
    """The borrower of a class C tool lacks a safety briefing."""


def promised(tool_id: int) -> Sequence[Reservation]:
    """The reservations of a tool that still hold, with their people."""
    return db.session.scalars(
        select(Reservation)
        .where(Reservation.tool_id == tool_id, holding(Reservation, here.today, policy().grace_days))
        .options(joinedload(Reservation.resident))
        .order_by(Reservation.first_day)
    ).all()


def open_loan(tool_id: int) -> Loan | None:
    """The loan a tool is out on."""
    found: Loan | None = kit.open_loan(Loan, "tool_id", tool_id)
    return found


def check_tool(tool: Tool) -> None:
    """The tool itself is there and whole. Raises Refused."""
    loan = open_loan(tool.id) if tool.state == "out" else None
    kit.check_there(tool.state, tool.title, loan, listed=_("工具"), field="tool")
    if tool.missing_gear:
        raise Refused(
            _("%(tool)s 缺护具：%(gear)s。补齐后在“工具”里点“补齐了”，再借出。",
              tool=tool.title, gear=join_parts(tool.missing_gear)), "tool",
        )  # fmt: skip


def check_days(tool: Tool, days: Days, borrower_id: int | None) -> None:
    """Nobody else was promised the tool for these days. Raises Refused."""
    if days.first < here.today:
        return
    bookings = promised(tool.id)
    today = Days(days.first, days_of_loan(days.first, days.first).end)
    check_free(today, bookings, borrower_id, field="tool")
    check_free(days, bookings, borrower_id)


def check_briefing(tool: Tool, resident_id: int, day: date) -> None:
    """Class C goes to an adult with a safety briefing that holds on the day. Raises Refused."""
    if tool.grade != "C":
        return
    newest = db.session.scalars(
        select(Briefing)
        .where(Briefing.resident_id == resident_id, Briefing.adult, Briefing.given_on <= day)
        .order_by(Briefing.valid_until.desc())
    ).first()
    if newest is None:
        raise NotBriefed(
            _("%(tool)s 是 C 类危险工具：借用人要成年并做过安全培训。请先登记培训。", tool=tool.title),
            "borrower",
        )
    if newest.valid_until < day:
        raise NotBriefed(
            _(
                "安全培训%(day)s已到期，重新培训并登记后才能借 %(tool)s。",
                day=short_day(newest.valid_until),
                tool=tool.title,
            ),
            "borrower",
        )


def why_blocked(tool: Tool, borrower_id: int | None = None) -> str:
    """The sentence that says why the tool cannot be lent today; empty when it can."""
    try:
        check_tool(tool)
        check_days(tool, days_of_loan(here.today, here.today), borrower_id)
    except Refused as refusal:
        return str(refusal.sentence)
    return ""
