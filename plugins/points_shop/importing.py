"""A list of goods from a spreadsheet, with what lies on the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hub.room import ImportSheet, Made, SheetColumn, _, _l, cells, here, make_records, once

from .models import Goods, StockMove

Values = dict[str, Any]

COLUMNS = (
    SheetColumn("name", _l("名称"), required=True, max=40, also=("商品", "商品名称", "品名"), example="洗衣粉"),
    SheetColumn("unit", _l("单位"), max=10, empty="件", also=("计量单位",), help=_l("空着就是“件”"), example="袋"),
    SheetColumn("price", _l("一件几分"), required=True, parse=cells.whole(1, 10_000),
                also=("积分", "所需积分", "兑换积分"),
                example="20"),
    SheetColumn("stock", _l("现有"), parse=cells.whole(0, 100_000), empty=0, also=("数量", "库存", "现有数量"),
                help=_l("货架上有多少；会记一笔进货"), example="30"),
    SheetColumn("low_at", _l("低于多少提醒"), parse=cells.whole(0, 100_000), empty=10,
                help=_l("空着就是 10")),
    SheetColumn("shelf", _l("架位"), max=30),
    SheetColumn("on_sale", _l("可兑换"), parse=cells.yes_or_no, empty=True, help=_l("是或否；空着就是可兑换")),
)  # fmt: skip


def take(rows: Sequence[Values]) -> Iterable[Made]:
    """The goods, and that they came in."""
    goods, now = make_records(Goods, rows), here.now
    moves = [
        {
            "goods_id": one.id, "kind": "receive", "change": values["stock"], "stock_after": values["stock"],
            "moved_at": now, "note": _("导入商品清单"),
        }
        for one, values in zip(goods, rows, strict=True)
        if values["stock"]
    ]  # fmt: skip
    return [*goods, *make_records(StockMove, moves)]


SHEET = ImportSheet("goods", _l("商品清单"), "stock", COLUMNS, take, list="goods", **once(Goods.name))
