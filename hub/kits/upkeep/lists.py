"""Faults, planned service and service done, as lists. A room names its upkeep and the column of the thing::

    class Faults(FaultsView):
        _upkeep, _thing = upkeep, Column("bay", _l("位"), Bay.number, kind="main")

and says only what is different with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from sqlalchemy import select

from hub.kits.upkeep.plan import due_of
from hub.kits.upkeep.upkeep import Upkeep
from hub.kits.upkeep.words import (
    FAULT_STATES,
    FAULT_TONES,
    SEVERITIES,
    SEVERITIES_IN_SHORT,
    SEVERITY_TONES,
    SOURCES,
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

RECENT = 12


def out_pill(in_service: Any, not_offered: Any = None) -> Any:
    """A `show` for a column of `out_since`: out of service and why, or in service; the row has an `out_reason`, and an
    `offered` where `not_offered` is said."""

    def show(out_since: Any, row: Any) -> Any:
        if not_offered is not None and not row.offered:
            return pill(not_offered, "off")
        return pill(row.out_reason, "warn") if out_since else pill(in_service, "ok")

    return show


class _OfThings(RecordsView):
    _upkeep: ClassVar[Upkeep[Any, Any, Any]]
    _thing: ClassVar[Column]

    permission = "view"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "_upkeep"):
            ours = cls._ours(cls._upkeep)
            for name, value in ours.items():
                if name not in vars(cls):
                    setattr(cls, name, value)

    @classmethod
    def _ours(cls, upkeep: Upkeep[Any, Any, Any]) -> dict[str, Any]:
        raise NotImplementedError


class FaultsView(_OfThings):
    """故障: what is or was wrong, and what became of it"""

    _states: ClassVar[dict[str, Any]] = FAULT_STATES
    _tones: ClassVar[dict[str, Any]] = FAULT_TONES
    _costs: ClassVar[bool] = False
    _public: ClassVar[bool] = False  # whether people at the thing report too

    slug = "faults"
    title = _l("故障")
    singular = _lp("singular", "故障")
    order = "-reported_at"
    empty_text = _l("没有报过故障。")
    links: Sequence[RowAction] = (RowAction(_l("报故障"), page="fault", permission="upkeep"),)
    row_actions: Sequence[RowAction] = (
        RowAction(
            _l("处理"), page="mended", arg="fault", permission="upkeep", main=True,
            show=lambda row: row.state == "open",
        ),
    )  # fmt: skip

    @classmethod
    def _ours(cls, upkeep: Upkeep[Any, Any, Any]) -> dict[str, Any]:
        fault = upkeep.fault
        cost = [Column("cost", _l("花费（元）"), fault.cost, kind="hide_phone")] if cls._costs else []
        source = [Column("source", _l("谁报的"), fault.source, choices=SOURCES)] if cls._public else []
        told = [ChoiceFilter("source", _l("谁报的"), choices=SOURCES)] if cls._public else []
        return {
            "model": fault,
            "joins": (getattr(fault, upkeep.one),),
            "columns": (
                cls._thing,
                Column(
                    "severity",
                    _l("有多严重"),
                    fault.severity,
                    choices=SEVERITIES_IN_SHORT,
                    pill=SEVERITY_TONES,
                ),
                Column("what", _l("哪里坏了"), fault.what, personal=True, kind="secondary"),
                *source,
                Column("reported_at", _l("时间"), fault.reported_at, sort=True),
                Column("state", _l("状态"), fault.state, choices=cls._states, pill=cls._tones),
                Column("settled_at", _l("处理"), fault.settled_at, kind="hide_phone"),
                *cost,
            ),
            "details_columns": (
                Column("outcome", _l("怎么处理的"), fault.outcome, personal=True),
                Column("stopped", _l("因此停用"), fault.stopped),
            ),
            "filters": (
                ChoiceFilter("state", _l("状态"), choices=cls._states),
                ChoiceFilter("severity", _l("有多严重"), choices=SEVERITIES),
                *told,
                DateFilter("reported_at", _l("时间")),
            ),
            "search": (cls._thing.value,),
        }


class ServicesView(_OfThings):
    """保养计划: what is planned, and when it is due"""

    slug = "services"
    title = _l("保养")
    singular = _lp("singular", "保养计划")
    order = "last_on"
    empty_text = _l("还没有保养计划。")
    links: Sequence[RowAction] = (RowAction(_l("新的保养计划"), page="new_service", permission="manage"),)
    row_actions: Sequence[RowAction] = (
        RowAction(_l("登记保养"), page="serve", arg="service", permission="upkeep", main=True),
        RowAction(
            _l("不再提醒"), page="end_service", arg="service", permission="manage", post=True, tone="danger",
            confirm=_l("以后不再提醒，确定吗？"),
        ),
    )  # fmt: skip

    @classmethod
    def _ours(cls, upkeep: Upkeep[Any, Any, Any]) -> dict[str, Any]:
        service, meter = upkeep.service, getattr(upkeep.thing, upkeep.meter)
        once = [
            Column(name, label, getattr(service, name), kind="hidden")
            for name, label in (("due_on", _l("哪天做")), ("days", _l("几天")))
            if hasattr(service, name)
        ]
        return {
            "model": service,
            "joins": (getattr(service, upkeep.one),),
            "columns": (
                cls._thing,
                Column("name", _l("做什么"), service.name),
                Column("plan", _l("计划"), service.every_days, show=_plan),
                Column("due", _l("下一次"), service.last_on, show=_due, export=_due_on),
                Column("last_on", _l("上一次"), service.last_on, sort=True),
                Column("every_days", _l("几天一次"), service.every_days, kind="hidden"),
                Column("every_uses", _l("几次一次"), service.every_uses, kind="hidden"),
                Column("last_uses", _l("上一次时的次数"), service.last_uses, kind="hidden"),
                Column("uses", _l("使用次数"), meter, kind="hidden"),
                *once,
            ),
            "search": (cls._thing.value, service.name),
            "where": staticmethod(lambda: service.planned),
        }

    def sections(self, row: Any) -> Iterable[tuple[Any, Any]]:
        serviced = self._upkeep.serviced
        done = db.session.scalars(
            select(serviced)
            .where(serviced.service_id == row.id)
            .order_by(serviced.done_on.desc(), serviced.id.desc())
            .limit(RECENT)
        )
        return [(_("做过的"), [(short_day(one.done_on), one.note or _("做好了")) for one in done])]


class ServicedView(_OfThings):
    """做过的保养: what was done, when, and what it cost"""

    slug = "serviced"
    title = _l("做过的保养")
    singular = _lp("singular", "做过的保养")
    order = "-done_on"
    empty_text = _l("还没有做过保养。")

    @classmethod
    def _ours(cls, upkeep: Upkeep[Any, Any, Any]) -> dict[str, Any]:
        service, serviced = upkeep.service, upkeep.serviced
        cost = [Column("cost", _l("花费（元）"), serviced.cost)] if hasattr(serviced, "cost") else []
        return {
            "model": serviced,
            "joins": (serviced.service, getattr(service, upkeep.one)),
            "columns": (
                cls._thing,
                Column("name", _l("做什么"), service.name),
                Column("done_on", _l("哪天做的"), serviced.done_on, sort=True),
                Column("note", _l("备注"), serviced.note, kind="secondary"),
                *cost,
            ),
            "filters": (DateFilter("done_on", _l("哪天做的")),),
            "search": (cls._thing.value, service.name),
        }


def _plan(_days: Any, row: Any) -> str:
    return plan_words(row)


def _due_on(_last: Any, row: Any) -> Any:
    return due_of(row, row.uses).day


def _due(_last: Any, row: Any) -> Any:
    due = due_of(row, row.uses)
    words = due_words(due, here.today)
    return pill(words, "warn") if due.is_due(here.today) else words
