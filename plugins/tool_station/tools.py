"""One tool at a time: finding it by what was typed or scanned, and holding it while its state changes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from hub.kits.lending import check_still_out, hold, is_open
from hub.room import Refused, _, db

from .models import Loan, Tool


def lock_tool(tool_id: int) -> Tool:
    """The tool, held until the transaction ends: whoever lends, returns or reserves it is alone. Raises Refused."""
    tool = hold(Tool, tool_id)
    if tool is None:
        raise Refused(_("没有找到这件工具，请重新选择。"), "tool")
    return tool


def lock_loan(loan_id: int) -> Loan:
    """A loan that is still open, its tool held. Raises Refused."""
    loan = db.session.get(Loan, loan_id)
    if loan is None:
        raise Refused(_("没有找到这条借出记录，可能已经撤销。"), "loan")
    lock_tool(loan.tool_id)
    db.session.refresh(loan)
    check_still_out(loan, loan.tool.title)
    return loan


def find_tools(words: str, most: int) -> Sequence[Tool]:
    """Tools whose number or name begins with, or whose kind is, what was typed; an exact number comes first."""
    typed = words.strip()
    if not typed:
        return []
    return db.session.scalars(
        select(Tool)
        .where(
            Tool.state != "retired",
            or_(
                Tool.number.startswith(typed.upper(), autoescape=True),
                Tool.name.contains(typed, autoescape=True),
                Tool.kind.startswith(typed, autoescape=True),
            ),
        )
        .order_by(Tool.number != typed.upper(), Tool.state != "in", Tool.number)
        .limit(most)
    ).all()


def open_loans_of(numbers: Sequence[str]) -> list[Loan]:
    """The open loans of tools by their numbers, as scanned. Raises Refused, naming the number that does not fit."""
    loans = []
    for number in dict.fromkeys(number.upper() for number in numbers):
        tool = db.session.scalars(select(Tool).where(Tool.number == number)).one_or_none()
        if tool is None:
            raise Refused(_("没有编号为 %(number)s 的工具，请核对后再扫一次。", number=number), "numbers")
        loan = db.session.scalars(select(Loan).where(Loan.tool_id == tool.id, is_open(Loan))).one_or_none()
        if loan is None:
            raise Refused(_("%(tool)s 没有借出，不用还。", tool=tool.title), "numbers")
        loans.append(loan)
    return loans
