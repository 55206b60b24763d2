"""The pages of upkeep: faults, stops, the daily check, planned service."""

from __future__ import annotations

from typing import Any

from flask import abort

from hub.kits.upkeep import SEVERITIES, SOURCES, plan_words
from hub.room import Done, Pages, Refused, _, _l, db, here, short_moment

from . import bays, checking, faults
from .desk import ID, choose_bay, desk
from .forms import CheckForm, FaultForm, ServeForm, ServiceForm, SettleForm, StopForm
from .models import Bay, Fault, Service
from .terms import checklist

workshop = Pages()


@workshop.action(
    "fault", form=FaultForm, permission="upkeep", title=_l("报故障"), submit=_l("登记"), prepare=choose_bay
)
def fault(form: FaultForm) -> Done:
    row = faults.report(form.bay.data, form.severity.data, form.what.data)
    bay = db.session.get_one(Bay, row.bay_id)
    said = _("已登记%(bay)s的故障", bay=bays.bay_name(bay))
    if bay.out_since is not None:
        said = _("已登记，%(bay)s已停用", bay=bays.bay_name(bay))
    return Done(said, to=desk.url("board"))


def _find_fault(fault: int) -> Fault:
    row = db.session.get(Fault, fault)
    if row is None:
        abort(404)
    return row


def _about_fault(fault: int) -> dict[str, Any]:
    row = _find_fault(fault)
    facts = [
        (_("位"), bays.bay_name(row.bay)), (_("有多严重"), SEVERITIES[row.severity]), (_("哪里坏了"), row.what),
        (_("谁报的"), SOURCES[row.source]), (_("什么时候"), short_moment(row.reported_at)),
    ]  # fmt: skip
    return {"facts": facts}


def _offer_back(form: SettleForm, fault: int) -> None:
    if form.back.typed is None and form.outcome.typed is None:
        form.back.data = _find_fault(fault).bay.out_since is not None


@workshop.action(
    "settle", form=SettleForm, permission="upkeep", title=_l("处理故障"), submit=_l("登记处理结果"),
    url=f"/fault/<{ID}:fault>/settle", prepare=_offer_back, context=_about_fault,
)  # fmt: skip
def settle(form: SettleForm, fault: int) -> Done:
    row = faults.settle(fault, form.state.data, form.outcome.data, back=bool(form.back.data))
    still = _("，还停用着") if row.bay.out_since is not None else ""
    return Done(
        _("已处理%(bay)s的故障%(still)s", bay=bays.bay_name(row.bay), still=still), to=desk.url("board")
    )


@workshop.action(
    "stop", form=StopForm, permission="upkeep", title=_l("停用"), submit=_l("马上停用"), prepare=choose_bay
)
def stop(form: StopForm) -> Done:
    bay = faults.stop(form.bay.data, form.reason.data)
    return Done(_("%(bay)s已停用", bay=bays.bay_name(bay)), to=desk.url("board"))


@workshop.post(
    "put_back", permission="upkeep", url=f"/bay/<{ID}:bay>/back", confirm=_l("已经看过、可以安全使用了吗？")
)
def put_back(bay: int) -> Done:
    return Done(_("%(bay)s恢复使用了", bay=bays.bay_name(faults.put_back(bay))), to=desk.url("board"))


def _list_points(form: CheckForm) -> None:
    form.in_order.choices = [(point, point) for point in checklist()]
    done = checking.today()
    if done is not None and form.in_order.raw_data is None:
        missing = done.missing.splitlines()
        form.in_order.data = [point for point in checklist() if point not in missing]
        form.note.data = done.note


@workshop.action(
    "check", form=CheckForm, permission="upkeep", title=_l("每日检查"), submit=_l("检查好了"), prepare=_list_points,
    template="wash_station/check.html",
)  # fmt: skip
def check(form: CheckForm) -> Done:
    row = checking.check(form.in_order.data, form.note.data)
    missing = row.missing.splitlines()
    if not missing:
        return Done(_("检查好了，都正常"), to=desk.url("board"))
    return Done(_("检查好了，%(n)s 项不正常，请登记故障", n=len(missing)), to=workshop.url("fault"))


@workshop.action(
    "new_service", form=ServiceForm, permission="manage", title=_l("新的保养计划"), submit=_l("保存"),
    prepare=choose_bay,
)  # fmt: skip
def new_service(form: ServiceForm) -> Done:
    bay = faults.upkeep.hold_one(form.bay.data)
    service = Service(
        bay_id=bay.id, bay=bay, name=form.name.data, every_days=form.every_days.data, every_uses=form.every_uses.data,
        last_on=here.today, last_uses=bay.uses,
    )  # fmt: skip
    db.session.add(service)
    return Done(_("已保存：%(name)s，%(plan)s", name=service.name, plan=plan_words(service)))


def _about_service(service: int) -> dict[str, Any]:
    row = db.session.get(Service, service)
    if row is None:
        abort(404)
    return {
        "facts": [(_("位"), bays.bay_name(row.bay)), (_("做什么"), row.name), (_("计划"), plan_words(row))]
    }


@workshop.action(
    "serve", form=ServeForm, permission="upkeep", title=_l("登记保养"), submit=_l("做好了"),
    url=f"/service/<{ID}:service>/done", context=_about_service,
)  # fmt: skip
def serve(form: ServeForm, service: int) -> Done:
    row = faults.upkeep.serve(service, form.note.data)
    return Done(_("已登记保养：%(name)s", name=row.name))


@workshop.post(
    "end_service",
    permission="manage",
    url=f"/service/<{ID}:service>/end",
    confirm=_l("以后不再提醒，确定吗？"),
)
def end_service(service: int) -> Done:
    row = db.session.get(Service, service)
    if row is None:
        raise Refused(_("没有这项保养，或者已经不做了。"))
    row.planned = False
    return Done(_("已停止提醒：%(name)s", name=row.name))
