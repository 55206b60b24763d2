"""What is shown, what is wrong with it, and how it is cared for."""

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
    RowAction,
    _,
    _l,
    _lp,
    db,
    here,
    pill,
    short_day,
)

from ..models import Check, Exhibit, Fault, Service, Serviced


def _shown(out_since: Any, row: Any) -> Any:
    if not row.offered:
        return pill(_("不在展"), "off")
    return pill(row.out_reason, "warn") if out_since else pill(_("在展"), "ok")


class Exhibits(RecordsView):
    """展品"""

    model = Exhibit
    slug = "exhibits"
    title = _l("展品")
    singular = _lp("singular", "展品")
    permission = "view"
    edit_permission = "manage"
    columns = (
        Column("name", _l("名称"), Exhibit.name, kind="main"),
        Column("number", _l("编号"), Exhibit.number, sort=True),
        Column("place", _l("位置"), Exhibit.place, kind="secondary"),
        Column("out", _l("展出"), Exhibit.out_since, show=_shown),
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
    links = (RowAction(_l("撤下展品"), page="take_down", permission="upkeep"),)
    row_actions = (
        RowAction(_l("报修"), page="fault", arg="exhibit", permission="upkeep", show=lambda row: row.offered),
        RowAction(_l("重新展出"), page="put_back", arg="exhibit", permission="upkeep", post=True,
                  show=lambda row: row.out is not None),
    )  # fmt: skip


class Faults(RecordsView):
    """报修"""

    model = Fault
    slug = "faults"
    title = _l("报修")
    singular = _lp("singular", "报修")
    permission = "view"
    joins = (Fault.exhibit,)
    columns = (
        Column("exhibit", _l("展品"), Exhibit.name, kind="main"),
        Column("number", _l("编号"), Exhibit.number),
        Column("severity", _l("有多严重"), Fault.severity, choices=SEVERITIES, pill=SEVERITY_TONES),
        Column("what", _l("哪里坏了"), Fault.what, personal=True, kind="secondary"),
        Column("reported_at", _l("时间"), Fault.reported_at, sort=True),
        Column("state", _l("状态"), Fault.state, choices=FAULT_STATES, pill=FAULT_TONES),
        Column("settled_at", _l("处理"), Fault.settled_at, kind="hide_phone"),
    )
    details_columns = (Column("outcome", _l("怎么处理的"), Fault.outcome, personal=True),)
    order = "-reported_at"
    filters = (
        ChoiceFilter("state", _l("状态"), choices=FAULT_STATES),
        ChoiceFilter("severity", _l("有多严重"), choices=SEVERITIES),
        DateFilter("reported_at", _l("时间")),
    )
    search = (Exhibit.number, Exhibit.name)
    empty_text = _l("没有报过修。")
    links = (RowAction(_l("展品报修"), page="fault", permission="upkeep"),)
    row_actions = (
        RowAction(_l("处理"), page="settle", arg="fault", permission="upkeep", main=True,
                  show=lambda row: row.state == "open"),
    )  # fmt: skip


def _plan(_name: Any, row: Any) -> str:
    return plan_words(row)


def _due(_last: Any, row: Any) -> Any:
    due = due_of(row, 0)
    words = due_words(due, here.today)
    return pill(words, "warn") if due.is_due(here.today) else words


class Services(RecordsView):
    """保养计划"""

    model = Service
    slug = "services"
    title = _l("保养")
    singular = _lp("singular", "保养计划")
    permission = "view"
    joins = (Service.exhibit,)
    columns = (
        Column("exhibit", _l("展品"), Exhibit.name, kind="main"),
        Column("name", _l("做什么"), Service.name),
        Column("plan", _l("计划"), Service.every_days, show=_plan),
        Column("due", _l("下一次"), Service.last_on, show=_due),
        Column("last_on", _l("上一次"), Service.last_on, kind="secondary", sort=True),
        Column("every_days", _l("几天一次"), Service.every_days, kind="hidden"),
        Column("every_uses", _l("几次一次"), Service.every_uses, kind="hidden"),
        Column("last_uses", _l("上一次时的次数"), Service.last_uses, kind="hidden"),
    )
    order = "last_on"
    search = (Exhibit.name, Service.name)
    empty_text = _l("还没有保养计划，例如每 30 天给展柜除尘。")
    links = (RowAction(_l("新的保养计划"), page="new_service", permission="manage"),)
    row_actions = (
        RowAction(_l("登记保养"), page="serve", arg="service", permission="upkeep", main=True),
        RowAction(_l("不再提醒"), page="end_service", arg="service", permission="manage", post=True, tone="danger",
                  confirm=_l("以后不再提醒，确定吗？")),
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


class Checks(RecordsView):
    """开馆检查"""

    model = Check
    slug = "checks"
    title = _l("开馆检查")
    singular = _lp("singular", "开馆检查")
    permission = "view"
    columns = (
        Column("day", _l("哪一天"), Check.day, kind="main", sort=True),
        Column("missing", _l("不正常的"), Check.missing,
               show=lambda missing: missing.replace("\n", _("、")) or pill(_("都正常"), "ok")),
        Column("note", _l("备注"), Check.note, kind="secondary"),
        Column("checked_at", _l("几点查的"), Check.checked_at, kind="hide_phone"),
    )  # fmt: skip
    order = "-day"
    filters = (DateFilter("day", _l("日期")),)
    empty_text = _l("还没有做过开馆检查。")
    links = (RowAction(_l("开馆检查"), page="check", permission="upkeep"),)
