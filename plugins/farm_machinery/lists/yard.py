"""The machines, and what is done to keep them in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from hub.kits.upkeep import SEVERITIES, FaultsView, ServicedView, ServicesView, due_of, due_words
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
    db,
    here,
    pill,
    short_day,
)

from ..models import Fault, Machine, Rental, Service, Serviced
from ..upkeep import kept
from ..words import FAULT_STATES, FAULT_TONES, MACHINE_STATES, MACHINE_TONES, RENTAL_STATES
from ..yard import Upkeep, hours_due, upkeep_of, why_out

MOST = 12


def _standing_pill(out_since: Any) -> Any:
    return pill(_("待修"), "warn") if out_since else ""


class Machines(RecordsView):
    """农机"""

    model = Machine
    slug = "machines"
    title = _lp("tab", "农机")
    singular = _lp("singular", "农机")
    permission = "view"
    edit_permission = "machines"
    columns = (
        Column("name", _l("名称"), Machine.name, kind="main"),
        Column("number", _l("编号"), Machine.number, sort=True),
        Column("kind", _l("种类"), Machine.kind, kind="secondary"),
        Column("day_rate", _l("一天（元）"), Machine.day_rate, kind="num"),
        Column("points_rate", _l("一天（分）"), Machine.points_rate, kind="hide_phone"),
        Column("deposit", _l("押金（元）"), Machine.deposit, kind="hide_phone"),
        Column("hours", _l("小时表"), Machine.hours, kind="hide_phone"),
        Column("state", _l("状态"), Machine.state, choices=MACHINE_STATES, pill=MACHINE_TONES),
        Column("out", _l("能不能用"), Machine.out_since, show=_standing_pill),
        Column("serviced_at", _l("上次保养的小时数"), Machine.serviced_at, kind="hidden"),
        Column("service_every", _l("几小时保养一次"), Machine.service_every, kind="hidden"),
    )  # fmt: skip
    order = "number"
    filters = (
        ChoiceFilter("state", _l("状态")),
        FlagFilter("out", _l("只看待修"), Machine.out_since.is_not(None)),
    )
    search = (Machine.number, Machine.name, Machine.kind)
    import_sheet = "machines"
    can_create = can_edit = True
    form_columns = (
        "number", "name", "kind", "day_rate", "points_rate", "deposit", "licence", "late_fee", "late_cap",
        "buffer_days", "checklist", "safety", "hours", "service_every", "place", "note", "since",
    )  # fmt: skip
    form_labels = {
        "licence": _l("要看驾驶证"), "late_fee": _l("滞还费一天（元）"), "late_cap": _l("滞还费最多（元）"),
        "buffer_days": _l("两次出租之间留几天"), "checklist": _l("检查项目"), "safety": _l("安全事项"),
        "place": _l("停放位置"), "note": _l("备注"), "since": _l("哪天起出租"),
    }  # fmt: skip
    form_help = {
        "kind": _l("排队按种类排，例如 打药机"),
        "day_rate": _l("改价以后的登记照新价，已登记的不变"),
        "points_rate": _l("0 就是只收现金"),
        "late_cap": _l("不管晚几天，滞还费不超过这个数"),
        "checklist": _l("交机、验机时逐项看，中间用顿号隔开"),
        "safety": _l("交机时念给租用人听"),
        "service_every": _l("空着就不按小时数提醒"),
    }
    conflict = _l("这个编号已经有了。")
    empty_text = _l("还没有农机，请先添加一台。")
    links = (
        RowAction(_l("日历"), page="calendar", permission="view"),
        RowAction(_l("安排保养"), page="service", permission="upkeep"),
        RowAction(_l("规则"), page="rules", permission="manage"),
    )
    row_actions = (
        RowAction(
            _l("登记租用"), page="request", arg="machine", permission="rent", main=True,
            show=lambda row: row.state != "retired",
        ),
        RowAction(
            _l("保养过了"), page="serviced", arg="machine", permission="upkeep", post=True,
            show=lambda row: row.state != "retired" and hours_due(row),
        ),
        RowAction(
            _l("报修"), page="report", arg="machine", permission="upkeep", show=lambda row: row.state != "retired"
        ),
        RowAction(
            _l("安排保养"), page="service", arg="machine", permission="upkeep",
            show=lambda row: row.state != "retired",
        ),
        RowAction(
            _l("报废"), page="retire", arg="machine", permission="machines", post=True, tone="danger",
            confirm=_l("报废以后不再出租，确定吗？"), show=lambda row: row.state == "in",
        ),
    )  # fmt: skip

    def before_save(self, row: Machine, is_created: bool) -> None:
        """What makes no sense is refused in words, not by the database."""
        row.number = row.number.strip().upper()
        if is_created:
            row.serviced_at = row.hours
        for name in ("day_rate", "deposit", "late_fee", "late_cap"):
            if not 0 <= getattr(row, name) <= 99_999:
                raise Refused(_("金额要在 0 到 99999 元之间。"), name)
        if not 0 <= row.points_rate <= 10_000:
            raise Refused(_("一天的积分要在 0 到 10000 之间。"), "points_rate")
        if not 0 <= row.buffer_days <= 14:
            raise Refused(_("留的天数要在 0 到 14 之间。"), "buffer_days")
        if row.hours < 0:
            raise Refused(_("小时数不能小于 0。"), "hours")
        if row.service_every is not None and row.service_every < 1:
            raise Refused(_("保养的小时数要大于 0，或空着。"), "service_every")

    def sections(self, row: Any) -> Iterable[tuple[Any, Any]]:
        return [
            (_("现在"), _standing(row.id)),
            (_("最近的租用"), _rentals_of(row.id)),
            (_("最近的保养和维修"), _upkeep_of(row.id)),
        ]


class _OfMachines:
    _upkeep = kept
    _thing = Column("machine", _lp("one", "农机"), Machine.name + " " + Machine.number, kind="main")


class Faults(_OfMachines, FaultsView):
    """维修"""

    _states, _tones, _costs = FAULT_STATES, FAULT_TONES, True
    slug = "repairs"
    title = _l("维修")
    singular = _lp("singular", "维修")
    links = (RowAction(_l("报修"), page="report", permission="upkeep"),)


class Services(_OfMachines, ServicesView):
    """保养: planned, once or again and again"""

    empty_text = _l("没有安排保养。按小时数的保养在农机里设。")
    links = (
        RowAction(_l("安排保养"), page="service", permission="upkeep"),
        RowAction(_l("新的保养计划"), page="new_service", permission="upkeep"),
    )
    row_actions = (
        RowAction(_l("登记保养"), page="serve", arg="service", permission="upkeep", main=True),
        RowAction(_l("不做了"), page="drop_service", arg="service", permission="upkeep"),
    )


class Done(_OfMachines, ServicedView):
    """做过的保养"""


def _standing(machine_id: int) -> list[tuple[str, str]]:
    machine = db.session.get(Machine, machine_id)
    if machine is None:
        return []
    known = upkeep_of(machine) or Upkeep()
    pairs = [(_("能不能租"), why_out(machine, known) or _("可以租，看日历上空的日子"))]
    pairs += [(_("待修"), fault.what or str(SEVERITIES[fault.severity])) for fault in known.faults]
    for service in known.services:
        due = due_words(due_of(service, machine.hours), here.today)
        pairs.append((_("计划的保养"), _("%(what)s，%(due)s", what=service.name, due=due)))
    if machine.service_every is not None:
        used = {"n": machine.hours - machine.serviced_at, "every": machine.service_every}
        pairs.append((_("保养"), _("上次保养后用了 %(n)s 小时，%(every)s 小时一次", **used)))
    return pairs


def _rentals_of(machine_id: int) -> list[tuple[str, str]]:
    """Nobody's name stands here."""
    rows = db.session.scalars(
        select(Rental)
        .where(Rental.machine_id == machine_id, Rental.state != "cancelled")
        .order_by(Rental.starts_at.desc(), Rental.id.desc())
        .limit(MOST)
    )
    return [
        (short_day(row.span.first_day), _("%(n)s 天，%(state)s", n=row.days, state=RENTAL_STATES[row.state]))
        for row in rows
    ]


def _upkeep_of(machine_id: int) -> list[tuple[str, str]]:
    faults = db.session.scalars(
        select(Fault).where(Fault.machine_id == machine_id).order_by(Fault.reported_at.desc()).limit(MOST)
    )
    done = db.session.execute(
        select(Serviced, Service.name)
        .join(Service, Service.id == Serviced.service_id)
        .where(Service.machine_id == machine_id)
        .order_by(Serviced.done_on.desc(), Serviced.id.desc())
        .limit(MOST)
    )
    told = [
        (row.reported_at.astimezone(here.tz).date(), _("维修 %(what)s", what=row.what), row.outcome)
        for row in faults
    ]
    told += [(row.done_on, _("保养 %(what)s", what=name), row.note) for row, name in done]
    latest = sorted(told, key=lambda one: one[0], reverse=True)[:MOST]
    return [(short_day(day), "；".join(filter(None, (what, how)))) for day, what, how in latest]
