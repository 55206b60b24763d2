"""A list of exhibits from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hub.room import ImportSheet, Made, SheetColumn, _l, cells, make_records, once

from .models import Exhibit

Values = dict[str, Any]

COLUMNS = (
    SheetColumn("number", _l("编号"), required=True, max=20, also=("展品编号", "序号"), example="Z-03"),
    SheetColumn("name", _l("名称"), required=True, max=60, also=("展品", "展品名称", "展板名称"), example="老式纺车"),
    SheetColumn("place", _l("位置"), max=60, also=("展位", "摆放位置"), help=_l("例如 一号展柜、东墙第二块"),
                example="一号展柜"),
    SheetColumn("offered", _l("在展"), parse=cells.yes_or_no, empty=True, also=("是否展出",),
                help=_l("是或否；空着就是在展")),
)  # fmt: skip


def take(rows: Sequence[Values]) -> Iterable[Made]:
    """The exhibits, in good condition."""
    return make_records(Exhibit, rows)


SHEET = ImportSheet(
    "exhibits", _l("展品清单"), "manage", COLUMNS, take, list="exhibits", **once(Exhibit.number)
)
