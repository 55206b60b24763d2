"""A list of tools from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from hub.kits.lending import join_parts, split_parts
from hub.room import ImportSheet, Made, Refused, SheetColumn, _, _l, _lp, cells, make_records, once

from .models import Tool
from .words import GRADES

Values = dict[str, Any]
GRADE_WORDS = {
    "A": "A", "B": "B", "C": "C", "A 手工": "A", "B 电动": "B", "C 危险": "C", "手工": "A", "电动": "B", "危险": "C",
}  # fmt: skip

COLUMNS = (
    SheetColumn("number", _l("编号"), required=True, parse=str.upper, max=20, also=("工具编号", "资产编号"),
                example="T-03"),
    SheetColumn("name", _l("名称"), required=True, max=40, also=("工具", "工具名称"), example="电钻"),
    SheetColumn("kind", _l("种类"), max=30, help=_l("村民怎么叫它，例如 电钻；空着就用名称")),
    SheetColumn("grade", _lp("tool", "类别"), parse=cells.one_of(GRADE_WORDS), empty="A", show=GRADES.__getitem__,
                help=_l("A 手工、B 电动、C 危险；空着就是 A"), example="B"),
    SheetColumn("parts", _l("部件"), max=300, also=("配件",),
                help=_l("用顿号隔开，例如 钻头盒、钥匙；借出和归还时逐件核对")),
    SheetColumn("gear", _l("护具"), max=200, help=_l("B、C 类必填，例如 护目镜；和工具一起借出"), example="护目镜"),
    SheetColumn("safety", _l("安全提示"), max=500, help=_l("B、C 类必填，借出时念给借用人听"),
                example="戴好护目镜，换钻头先拔电源"),
    SheetColumn("days", _l("借几天"), parse=cells.whole(1, 365), empty=None, help=_l("空着就按类别的天数")),
    SheetColumn("deposit", _l("押金（元）"), parse=cells.money(), empty=None, help=_l("一般不收，空着")),
    SheetColumn("shelf", _l("架位"), max=30, example="2-1"),
    SheetColumn("note", _l("备注"), max=200),
)  # fmt: skip


def protect(values: Values) -> None:
    """A power tool needs protection, here as in the form. Raises Refused."""
    for name, sentence in (
        ("gear", _("电动和危险工具要写明护具，和工具一起借出。")),
        ("safety", _("电动和危险工具要写安全提示。")),
    ):
        if values["grade"] != "A" and not values[name]:
            raise Refused(sentence, name)


def take(rows: Sequence[Values]) -> Iterable[Made]:
    """The tools, on their shelves."""
    return make_records(Tool, [
        values | {
            "kind": (values["kind"] or values["name"])[:30], "parts": join_parts(split_parts(values["parts"])),
            "gear": join_parts(split_parts(values["gear"])),
            "deposit": Decimal(values["deposit"]) if values["deposit"] else None,
        }
        for values in rows
    ])  # fmt: skip


SHEET = ImportSheet(
    "tools", _l("工具清单"), "tools", COLUMNS, take, list="tools", **once(Tool.number, protect)
)
