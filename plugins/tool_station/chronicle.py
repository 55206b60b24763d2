"""What happened to one thing: shown below its own page. Nobody's name stands in it."""

from __future__ import annotations

from sqlalchemy import select

from hub.room import _, _p, db, join_notes, short_day, short_moment

from .blocking import promised, why_blocked
from .models import Loan, Ticket, Tool
from .terms import terms_of
from .words import LOAN_STATES, TICKET_STATES

MOST = 12
Pairs = list[tuple[str, str]]


def standing(tool_id: int) -> Pairs:
    """Whether a tool can be lent now, and if not, why."""
    tool = db.session.get(Tool, tool_id)
    if tool is None:
        return []
    terms = terms_of(tool)
    pairs = [
        (_("今天"), why_blocked(tool) or _("可以借")),
        (
            _p("list", "规则"),
            _("借 %(days)s 天，可续 %(renewals)s 次", days=terms.days, renewals=terms.renewals),
        ),
    ]
    for booking in promised(tool_id):
        days = _(
            "%(first)s来取，%(end)s归还", first=short_day(booking.first_day), end=short_day(booking.end_day)
        )
        pairs.append((_p("list", "预约"), days))
    if tool.safety:
        pairs.append((_("安全提示"), tool.safety))
    return pairs


def loans_of(tool_id: int) -> Pairs:
    """The last loans of a tool."""
    rows = db.session.scalars(
        select(Loan).where(Loan.tool_id == tool_id).order_by(Loan.out_at.desc(), Loan.id.desc()).limit(MOST)
    )
    return [(short_moment(loan.out_at), _outcome(loan)) for loan in rows]


def repairs_of(tool_id: int) -> Pairs:
    """The last repairs of a tool."""
    rows = db.session.scalars(
        select(Ticket)
        .where(Ticket.tool_id == tool_id)
        .order_by(Ticket.opened_at.desc(), Ticket.id.desc())
        .limit(MOST)
    )
    return [
        (
            short_moment(row.opened_at),
            join_notes((row.fault, str(TICKET_STATES[row.state]), row.result)),
        )
        for row in rows
    ]


def _outcome(loan: Loan) -> str:
    words = [str(LOAN_STATES[loan.state])]
    if loan.ended_at is not None:
        words.append(short_moment(loan.ended_at))
    if loan.missing:
        words.append(_("缺 %(parts)s", parts=loan.missing))
    if loan.late:
        words.append(_("补录"))
    return " · ".join(words)
