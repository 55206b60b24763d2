"""What is out, what is promised, and every loan there was."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.kits.lending import holding, is_open
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

from ..models import Loan, Reservation, Tool
from ..terms import policy
from ..words import BOOKING_STATES, CALL_RESULTS, CONDITIONS, GRADES, LOAN_STATES, LOAN_TONES

_TITLE = Tool.name + " " + Tool.number


def _paired(title: str, row: Any) -> str:
    """电钻 T-03 ＋ 护目镜"""
    return f"{title} ＋ {row.gear}" if row.gear else title


def _due(day: date) -> Any:
    """The day, and how urgent it is while the tool is out."""
    late = days_overdue(day)
    if late:
        return short_day(day) + " " + pill(_n("逾期 %(n)s 天", late), "warn")
    if day == here.today:
        return pill(_("今天还"), "gold")
    return short_day(day)


def _person(name: str, row: Any) -> str:
    """王* · 8842"""
    return mask_person(name, row.phone)


class LoansOut(RecordsView):
    """在借"""

    model = Loan
    slug = "loans"
    title = _l("在借")
    singular = _lp("singular", "借出记录")
    permission = "view"
    joins = (Loan.tool, Loan.borrower)
    columns = (
        Column("tool", _lp("one", "工具"), _TITLE, kind="main", show=_paired),
        Column(
            "borrower",
            _l("借用人"),
            Resident.name,
            personal=True,
            show=lambda name, row: mask_person(name, row.phone),
        ),
        Column("out_at", _lp("column", "借出"), Loan.out_at, kind="secondary", sort=True),
        Column("due_on", _l("应还"), Loan.due_on, sort=True, show=_due),
        Column("called", _l("打过电话"), Loan.call_result, kind="hide_phone", choices=CALL_RESULTS),
        Column("phone", _l("电话"), Resident.phone, kind="hidden", personal=True),
        Column("gear", _l("护具"), Loan.gear, kind="hidden"),
    )
    order = "due_on"
    filters = (
        FlagFilter("overdue", _l("只看逾期"), lambda: Loan.due_on < here.today),
        ChoiceFilter("grade", _lp("tool", "类别"), Tool.grade, choices=GRADES),
    )
    search = (Tool.number, Tool.name)
    search_resident = Loan.borrower
    empty_text = _l("现在没有借出的工具。")
    links = (
        RowAction(_l("打电话"), page="calls", permission="call"),
        RowAction(_lp("button", "补录"), page="late_loan", permission="lend"),
    )
    row_actions = (
        RowAction(_l("归还"), page="give_back_one", arg="loan", permission="lend", main=True),
        RowAction(_l("续借"), page="renew", arg="loan", permission="lend"),
        RowAction(
            _l("丢了"),
            page="lose",
            arg="loan",
            permission="lend",
            post=True,
            confirm=_l("登记为丢失？这次借出就此结束。"),
        ),
    )

    @staticmethod
    def where() -> Any:
        return is_open(Loan)


class Reservations(RecordsView):
    """预约: those that still hold."""

    model = Reservation
    slug = "reservations"
    title = _lp("list", "预约")
    singular = _lp("singular", "预约")
    permission = "view"
    joins = (Reservation.tool, Reservation.resident)
    columns = (
        Column("tool", _lp("one", "工具"), _TITLE, kind="main"),
        Column("resident", _l("预约人"), Resident.name, personal=True, show=_person),
        Column("first_day", _l("来取"), Reservation.first_day, sort=True),
        Column("end_day", _lp("column", "归还"), Reservation.end_day),
        Column("phone", _l("电话"), Resident.phone, kind="hidden", personal=True),
        # The same for all that are listed here; the audit finds its words in it.
        Column("state", _l("状态"), Reservation.state, kind="hidden", choices=BOOKING_STATES),
    )  # fmt: skip
    order = "first_day"
    filters = (DateFilter("first_day", _l("来取")),)
    search = (Tool.number, Tool.name)
    search_resident = Reservation.resident
    links = (RowAction(_l("预约"), page="reserve", permission="lend"),)
    row_actions = (
        RowAction(
            _l("来取了"), page="lend", arg="reservation", permission="lend", main=True,
            show=lambda row: row.first_day <= here.today,
        ),
        RowAction(_l("取消"), page="cancel", arg="reservation", permission="lend", post=True),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return holding(Reservation, here.today, policy().grace_days)


class AllLoans(RecordsView):
    """借还: every loan there was; sixty days after the return without its borrower."""

    model = Loan
    slug = "history"
    title = _l("借还")
    singular = _lp("singular", "借还记录")
    permission = "view"
    joins = (Loan.tool, Loan.borrower)
    columns = (
        Column("tool", _lp("one", "工具"), _TITLE, kind="main", show=_paired),
        Column("borrower", _l("借用人"), Resident.name, personal=True),
        Column("out_at", _lp("column", "借出"), Loan.out_at, sort=True),
        Column("due_on", _l("应还"), Loan.due_on, kind="secondary"),
        Column("ended_at", _lp("column", "归还"), Loan.ended_at),
        Column("state", _l("状态"), Loan.state, choices=LOAN_STATES, pill=LOAN_TONES),
        Column("condition", _l("情况"), Loan.condition, kind="secondary", choices=CONDITIONS),
        Column("missing", _l("缺"), Loan.missing, kind="secondary"),
        Column("late", _l("补录"), Loan.late, kind="secondary"),
        Column("gear", _l("护具"), Loan.gear, kind="hidden"),
    )  # fmt: skip
    order = "-out_at"
    filters = (
        ChoiceFilter("state", _l("状态")),
        DateFilter("out_at", _lp("column", "借出")),
        FlagFilter("late", _l("只看补录")),
        ChoiceFilter("condition", _l("情况")),
    )
    search = (Tool.number, Tool.name)
    search_resident = Loan.borrower
