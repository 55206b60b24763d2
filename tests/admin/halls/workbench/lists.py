"""The workbench's lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from hub.room import (
    BulkAction,
    Choice,
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    Lookup,
    RecordsView,
    ReferenceFilter,
    Refused,
    Resident,
    RowAction,
    db,
    mask_name,
)

from .models import Loan, Tool

STATES = {"in": "在架", "out": "借出", "lost": "丢失"}


def retire(tools: Iterable[Tool]) -> str:
    for tool in tools:
        if tool.state == "out":
            raise Refused("还借着，不能报废。")
        tool.state = "lost"
    return "已报废。"


class Tools(RecordsView):
    model = Tool
    slug = "tools"
    title = "工具"
    singular = "工具"
    permission = "view"
    edit_permission = "manage"
    columns = (
        Column("number", "编号", Tool.number, kind="main", sort=True),
        Column("name", "名称", Tool.name, sort=True),
        Column("state", "状态", Tool.state, choices=STATES, pill={"lost": "warn"}),
        Column("price", "价格", Tool.price, kind="num", sort=True),
        Column("bought_on", "购置", Tool.bought_on, sort=True),
        Column("checked_at", "检查", Tool.checked_at, sort=True),
        Column("dangerous", "危险", Tool.dangerous),
    )
    order = "number"
    filters = (
        ChoiceFilter("state"),
        DateFilter("bought_on"),
        DateFilter("checked_at"),
        FlagFilter("dangerous", "只看危险"),
        FlagFilter("dear", "只看贵的", lambda: Tool.price > 100),
    )
    search = (Tool.number, Tool.name)
    can_create = can_edit = can_delete = True
    form_columns = (
        "number",
        "name",
        "state",
        "price",
        "bought_on",
        "checked_at",
        "dangerous",
        "copies",
        "note",
    )
    form_labels = {"copies": "件数", "note": "备注"}
    form_choices = {"state": STATES}
    conflict = "这个编号已经有了。"
    empty_text = "还没有工具，先登记一件。"
    row_actions = (
        RowAction(
            "借出", page="lend", arg="tool", permission="lend", main=True, show=lambda row: row.state == "in"
        ),
        RowAction("报废", page="retire", arg="tool", permission="manage", post=True, confirm="真的报废吗？"),
    )
    bulk_actions = (BulkAction("retire", "报废", retire, permission="manage", confirm="真的都报废吗？"),)

    def before_save(self, row: Tool, is_created: bool) -> None:
        if row.name == "坏":
            raise Refused("坏的不收。", "name")
        if row.name == "炸":
            raise TypeError("a mistake in the room")

    def before_delete(self, row: Tool) -> None:
        if row.state == "out":
            raise Refused("还借着，不能删除。")


class Loans(RecordsView):
    model = Loan
    slug = "loans"
    title = "借出"
    singular = "借出记录"
    permission = "view"
    edit_permission = "lend"
    joins = (Loan.tool, Loan.resident)
    columns = (
        Column("tool", "工具", Tool.name, kind="main", sort=True),
        Column("resident", "借用人", Resident.name, show=mask_name, personal=True, sort=True),
        Column("out_at", "借出", Loan.out_at, sort=True),
        Column("due_on", "应还", Loan.due_on, sort=True),
        Column("heads", "人数", Loan.heads, kind="num", show=lambda heads: f"{heads} 人", sort=True),
        Column("late", "补录", Loan.late),
    )
    order = "-out_at"
    filters = (
        ReferenceFilter(
            "tool",
            choices=lambda: db.session.execute(select(Tool.id, Tool.name).order_by(Tool.id.desc())).all(),
        ),
        DateFilter("out_at"),
        FlagFilter("late", "只看补录"),
        ChoiceFilter("wish", "愿望", personal=True, choices={"a": "甲"}),
    )
    search = (Tool.name,)
    search_resident = Loan.resident
    can_create = can_edit = True
    form_columns = ("tool", "resident", "out_at", "due_on", "heads")
    form_lookups = {}


class Late(RecordsView):
    model = Loan
    slug = "late"
    title = "补录的"
    singular = "借出记录"
    permission = "manage"
    joins = (Loan.tool,)
    columns = (Column("tool", "工具", Tool.name, kind="main"), Column("out_at", "借出", Loan.out_at))
    order = "-out_at"
    where: Any = staticmethod(lambda: Loan.late.is_(True))


def find_tools(words: str, limit: int) -> Iterable[Choice]:
    meant = Tool.name.icontains(words, autoescape=True) | (Tool.number == words)
    statement = select(Tool).where(meant).order_by(Tool.id).limit(limit)
    return [Choice(tool.id, tool.name, tool.number, tool.number) for tool in db.session.scalars(statement)]


TOOLS = Lookup(
    "tools",
    find=find_tools,
    get=lambda id: db.session.get(Tool, id),
    permission="lend",
    text=lambda tool: tool.name,
    model=Tool,
)
