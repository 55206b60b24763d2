"""The bays themselves, the daily checks, and what is used up."""

from __future__ import annotations

from hub.kits.stock import MovesView, ShelfView
from hub.kits.upkeep import CONDITION_TONES, CONDITIONS, ChecksView, out_pill
from hub.room import (
    ChoiceFilter,
    Column,
    FlagFilter,
    RecordsView,
    Refused,
    RowAction,
    _,
    _l,
    _lp,
)

from ..bays import CODES, number_name
from ..models import Bay, Check
from ..stock import shelf
from ..words import KINDS


class Bays(RecordsView):
    """清洗位"""

    model = Bay
    slug = "bays"
    title = _l("清洗位")
    singular = _lp("singular", "清洗位")
    permission = "view"
    edit_permission = "manage"
    columns = (
        Column("number", _l("编号"), Bay.number, kind="main", sort=True, show=number_name),
        Column("kind", _l("做什么"), Bay.kind, choices=KINDS),
        Column("out", _l("使用"), Bay.out_since, show=out_pill(_l("开放"), _l("不开放"))),
        Column("condition", _l("状况"), Bay.condition, choices=CONDITIONS, pill=CONDITION_TONES),
        Column("minutes", _l("最长几分钟"), Bay.minutes, kind="num"),
        Column("uses", _l("用过几次"), Bay.uses, kind="num"),
        Column("note", _l("说明"), Bay.note, kind="secondary"),
        Column("offered", _l("开放"), Bay.offered, kind="hidden"),
        Column("out_reason", _l("停用原因"), Bay.out_reason, kind="hidden"),
    )
    order = "number"
    filters = (
        ChoiceFilter("kind", _l("做什么"), choices=KINDS),
        FlagFilter("out", _l("只看停用"), Bay.out_since.is_not(None)),
    )
    search = (Bay.number,)
    can_create = can_edit = True
    form_columns = ("number", "kind", "minutes", "note", "offered")
    form_labels = {
        "number": _l("编号"), "kind": _l("做什么"), "minutes": _l("一次最长几分钟"), "note": _l("说明"),
        "offered": _l("开放"),
    }  # fmt: skip
    form_choices = {"kind": KINDS}
    form_help = {
        "number": _l("写在墙上的号，例如 1"),
        "minutes": _l("忘了点结束的，到这个时间自己结束；10 到 480"),
        "note": _l("在哪里、有什么，例如 东头，带热水"),
        "offered": _l("不再用的位把勾去掉，记录还在"),
    }
    conflict = _l("这个编号已经有了。")
    empty_text = _l("还没有清洗位，请先添加，再打印二维码贴在墙上。")
    links = (RowAction(_l("打印二维码"), page="sheets", permission="upkeep"),)
    row_actions = (
        RowAction(_l("二维码"), page="sheet", arg="bay", permission="upkeep", main=True),
        RowAction(
            _l("报故障"), page="fault", arg="thing", permission="upkeep", show=lambda row: row.offered
        ),
        RowAction(
            _l("恢复使用"), page="put_back", arg="thing", permission="upkeep", post=True,
            confirm=_l("已经看过、可以安全使用了吗？"), show=lambda row: row.out is not None,
        ),
    )  # fmt: skip

    def before_save(self, row: Bay, is_created: bool) -> None:
        """A new bay gets its code; minutes that make no sense are refused in words."""
        if not 10 <= row.minutes <= 480:
            raise Refused(_("一次最长的时间要在 10 到 480 分钟之间。"), "minutes")
        if row.code_hash is None:
            CODES.give(row)


class Checks(ChecksView):
    """每日检查"""

    _check = Check
    title = _l("检查")
    links = (*ChecksView.links, RowAction(_l("检查项目"), page="policy", permission="manage"))


class Consumables(ShelfView):
    """耗材"""

    _shelf = shelf
    empty_text = _l("还没有耗材，例如洗车液、地毯刷头。请先添加，再登记进货。")


class Moves(MovesView):
    """耗材进出"""

    _shelf = shelf
    singular = _lp("singular", "耗材进出")
