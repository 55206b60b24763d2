"""What the workbench answers to the hub."""

from __future__ import annotations

from typing import Any

from hub.room import (
    CountField,
    Done,
    Form,
    LookupField,
    Pages,
    PersonalData,
    Refused,
    ResidentField,
    TextField,
    _l,
    db,
    hookimpl,
)

from .lists import TOOLS, Late, Loans, Tools
from .models import Base, Loan, Tool

desk = Pages()
desk.lookup(TOOLS)


class LendForm(Form):
    tool = LookupField(_l("工具"), lookup="tools")
    borrower = ResidentField(_l("借用人"), required=False)
    heads = CountField(_l("人数"), min=1, max=50, default=1)
    note = TextField(_l("备注"), max=20)


@desk.action("lend", form=LendForm, permission="lend", title=_l("借出工具"), submit=_l("借出"))
def lend(form: LendForm) -> Done:
    tool = form.tool.data
    if tool.state != "in":
        raise Refused("这件不在架上。", "tool")
    tool.state = "out"
    tool.note = form.note.data
    return Done(f"已借出{tool.name}")


@desk.post("retire", url="/tools/<int:tool>/retire", permission="manage", confirm=_l("真的报废吗？"))
def retire(tool: int) -> Done:
    row = db.session.get(Tool, tool)
    if row is None or row.state == "out":
        raise Refused("不能报废。")
    row.state = "lost"
    return Done("已报废")


@hookimpl
def models() -> type[Any]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return [Tools, Loans, Late]


@hookimpl
def pages() -> list[Pages]:
    return [desk]


@hookimpl
def personal_data() -> list[PersonalData]:
    columns = ("resident_id", "wish")
    return [PersonalData(Loan, columns, "借用", "一年", lambda resident_id: [], lambda resident_id: 0)]
