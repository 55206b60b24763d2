"""What is wrong with the bays, and what is done to keep them in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from hub.kits.upkeep import (
    FAULT_STATES,
    FAULT_TONES,
    SEVERITIES,
    SEVERITY_TONES,
    SOURCES,
    due_of,
    due_words,
    plan_words,
)
from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
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

from .. import bays
from ..models import Bay, Fault, Service, Serviced


class Faults(RecordsView):
    """故障"""

    model = Fault
    slug = "faults"
    title = _l("故障")
    singular = _lp("singular", "故障")
    permission = "view"
    joins = (Fault.bay,)
    columns = (
        Column("bay", _l("位"), Bay.number, kind="main", show=bays.number_name),
        Column("severity", _l("有多严重"), Fault.severity, choices=SEVERITIES, pill=SEVERITY_TONES),
        Column("what", _l("哪里坏了"), Fault.what, personal=True, kind="secondary"),
        Column("source", _l("谁报的"), Fault.source, choices=SOURCES),
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
        ChoiceFilter("source", _l("谁报的"), choices=SOURCES),
        DateFilter("reported_at", _l("时间")),
    )
    search = (Bay.number,)
    empty_text = _l("没有报过故障。")
    links = (
        RowAction(_l("报故障"), page="fault", permission="upkeep"),
        RowAction(_l("停用"), page="stop", permission="upkeep"),
    )
    row_actions = (
        RowAction(
            _l("处理"), page="settle", arg="fault", permission="upkeep", main=True,
            show=lambda row: row.state == "open",
        ),
    )  # fmt: skip


def _plan(_name: str, row: Any) -> str:
    return plan_words(row)


def _due(_last: Any, row: Any) -> Any:
    due = due_of(row, row.bay_uses)
    words = due_words(due, here.today)
    return pill(words, "warn") if due.is_due(here.today) else words


class Services(RecordsView):
    """保养计划"""

    model = Service
    slug = "services"
    title = _l("保养")
    singular = _lp("singular", "保养计划")
    permission = "view"
    joins = (Service.bay,)
    columns = (
        Column("bay", _l("位"), Bay.number, kind="main", show=bays.number_name),
        Column("name", _l("做什么"), Service.name),
        Column("plan", _l("计划"), Service.every_days, show=_plan),
        Column("due", _l("下一次"), Service.last_on, show=_due),
        Column("last_on", _l("上一次"), Service.last_on, kind="secondary", sort=True),
        Column("every_days", _l("几天一次"), Service.every_days, kind="hidden"),
        Column("every_uses", _l("几次一次"), Service.every_uses, kind="hidden"),
        Column("last_uses", _l("上一次时的次数"), Service.last_uses, kind="hidden"),
        Column("bay_uses", _l("使用次数"), Bay.uses, kind="hidden"),
    )
    order = "last_on"
    search = (Bay.number, Service.name)
    empty_text = _l("还没有保养计划，例如每 30 天查一次漏电开关。")
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
