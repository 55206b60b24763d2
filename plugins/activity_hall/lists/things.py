"""The halls, their equipment, what is broken and what is kept in order."""

from __future__ import annotations

from hub.kits.upkeep import CONDITION_TONES, CONDITIONS, FaultsView, ServicesView, out_pill
from hub.room import Column, FlagFilter, RecordsView, Refused, RowAction, _, _l, _lp

from ..holding import upkeep
from ..models import Hall, Thing


class Halls(RecordsView):
    """场地"""

    model = Hall
    slug = "halls"
    title = _l("场地")
    singular = _lp("singular", "场地")
    permission = "view"
    edit_permission = "manage"
    columns = (
        Column("name", _l("名称"), Hall.name, kind="main", sort=True),
        Column("most", _l("最多几人"), Hall.most, kind="num", show=lambda n: str(n) if n else _("按本室")),
        Column("note", _l("说明"), Hall.note, kind="secondary"),
        Column("offered", _l("开放"), Hall.offered),
    )
    order = "name"
    search = (Hall.name,)
    can_create = can_edit = True
    form_columns = ("name", "most", "note", "offered")
    form_labels = {"name": _l("名称"), "most": _l("最多几人"), "note": _l("说明"), "offered": _l("开放")}
    form_help = {
        "name": _l("例如 活动室、舞蹈室"),
        "most": _l("空着就按本室的上限"),
        "offered": _l("不再用的场地把勾去掉，记录还在"),
    }
    conflict = _l("这个场地已经有了。")
    empty_text = _l("还没有场地，请先添加，例如 活动室、舞蹈室。")

    def before_save(self, row: Hall, is_created: bool) -> None:
        """A limit that makes no sense is refused in words."""
        if row.most is not None and not 1 <= row.most <= 10_000:
            raise Refused(_("最多几人要在 1 到 10000 之间，或者空着。"), "most")


class Things(RecordsView):
    """设备"""

    model = Thing
    slug = "things"
    title = _l("设备")
    singular = _lp("singular", "活动室设备")
    permission = "view"
    edit_permission = "manage"
    columns = (
        Column("name", _l("名称"), Thing.name, kind="main", sort=True),
        Column("out", _l("使用"), Thing.out_since, show=out_pill(_l("能用"), _l("不用了"))),
        Column("condition", _l("状况"), Thing.condition, choices=CONDITIONS, pill=CONDITION_TONES),
        Column("asked_for", _l("登记时可选"), Thing.asked_for, kind="secondary"),
        Column("offered", _l("在用"), Thing.offered, kind="hidden"),
        Column("out_reason", _l("停用原因"), Thing.out_reason, kind="hidden"),
    )
    order = "name"
    filters = (FlagFilter("out", _l("只看停用"), Thing.out_since.is_not(None)),)
    search = (Thing.name,)
    can_create = can_edit = True
    form_columns = ("name", "asked_for", "offered")
    form_labels = {"name": _l("名称"), "asked_for": _l("登记申请时可以选"), "offered": _l("在用")}
    form_help = {
        "name": _l("地板、镜子也算，坏了好登记"),
        "offered": _l("不用了的设备把勾去掉，记录还在"),
    }
    conflict = _l("这样设备已经有了。")
    empty_text = _l("还没有设备，请先添加，例如 音响、投影仪、舞蹈镜。")
    row_actions = (
        RowAction(
            _l("恢复使用"), page="put_back", arg="thing", permission="upkeep", post=True, main=True,
            confirm=_l("已经看过、可以安全使用了吗？"), show=lambda row: row.out is not None,
        ),
    )  # fmt: skip


class _OfThings:
    _upkeep = upkeep
    _thing = Column("thing", _l("设备"), Thing.name, kind="main")


class Faults(_OfThings, FaultsView):
    """损坏"""

    title = _l("损坏")
    singular = _lp("singular", "损坏")
    empty_text = _l("没有登记过损坏。")
    links = (RowAction(_l("登记损坏"), page="fault", permission="upkeep"),)


class Services(_OfThings, ServicesView):
    """保养计划"""

    empty_text = _l("还没有保养计划，例如每 90 天查一次插座。")
