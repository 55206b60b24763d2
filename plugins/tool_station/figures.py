"""The room in numbers: its card, its month, and what is to be done today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits import lending as kit
from hub.kits.lending import called_today, is_overdue
from hub.kits.stock import low_todos
from hub.room import (
    Period,
    ReportRow,
    Todo,
    TodoSource,
    _,
    _l,
    _lp,
    _n,
    asked,
    days_overdue,
    db,
    here,
    how_many,
    mask_person,
    short_day,
)

from . import reserving, stock
from .desk import desk
from .models import Demand, Loan, Ticket
from .words import TICKET_STATES
from .workshop import workshop

MOST = 20  # things of one sort on the first screen


def card() -> str:
    """借出 9 件，逾期 2 件"""
    out, late = kit.out_now(Loan)
    if late:
        return _("借出 %(out)s 件，逾期 %(late)s 件", out=out, late=late)
    return _("借出 %(out)s 件", out=out)


def overdue_todos() -> Iterable[Todo]:
    """One for each overdue tool whose borrower was not called today."""
    loans = db.session.scalars(
        select(Loan)
        .where(is_overdue(Loan, here.today))
        .options(joinedload(Loan.tool), joinedload(Loan.borrower))
        .order_by(Loan.due_on, Loan.id)
        .limit(MOST)
    )
    for loan in loans:
        if called_today(loan):
            continue
        who = mask_person(loan.borrower.name, loan.borrower.phone) if loan.borrower else ""
        pill = _n("逾期 %(n)s 天", days_overdue(loan.due_on))
        yield Todo(pill, loan.tool.title, who, desk.url("calls"), _l("打电话"), tone="warn", due=loan.due_on)


def repair_todos() -> Iterable[Todo]:
    """Repairs that nobody has begun, and those that go on."""
    tickets = db.session.scalars(
        select(Ticket)
        .where(Ticket.closed_at.is_(None))
        .options(joinedload(Ticket.tool))
        .order_by(Ticket.opened_at)
        .limit(MOST)
    )
    for ticket in tickets:
        url = workshop.url("close_repair", ticket=ticket.id)
        yield Todo(TICKET_STATES[ticket.state], ticket.tool.title, ticket.fault, url, _l("修完"))


def stock_todos() -> Iterable[Todo]:
    """What it is time to buy."""
    return low_todos(stock.shelf, workshop)


def reservation_todos() -> Iterable[Todo]:
    """Who comes today for what they reserved, and who has not come and loses it."""
    for booking in reserving.standing(here.today):
        due = booking.first_day == here.today
        who = mask_person(booking.resident.name, booking.resident.phone) if booking.resident else ""
        since = "" if due else _("约的是%(day)s", day=short_day(booking.first_day))
        yield Todo(
            _l("今天来取") if due else _l("预约快过期"), booking.tool.title, f"{who} {since}".strip(),
            desk.url("lend", reservation=booking.id), _l("借出"), due=booking.first_day,
        )  # fmt: skip


def overdue(period: Period) -> int:
    """Loans that became overdue in the period."""
    return kit.became_overdue(Loan, period)


@asked
def unmet(period: Period) -> Any:
    return how_many(Demand, Demand.asked_at >= period.starts, Demand.asked_at < period.ends)


@asked
def faults(period: Period) -> Any:
    return how_many(Ticket, Ticket.opened_at >= period.starts, Ticket.opened_at < period.ends)


REPORT = [
    ReportRow("loans", _lp("column", "借出"), _l("件次"), kit.lent(Loan)),
    ReportRow("overdue", _l("逾期"), _l("件次"), overdue),
    ReportRow("losses", _l("丢失"), _l("件"), kit.lost(Loan)),
    ReportRow("unmet", _l("问了没有"), _l("次"), unmet),
    ReportRow("repairs", _lp("column", "报修"), _l("件"), faults),
]
TODOS = [
    TodoSource("call", overdue_todos),
    TodoSource("lend", reservation_todos),
    TodoSource("repair", repair_todos),
    TodoSource("stock", stock_todos),
]
