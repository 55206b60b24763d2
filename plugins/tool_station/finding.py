"""What can be looked up by typing: tools, what is out, consumables; and what the search at the top finds."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from hub.kits.lending import is_open
from hub.room import Choice, Hit, Lookup, Resident, _, db, find_residents, mask_person, short_day

from .desk import desk
from .models import Loan, Supply, Tool
from .tools import find_tools
from .words import TOOL_STATES


def search_tools(words: str, most: int) -> Iterable[Hit]:
    """Hits of the search at the top: what is in opens lending, what is out opens its return."""
    for tool in find_tools(words, most):
        yield Hit(tool.title, str(TOOL_STATES[tool.state]), _page_of(tool))


def _page_of(tool: Tool) -> str:
    loan = None
    if tool.state == "out":
        loan = db.session.scalars(select(Loan.id).where(Loan.tool_id == tool.id, is_open(Loan))).first()
    return desk.url("give_back_one", loan=loan) if loan else desk.url("lend", tool=tool.id)


def _tools(words: str, most: int) -> Iterable[Choice]:
    for tool in find_tools(words, most):
        state = TOOL_STATES[tool.state] if tool.state != "in" else tool.shelf
        yield Choice(tool.id, tool.title, str(state), code=tool.number)


def _loans(words: str, most: int) -> Iterable[Choice]:
    typed = words.strip()
    people = [resident.id for resident in find_residents(typed)]
    found = db.session.scalars(
        select(Loan)
        .join(Loan.tool)
        .options(joinedload(Loan.tool), joinedload(Loan.borrower))
        .where(
            is_open(Loan),
            or_(
                Tool.number.startswith(typed.upper(), autoescape=True),
                Tool.name.contains(typed, autoescape=True),
                Loan.borrower_id.in_(people),
            ),
        )
        .order_by(Loan.due_on, Loan.id)
        .limit(most)
    )
    for loan in found:
        yield Choice(loan.id, loan.tool.title, _who_and_when(loan), code=loan.tool.number)


def _who_and_when(loan: Loan) -> str:
    borrower: Resident | None = loan.borrower
    who = mask_person(borrower.name, borrower.phone) if borrower else "—"
    return _("%(who)s，%(day)s应还", who=who, day=short_day(loan.due_on))


def _open_loan(loan_id: int) -> Loan | None:
    loan = db.session.get(Loan, loan_id)
    return loan if loan is not None and loan.ended_at is None else None


def _supplies(words: str, most: int) -> Iterable[Choice]:
    found = db.session.scalars(
        select(Supply)
        .where(Supply.name.contains(words.strip(), autoescape=True))
        .order_by(Supply.name)
        .limit(most)
    )
    for supply in found:
        yield Choice(supply.id, supply.name, f"{supply.stock} {supply.unit}")


LOOKUPS = (
    Lookup("tools", find=_tools, get=lambda id: db.session.get(Tool, id), text=lambda tool: tool.title,
           permission="record", model=Tool),
    Lookup("loans", find=_loans, get=_open_loan, text=lambda loan: loan.tool.title, permission="lend"),
    Lookup("supplies", find=_supplies, get=lambda id: db.session.get(Supply, id), text=lambda supply: supply.name,
           permission="stock", model=Supply),
)  # fmt: skip
