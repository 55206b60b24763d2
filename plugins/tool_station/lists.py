"""The room's records as lists: what is out, the tools, what is promised, broken, taught, in stock, and all loans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hub.kits.lending import holding, is_open, join_parts, split_parts
from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    Refused,
    Resident,
    RowAction,
    _,
    _l,
    days_overdue,
    here,
    mask_person,
    pill,
    short_day,
)

from . import chronicle
from .models import Briefing, Loan, Reservation, Supply, Ticket, Tool
from .terms import policy
from .words import (
    CALL_RESULTS,
    CONDITIONS,
    GRADES,
    LOAN_STATES,
    OPEN_TICKETS,
    TICKET_STATES,
    TICKET_TONES,
    TOOL_STATES,
    TOOL_TONES,
)


def _paired(title: str, row: Any) -> str:
    """电钻 T-03 ＋ 护目镜"""
    return f"{title} ＋ {row.gear}" if row.gear else title


def _due(day: date, row: Any) -> Any:
    """The day, and how urgent it is while the tool is out."""
    late = days_overdue(day)
    if late:
        return short_day(day) + " " + pill(_("逾期 %(n)s 天", n=late), "warn")
    if day == here.today:
        return pill(_("今天还"), "gold")
    return short_day(day)


_TITLE = Tool.name + " " + Tool.number


class LoansOut(RecordsView):
    """在借"""

    model = Loan
    slug = "loans"
    title = _l("在借")
    singular = _l("借出记录")
    permission = "view"
    joins = (Loan.tool, Loan.borrower)
    columns = (
        Column("tool", _l("工具"), _TITLE, kind="main", show=_paired),
        Column(
            "borrower",
            _l("借用人"),
            Resident.name,
            personal=True,
            show=lambda name, row: mask_person(name, row.phone),
        ),
        Column("out_at", _l("借出"), Loan.out_at, kind="secondary", sort=True),
        Column("due_on", _l("应还"), Loan.due_on, sort=True, show=_due),
        Column("called", _l("打过电话"), Loan.call_result, kind="hide_phone", choices=CALL_RESULTS),
        Column("phone", _l("电话"), Resident.phone, kind="hidden", personal=True, export=False),
        Column("gear", _l("护具"), Loan.gear, kind="hidden"),
    )
    order = "due_on"
    filters = (
        FlagFilter("overdue", _l("只看逾期"), lambda: Loan.due_on < here.today),
        ChoiceFilter("grade", _l("类别"), Tool.grade, choices=GRADES),
    )
    search = (Tool.number, Tool.name)
    search_resident = Loan.borrower
    empty = _l("现在没有借出的工具。")
    links = (
        RowAction(_l("打电话"), page="calls", permission="call"),
        RowAction(_l("补录"), page="late_loan", permission="lend"),
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


class Tools(RecordsView):
    """工具"""

    model = Tool
    slug = "tools"
    title = _l("工具")
    singular = _l("工具")
    permission = "view"
    edit_permission = "tools"
    columns = (
        Column("number", _l("编号"), Tool.number, sort=True),
        Column("name", _l("名称"), Tool.name, kind="main"),
        Column("grade", _l("类别"), Tool.grade, choices=GRADES),
        Column("state", _l("状态"), Tool.state, choices=TOOL_STATES, pill=TOOL_TONES),
        Column("missing", _l("缺"), Tool.missing),
        Column("parts", _l("部件"), Tool.parts, kind="secondary"),
        Column("gear", _l("护具"), Tool.gear, kind="secondary"),
        Column("shelf", _l("架位"), Tool.shelf, kind="secondary"),
    )
    order = "number"
    filters = (
        ChoiceFilter("state", _l("状态")),
        ChoiceFilter("grade", _l("类别")),
        FlagFilter("lacking", _l("只看缺件"), Tool.missing != ""),
    )
    search = (Tool.number, Tool.name, Tool.kind)
    can_create = can_edit = True
    form_columns = (
        "number", "name", "kind", "grade", "parts", "gear", "safety", "supply", "days", "deposit", "shelf", "note",
    )  # fmt: skip
    form_labels = {
        "number": _l("编号"), "name": _l("名称"), "kind": _l("种类"), "grade": _l("类别"), "parts": _l("部件"),
        "gear": _l("护具"), "safety": _l("安全提示"), "supply": _l("配套耗材"), "days": _l("借几天"),
        "deposit": _l("押金（元）"), "shelf": _l("架位"), "note": _l("备注"),
    }  # fmt: skip
    form_help = {
        "number": _l("标签上写的，例如 T-03"),
        "kind": _l("村民怎么叫它，例如 电钻；空着就用名称"),
        "parts": _l("用顿号隔开，例如 钻头盒、钥匙；借出和归还时逐件核对"),
        "gear": _l("B、C 类必填，例如 护目镜；和工具一起借出"),
        "safety": _l("B、C 类必填，借出时念给借用人听"),
        "days": _l("空着就按类别的天数"),
        "deposit": _l("一般不收，空着"),
    }
    form_choices = {"grade": GRADES}
    conflict = _l("这个编号已经有了，请换一个。")
    links = (RowAction(_l("借用规则"), page="rules", permission="manage"),)
    row_actions = (
        RowAction(_l("借出"), page="lend", arg="tool", permission="lend", main=True, show=lambda row: row.state == "in"),
        RowAction(_l("预约"), page="reserve", arg="tool", permission="lend", show=lambda row: row.state in ("in", "out", "repair")),
        RowAction(_l("报修"), page="report", arg="tool", permission="repair", show=lambda row: row.state == "in"),
        RowAction(_l("补齐了"), page="complete", arg="tool", permission="tools", post=True, show=lambda row: bool(row.missing)),
        RowAction(_l("找到了"), page="found", arg="tool", permission="tools", post=True, show=lambda row: row.state == "lost"),
        RowAction(
            _l("报废"), page="retire", arg="tool", permission="tools", post=True, confirm=_l("报废以后不再出借，确定吗？"),
            show=lambda row: row.state in ("in", "repair", "lost"),
        ),
    )  # fmt: skip

    def before_save(self, row: Tool, is_created: bool) -> None:
        """Tidy what was typed, and refuse a power tool without protection."""
        row.number = row.number.upper()
        row.kind = row.kind or row.name
        row.parts, row.gear = join_parts(split_parts(row.parts)), join_parts(split_parts(row.gear))
        if row.grade != "A" and not row.gear:
            raise Refused(_("电动和危险工具要写明护具，和工具一起借出。"), "gear")
        if row.grade != "A" and not row.safety:
            raise Refused(_("电动和危险工具要写安全提示。"), "safety")

    def sections(self, row: Any) -> Iterable[tuple[Any, Any]]:
        return [
            (_("现在能不能借"), chronicle.standing(row.id)),
            (_("最近的借还"), chronicle.loans_of(row.id)),
            (_("维修记录"), chronicle.repairs_of(row.id)),
        ]


class Reservations(RecordsView):
    """预约: those that still hold."""

    model = Reservation
    slug = "reservations"
    title = _l("预约")
    singular = _l("预约")
    permission = "view"
    joins = (Reservation.tool, Reservation.resident)
    columns = (
        Column("tool", _l("工具"), _TITLE, kind="main"),
        Column(
            "resident", _l("预约人"), Resident.name, personal=True,
            show=lambda name, row: mask_person(name, row.phone),
        ),
        Column("first_day", _l("来取"), Reservation.first_day, sort=True),
        Column("end_day", _l("归还"), Reservation.end_day),
        Column("phone", _l("电话"), Resident.phone, kind="hidden", personal=True, export=False),
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


class Tickets(RecordsView):
    """维修: what waits or goes on; what was done stands on the tool's own page."""

    model = Ticket
    slug = "repairs"
    title = _l("维修")
    singular = _l("维修单")
    permission = "view"
    joins = (Ticket.tool,)
    columns = (
        Column("tool", _l("工具"), _TITLE, kind="main"),
        Column("fault", _l("毛病"), Ticket.fault),
        Column("state", _l("状态"), Ticket.state, choices=TICKET_STATES, pill=TICKET_TONES),
        Column("opened_at", _l("报修"), Ticket.opened_at, sort=True),
    )
    order = "opened_at"
    filters = (ChoiceFilter("state", _l("状态"), choices=OPEN_TICKETS),)
    search = (Tool.number, Tool.name)
    links = (RowAction(_l("报修"), page="report", permission="repair"),)
    row_actions = (
        RowAction(_l("修完"), page="close_repair", arg="ticket", permission="repair", main=True),
        RowAction(
            _l("开始修"), page="start_repair", arg="ticket", permission="repair", post=True,
            show=lambda row: row.state == "open",
        ),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return Ticket.closed_at.is_(None)


class Briefings(RecordsView):
    """培训"""

    model = Briefing
    slug = "briefings"
    title = _l("培训")
    singular = _l("安全培训")
    permission = "view"
    joins = (Briefing.resident,)
    columns = (
        Column("resident", _l("姓名"), Resident.name, kind="main", personal=True),
        Column("given_on", _l("培训日期"), Briefing.given_on),
        Column("valid_until", _l("有效到"), Briefing.valid_until, sort=True,
               show=lambda day: short_day(day) if day >= here.today else pill(_("%(day)s已到期", day=short_day(day)), "off")),
        Column("adult", _l("已确认成年"), Briefing.adult, kind="secondary"),
    )  # fmt: skip
    order = "-valid_until"
    filters = (FlagFilter("valid", _l("只看有效"), lambda: Briefing.valid_until >= here.today),)
    search_resident = Briefing.resident
    links = (RowAction(_l("登记培训"), page="brief", permission="brief"),)
    row_actions = (
        RowAction(_l("作废"), page="withdraw", arg="briefing_id", permission="brief", post=True,
                  confirm=_l("让这次培训现在失效？"), show=lambda row: row.valid_until >= here.today),
    )  # fmt: skip


class Supplies(RecordsView):
    """耗材"""

    model = Supply
    slug = "supplies"
    title = _l("耗材")
    singular = _l("耗材")
    permission = "view"
    edit_permission = "stock"
    columns = (
        Column("name", _l("名称"), Supply.name, kind="main", sort=True),
        Column("stock", _l("现有"), Supply.stock, kind="num",
               show=lambda stock, row: pill(_("%(n)s，该进货了", n=stock), "warn") if stock <= row.low_at else str(stock)),
        Column("unit", _l("单位"), Supply.unit),
        Column("low_at", _l("低于多少提醒"), Supply.low_at, kind="num"),
    )  # fmt: skip
    order = "name"
    can_create = can_edit = True
    form_columns = ("name", "unit", "low_at")
    form_labels = {"name": _l("名称"), "unit": _l("单位"), "low_at": _l("低于多少提醒")}
    form_help = {"low_at": _l("现有数到了这个数，待办里会提醒进货")}
    conflict = _l("这种耗材已经有了。")
    links = (RowAction(_l("收发、盘点"), page="stock", permission="stock"),)
    row_actions = (RowAction(_l("收发"), page="stock", arg="supply", permission="stock", main=True),)

    def sections(self, row: Any) -> Iterable[tuple[Any, Any]]:
        return [(_("最近的收发"), chronicle.of_supply(row.id))]


class AllLoans(RecordsView):
    """借还: every loan there was; sixty days after the return without its borrower."""

    model = Loan
    slug = "history"
    title = _l("借还")
    singular = _l("借还记录")
    permission = "view"
    joins = (Loan.tool, Loan.borrower)
    columns = (
        Column("tool", _l("工具"), _TITLE, kind="main", show=_paired),
        Column("borrower", _l("借用人"), Resident.name, personal=True),
        Column("out_at", _l("借出"), Loan.out_at, sort=True),
        Column("due_on", _l("应还"), Loan.due_on, kind="secondary"),
        Column("ended_at", _l("归还"), Loan.ended_at),
        Column("state", _l("状态"), Loan.state, choices=LOAN_STATES, pill={"out": "gold", "returned": "ok", "lost": "warn"}),
        Column("condition", _l("情况"), Loan.condition, kind="secondary", choices=CONDITIONS),
        Column("missing", _l("缺"), Loan.missing, kind="secondary"),
        Column("late", _l("补录"), Loan.late, kind="secondary"),
        Column("gear", _l("护具"), Loan.gear, kind="hidden"),
    )  # fmt: skip
    order = "-out_at"
    filters = (
        ChoiceFilter("state", _l("状态")),
        DateFilter("out_at", _l("借出")),
        FlagFilter("late", _l("只看补录")),
        ChoiceFilter("condition", _l("情况")),
    )
    search = (Tool.number, Tool.name)
    search_resident = Loan.borrower
