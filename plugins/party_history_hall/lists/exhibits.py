"""What is shown, what is wrong with it, and how it is cared for."""

from __future__ import annotations

from hub.kits.upkeep import CONDITION_TONES, CONDITIONS, ChecksView, FaultsView, ServicesView, out_pill
from hub.room import (
    ChoiceFilter,
    Column,
    FlagFilter,
    RecordsView,
    RowAction,
    _l,
    _lp,
)

from ..exhibits import upkeep
from ..models import Check, Exhibit


class Exhibits(RecordsView):
    """展品"""

    model = Exhibit
    slug = "exhibits"
    title = _l("展品")
    singular = _lp("singular", "展品")
    permission = "view"
    edit_permission = "manage"
    import_sheet = "exhibits"
    columns = (
        Column("name", _l("名称"), Exhibit.name, kind="main"),
        Column("number", _l("编号"), Exhibit.number, sort=True),
        Column("place", _l("位置"), Exhibit.place, kind="secondary"),
        Column("out", _l("展出"), Exhibit.out_since, show=out_pill(_l("在展"), _l("不在展"))),
        Column("condition", _l("状况"), Exhibit.condition, choices=CONDITIONS, pill=CONDITION_TONES),
        Column("offered", _l("在展"), Exhibit.offered, kind="hidden"),
        Column("out_reason", _l("撤下的原因"), Exhibit.out_reason, kind="hidden"),
    )
    order = "number"
    filters = (
        ChoiceFilter("condition", _l("状况"), choices=CONDITIONS),
        FlagFilter("out", _l("只看撤下的"), Exhibit.out_since.is_not(None)),
    )
    search = (Exhibit.number, Exhibit.name)
    can_create = can_edit = True
    form_columns = ("number", "name", "place", "offered")
    form_labels = {"number": _l("编号"), "name": _l("名称"), "place": _l("位置"), "offered": _l("在展")}
    form_help = {"place": _l("例如 一号展柜、东墙第二块"), "offered": _l("不再展出的把勾去掉，记录还在")}
    conflict = _l("这个编号已经有了。")
    empty_text = _l("还没有展品，请先添加：展板、展柜、屏都算。")
    links = (RowAction(_l("撤下展品"), page="stop", permission="upkeep"),)
    row_actions = (
        RowAction(_l("报修"), page="fault", arg="thing", permission="upkeep", show=lambda row: row.offered),
        RowAction(_l("重新展出"), page="put_back", arg="thing", permission="upkeep", post=True,
                  show=lambda row: row.out is not None),
    )  # fmt: skip


class _OfExhibits:
    _upkeep = upkeep
    _thing = Column("exhibit", _l("展品"), Exhibit.number + " " + Exhibit.name, kind="main")


class Faults(_OfExhibits, FaultsView):
    """报修"""

    title = _l("报修")
    singular = _lp("singular", "报修")
    empty_text = _l("没有报过修。")
    links = (RowAction(_l("展品报修"), page="fault", permission="upkeep"),)


class Services(_OfExhibits, ServicesView):
    """保养计划"""

    empty_text = _l("还没有保养计划，例如每 30 天给展柜除尘。")


class Checks(ChecksView):
    """开馆检查"""

    _check = Check
    title = _l("开馆检查")
    singular = _lp("singular", "开馆检查")
    empty_text = _l("还没有做过开馆检查。")
    links = (RowAction(_l("开馆检查"), page="check", permission="upkeep"),)
