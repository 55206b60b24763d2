"""A list of items from a spreadsheet: what can be asked for, with which papers, in how many working days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from hub.room import ImportSheet, Made, SheetColumn, _l, cells, make_records, once

from .models import Item
from .words import CATEGORIES

Values = dict[str, Any]
CATEGORY_WORDS = {
    "社保": "social", "民政": "civil", "政策": "policy", "法律": "law", "其他": "other", "其它": "other",
    "社会保障": "social", "法律服务": "law",
    "social insurance": "social", "civil affairs": "civil", "policy": "policy", "law": "law", "other": "other",
}  # fmt: skip
_BETWEEN = re.compile(r"[;；、\n]+|(?<=\S) {2,}")


def papers(text: str) -> str:
    """One paper a line; in a cell they stand behind one another."""
    return "\n".join(dict.fromkeys(paper for raw in _BETWEEN.split(text) if (paper := raw.strip())))


COLUMNS = (
    SheetColumn("name", _l("名称"), required=True, max=60, also=("事项", "事项名称", "服务事项"),
                example="城乡居民医保登记"),
    SheetColumn("category", _l("类别"), parse=cells.one_of(CATEGORY_WORDS), empty="other", also=("分类",),
                show=CATEGORIES.__getitem__, help=_l("社保、民政、政策、法律或其他；空着就是其他"), example="社保"),
    SheetColumn("materials", _l("材料"), parse=papers, max=1000, also=("所需材料", "申请材料", "办理材料"),
                help=_l("几件材料用顿号或分号隔开"), example="户口簿原件、申请表"),
    SheetColumn("days", _l("几个工作日办结"), parse=cells.whole(1, 250), empty=5,
                also=("工作日", "办理时限", "时限", "承诺时限"),
                help=_l("受理的第二天起算；空着就是 5"), example="5"),
    SheetColumn("office", _l("镇里哪里办"), max=60, help=_l("要转镇里的写窗口名称；村里办的空着")),
    SheetColumn("note", _l("说明"), max=300),
    SheetColumn("offered", _l("现在能办"), parse=cells.yes_or_no, empty=True, help=_l("是或否；空着就是能办")),
)  # fmt: skip


def take(rows: Sequence[Values]) -> Iterable[Made]:
    """The items."""
    return make_records(Item, rows)


SHEET = ImportSheet("items", _l("事项清单"), "items", COLUMNS, take, list="items", **once(Item.name))
