"""The tools, their repairs, and what is used up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hub.kits.lending import join_parts, split_parts
from hub.kits.stock import ShelfView
from hub.room import ChoiceFilter, Column, FlagFilter, RecordsView, Refused, RowAction, _, _l, _lp

from .. import chronicle
from ..models import Ticket, Tool
from ..stock import shelf
from ..words import GRADES, OPEN_TICKETS, TICKET_STATES, TICKET_TONES, TOOL_STATES, TOOL_TONES

Sections = Iterable[tuple[Any, Any]]


class Tools(RecordsView):
    """工具"""

    model = Tool
    slug = "tools"
    title = _l("工具")
    singular = _lp("singular", "工具")
    permission = "view"
    edit_permission = "tools"
    columns = (
        Column("number", _l("编号"), Tool.number, sort=True),
        Column("name", _l("名称"), Tool.name, kind="main"),
        Column("grade", _lp("tool", "类别"), Tool.grade, choices=GRADES),
        Column("state", _l("状态"), Tool.state, choices=TOOL_STATES, pill=TOOL_TONES),
        Column("missing", _l("缺"), Tool.missing),
        Column("parts", _l("部件"), Tool.parts, kind="secondary"),
        Column("gear", _l("护具"), Tool.gear, kind="secondary"),
        Column("shelf", _l("架位"), Tool.shelf, kind="secondary"),
    )
    order = "number"
    filters = (
        ChoiceFilter("state", _l("状态")),
        ChoiceFilter("grade", _lp("tool", "类别")),
        FlagFilter("lacking", _l("只看缺件"), Tool.missing != ""),
    )
    search = (Tool.number, Tool.name, Tool.kind)
    import_sheet = "tools"
    can_create = can_edit = True
    form_columns = (
        "number", "name", "kind", "grade", "parts", "gear", "safety", "supply", "days", "deposit", "shelf", "note",
    )  # fmt: skip
    form_labels = {
        "number": _l("编号"), "name": _l("名称"), "kind": _l("种类"), "grade": _lp("tool", "类别"), "parts": _l("部件"),
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
        RowAction(
            _l("借出"), page="lend", arg="tool", permission="lend", main=True,
            show=lambda row: row.state == "in",
        ),
        RowAction(
            _l("预约"), page="reserve", arg="tool", permission="lend",
            show=lambda row: row.state in ("in", "out", "repair"),
        ),
        RowAction(
            _l("报修"), page="report", arg="tool", permission="repair",
            show=lambda row: row.state == "in",
        ),
        RowAction(
            _l("补齐了"), page="complete", arg="tool", permission="tools", post=True,
            show=lambda row: bool(row.missing),
        ),
        RowAction(
            _l("找到了"), page="found", arg="tool", permission="tools", post=True,
            show=lambda row: row.state == "lost",
        ),
        RowAction(
            _l("报废"), page="retire", arg="tool", permission="tools", post=True, tone="danger",
            confirm=_l("报废以后不再出借，确定吗？"),
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

    def sections(self, row: Any) -> Sections:
        return [
            (_("现在能不能借"), chronicle.standing(row.id)),
            (_("最近的借还"), chronicle.loans_of(row.id)),
            (_("维修记录"), chronicle.repairs_of(row.id)),
        ]


class Tickets(RecordsView):
    """维修: what waits or goes on; what was done stands on the tool's own page."""

    model = Ticket
    slug = "repairs"
    title = _l("维修")
    singular = _lp("singular", "维修单")
    permission = "view"
    joins = (Ticket.tool,)
    columns = (
        Column("tool", _lp("one", "工具"), Tool.name + " " + Tool.number, kind="main"),
        Column("fault", _l("毛病"), Ticket.fault),
        Column("state", _l("状态"), Ticket.state, choices=TICKET_STATES, pill=TICKET_TONES),
        Column("opened_at", _lp("column", "报修"), Ticket.opened_at, sort=True),
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


class Supplies(ShelfView):
    """耗材"""

    _shelf = shelf
    slug = "supplies"
