"""The halls, their equipment, what is broken and what is kept in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from hub.kits.upkeep import (
    CONDITION_TONES,
    CONDITIONS,
    FAULT_STATES,
    FAULT_TONES,
    SEVERITIES,
    SEVERITY_TONES,
    due_of,
    due_words,
    plan_words,
)
from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    Refused,
    RowAction,
    _,
    _l,
    _lp,
    db,
    here,
    pill,
    short_day,
)

from ..models import Fault, Hall, Service, Serviced, Thing


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


def _service(out_since: Any, row: Any) -> Any:
    if not row.offered:
        return pill(_("不用了"), "off")
    return pill(row.out_reason, "warn") if out_since else pill(_("能用"), "ok")


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
        Column("out", _l("使用"), Thing.out_since, show=_service),
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


class Faults(RecordsView):
    """损坏"""

    model = Fault
    slug = "faults"
    title = _l("损坏")
    singular = _lp("singular", "损坏")
    permission = "view"
    joins = (Fault.thing,)
    columns = (
        Column("thing", _l("设备"), Thing.name, kind="main"),
        Column("severity", _l("有多严重"), Fault.severity, choices=SEVERITIES, pill=SEVERITY_TONES),
        Column("what", _l("哪里坏了"), Fault.what, personal=True, kind="secondary"),
        Column("reported_at", _l("时间"), Fault.reported_at, sort=True),
        Column("state", _l("状态"), Fault.state, choices=FAULT_STATES, pill=FAULT_TONES),
        Column("settled_at", _l("处理"), Fault.settled_at, kind="hide_phone"),
    )
    details_columns = (
        Column("outcome", _l("怎么处理的"), Fault.outcome, personal=True),
        Column("stopped", _l("因此停用"), Fault.stopped),
    )
    order = "-reported_at"
    filters = (
        ChoiceFilter("state", _l("状态"), choices=FAULT_STATES),
        ChoiceFilter("severity", _l("有多严重"), choices=SEVERITIES),
        DateFilter("reported_at", _l("时间")),
    )
    search = (Thing.name,)
    empty_text = _l("没有登记过损坏。")
    links = (RowAction(_l("登记损坏"), page="damage", permission="upkeep"),)
    row_actions = (
        RowAction(
            _l("处理"), page="settle", arg="fault", permission="upkeep", main=True,
            show=lambda row: row.state == "open",
        ),
    )  # fmt: skip


def _plan(_days: Any, row: Any) -> str:
    return plan_words(row)


def _due(_last: Any, row: Any) -> Any:
    due = due_of(row, row.thing_uses)
    words = due_words(due, here.today)
    return pill(words, "warn") if due.is_due(here.today) else words


class Services(RecordsView):
    """保养计划"""

    model = Service
    slug = "services"
    title = _l("保养")
    singular = _lp("singular", "保养计划")
    permission = "view"
    joins = (Service.thing,)
    columns = (
        Column("thing", _l("设备"), Thing.name, kind="main"),
        Column("name", _l("做什么"), Service.name),
        Column("plan", _l("计划"), Service.every_days, show=_plan),
        Column("due", _l("下一次"), Service.last_on, show=_due),
        Column("last_on", _l("上一次"), Service.last_on, kind="secondary", sort=True),
        Column("every_days", _l("几天一次"), Service.every_days, kind="hidden"),
        Column("every_uses", _l("几次一次"), Service.every_uses, kind="hidden"),
        Column("last_uses", _l("上一次时的次数"), Service.last_uses, kind="hidden"),
        Column("thing_uses", _l("使用次数"), Thing.uses, kind="hidden"),
    )
    order = "last_on"
    search = (Thing.name, Service.name)
    empty_text = _l("还没有保养计划，例如每 90 天查一次插座。")
    links = (RowAction(_l("新的保养计划"), page="new_service", permission="manage"),)
    row_actions = (
        RowAction(_l("登记保养"), page="serve", arg="service", permission="upkeep", main=True),
        RowAction(
            _l("不再提醒"), page="end_service", arg="service", permission="manage", post=True, tone="danger",
            confirm=_l("以后不再提醒，确定吗？"),
        ),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return Service.planned

    def sections(self, row: Any) -> Iterable[tuple[Any, Any]]:
        done = db.session.scalars(
            select(Serviced)
            .where(Serviced.service_id == row.id)
            .order_by(Serviced.done_on.desc(), Serviced.id.desc())
            .limit(12)
        )
        return [(_("做过的"), [(short_day(one.done_on), one.note or _("做好了")) for one in done])]
