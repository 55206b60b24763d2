"""What is out, who waits, and every loan there was."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.kits.lending import is_open, lapsed
from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    Resident,
    RowAction,
    _,
    _l,
    _lp,
    _n,
    days_overdue,
    here,
    mask_person,
    pill,
    short_day,
)

from ..models import Copy, Loan, Title, Wait
from ..terms import policy
from ..words import CALL_RESULTS, LOAN_STATES, LOAN_TONES, WAIT_STATES


def _quoted(name: str) -> str:
    return f"《{name}》"


def _labelled(name: str, row: Any) -> str:
    """《棉田手记》B00012"""
    return f"《{name}》{row.number}"


def _person(name: str, row: Any) -> str:
    """王* · 8842"""
    return mask_person(name, row.phone)


def _due(day: date) -> Any:
    """The day, and how urgent it is while the book is out."""
    late = days_overdue(day)
    if late:
        return short_day(day) + " " + pill(_n("逾期 %(n)s 天", late), "warn")
    return pill(_("今天还"), "gold") if day == here.today else short_day(day)


class LoansOut(RecordsView):
    """在借"""

    model = Loan
    slug = "loans"
    title = _l("在借")
    singular = _lp("singular", "借书记录")
    permission = "view"
    joins = (Loan.copy, Copy.title, Loan.borrower)
    columns = (
        Column("book", _lp("one", "书"), Title.name, kind="main", show=_labelled),
        Column("borrower", _l("读者"), Resident.name, personal=True, show=_person),
        Column("out_at", _lp("column", "借出"), Loan.out_at, kind="hide_phone", sort=True),
        Column("due_on", _l("应还"), Loan.due_on, sort=True, show=_due),
        Column("called", _l("打过电话"), Loan.call_result, kind="hide_phone", choices=CALL_RESULTS),
        Column("number", _l("册号"), Copy.number, kind="hidden"),
        Column("phone", _l("电话"), Resident.phone, kind="hidden", personal=True),
    )
    order = "due_on"
    filters = (FlagFilter("overdue", _l("只看逾期"), lambda: Loan.due_on < here.today),)
    search = (Copy.number, Title.name)
    search_resident = Loan.borrower
    empty_text = _l("现在没有借出的书。")
    links = (
        RowAction(_l("打电话"), page="calls", permission="call"),
        RowAction(_lp("button", "补录"), page="late_loan", permission="lend"),
        RowAction(_l("读者证"), page="card", permission="lend"),
    )
    row_actions = (
        RowAction(_l("还书"), page="back", arg="loan", permission="lend", main=True, post=True),
        RowAction(_l("续借"), page="renew", arg="loan", permission="lend"),
        RowAction(_l("还书，有损坏"), page="back_one", arg="loan", permission="lend"),
        RowAction(
            _l("丢了"), page="lose", arg="loan", permission="lend", post=True,
            confirm=_l("登记为丢失？这次借阅就此结束。"),
        ),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return is_open(Loan)


def _state(state: str, row: Any) -> Any:
    """Where somebody's turn stands."""
    if row.copy is None:
        return pill(_("等书"), "off")
    if lapsed(row, policy_days()):
        return pill(_("过期没取"), "warn")
    return pill(_("书到了，已通知") if row.told_at else _("书到了，要通知"), "ok" if row.told_at else "gold")


def policy_days() -> int:
    """How long a book is kept; asked once a page."""
    from flask import g

    if "reading_room_keep" not in g:
        g.reading_room_keep = policy().keep_days
    kept: int = g.reading_room_keep
    return kept


class Waits(RecordsView):
    """预约: those who wait, in their order."""

    model = Wait
    slug = "waits"
    title = _lp("list", "预约")
    singular = _lp("singular", "预约")
    permission = "view"
    joins = (Wait.title, Wait.copy, Wait.resident)
    columns = (
        Column("book", _lp("one", "书"), Title.name, kind="main", show=_quoted),
        Column("resident", _l("预约人"), Resident.name, personal=True, show=_person),
        Column("asked_at", _l("约的时间"), Wait.asked_at, sort=True),
        Column("state", _l("状态"), Wait.state, choices=WAIT_STATES, show=_state),
        Column("copy", _l("留的册"), Copy.number, kind="secondary"),
        Column("ready_on", _l("到书"), Wait.ready_on),
        Column("told_at", _l("通知"), Wait.told_at, kind="hidden"),
        Column("phone", _l("电话"), Resident.phone, kind="hidden", personal=True),
    )  # fmt: skip
    order = "asked_at"
    filters = (FlagFilter("ready", _l("只看书到了的"), Wait.copy_id.is_not(None)),)
    search = (Title.name,)
    search_resident = Wait.resident
    empty_text = _l("没有人在等书。")
    links = (RowAction(_l("预约"), page="reserve", permission="lend"),)
    row_actions = (
        RowAction(
            _l("通知了"), page="told", arg="wait", permission="call", post=True, main=True,
            show=lambda row: row.copy and row.told_at is None and not lapsed(row, policy_days()),
        ),
        RowAction(
            _l("给下一位"), page="pass_on", arg="wait", permission="lend", post=True, main=True,
            show=lambda row: lapsed(row, policy_days()),
        ),
        RowAction(_l("取消"), page="cancel_wait", arg="wait", permission="lend", post=True),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return Wait.state == "waiting"


class AllLoans(RecordsView):
    """借还: every loan there was; sixty days after the return without its reader."""

    model = Loan
    slug = "history"
    title = _l("借还")
    singular = _lp("singular", "借还记录")
    permission = "view"
    joins = (Loan.copy, Copy.title, Loan.borrower)
    columns = (
        Column("book", _lp("one", "书"), Title.name, kind="main", show=_quoted),
        Column("number", _l("册号"), Copy.number, kind="secondary"),
        Column("borrower", _l("读者"), Resident.name, personal=True),
        Column("out_at", _lp("column", "借出"), Loan.out_at, sort=True),
        Column("due_on", _l("应还"), Loan.due_on, kind="secondary"),
        Column("ended_at", _lp("column", "归还"), Loan.ended_at),
        Column("state", _l("状态"), Loan.state, choices=LOAN_STATES, pill=LOAN_TONES),
        Column("late", _l("补录"), Loan.late, kind="secondary"),
    )  # fmt: skip
    order = "-out_at"
    filters = (
        ChoiceFilter("state", _l("状态")),
        DateFilter("out_at", _lp("column", "借出")),
        FlagFilter("late", _l("只看补录")),
    )
    search = (Copy.number, Title.name)
    search_resident = Loan.borrower
