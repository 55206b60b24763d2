"""A list of machines from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hub.kits.lending import join_parts, split_parts
from hub.room import ImportSheet, Made, SheetColumn, _l, cells, here, make_records, once

from .models import Machine

Values = dict[str, Any]
_yuan = cells.money(100_000)

COLUMNS = (
    SheetColumn("number", _l("编号"), required=True, parse=str.upper, max=20, also=("农机编号", "资产编号"),
                example="N-03"),
    SheetColumn("name", _l("名称"), required=True, max=40, also=("农机", "农机名称"), example="深耕机"),
    SheetColumn("kind", _l("种类"), max=30, help=_l("排队按种类排，例如 打药机")),
    SheetColumn("day_rate", _l("一天（元）"), required=True, parse=_yuan, also=("日租金", "租金", "一天多少元"),
                example="80"),
    SheetColumn("points_rate", _l("一天（分）"), parse=cells.whole(0, 10_000), empty=0, also=("积分", "一天多少分"),
                help=_l("0 就是只收现金"), example="40"),
    SheetColumn("deposit", _l("押金（元）"), parse=_yuan, empty="0.00", also=("押金",)),
    SheetColumn("licence", _l("要看驾驶证"), parse=cells.yes_or_no, empty=False, help=_l("是或否；空着就是否")),
    SheetColumn("late_fee", _l("滞还费一天（元）"), parse=_yuan, empty="0.00", also=("滞还费",)),
    SheetColumn("late_cap", _l("滞还费最多（元）"), parse=_yuan, empty="0.00", also=("滞还费上限", "滞还费最多"),
                help=_l("不管晚几天，滞还费不超过这个数")),
    SheetColumn("buffer_days", _l("两次出租之间留几天"), parse=cells.whole(0, 14), empty=0, also=("间隔天数",)),
    SheetColumn("checklist", _l("检查项目"), max=300, help=_l("交机、验机时逐项看，中间用顿号隔开")),
    SheetColumn("safety", _l("安全事项"), max=500, help=_l("交机时念给租用人听")),
    SheetColumn("hours", _l("小时表"), parse=cells.whole(0, 1_000_000), empty=0),
    SheetColumn("service_every", _l("几小时保养一次"), parse=cells.whole(1, 100_000), empty=None,
                help=_l("空着就不按小时数提醒")),
    SheetColumn("place", _l("停放位置"), max=30),
    SheetColumn("note", _l("备注"), max=200),
    SheetColumn("since", _l("哪天起出租"), parse=cells.day, empty=None, help=_l("空着就是今天"), example="2026-11-25"),
)  # fmt: skip


def take(rows: Sequence[Values]) -> Iterable[Made]:
    """The machines, in the yard."""
    today = here.today
    return make_records(Machine, [
        values | {
            "kind": (values["kind"] or values["name"])[:30], "serviced_at": values["hours"],
            "checklist": join_parts(split_parts(values["checklist"])),
            "since": date.fromisoformat(values["since"]) if values["since"] else today,
            **{name: Decimal(values[name]) for name in ("day_rate", "deposit", "late_fee", "late_cap")},
        }
        for values in rows
    ])  # fmt: skip


SHEET = ImportSheet(
    "machines", _l("农机清单"), "machines", COLUMNS, take, list="machines", **once(Machine.number)
)
