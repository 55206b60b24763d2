"""The pages of upkeep: the check of the morning, exhibits that are faulty, planned care."""

from __future__ import annotations

from typing import Any

from flask import abort

from hub.kits.upkeep import SEVERITIES, plan_words
from hub.room import Done, Pages, Refused, _, _l, db, here, short_moment

from . import exhibits
from .desk import ID
from .forms import CheckForm, FaultForm, ServeForm, ServiceForm, SettleForm, TakeDownForm
from .models import Fault, Service

care = Pages()


def _offer_exhibits(form: Any) -> None:
    form.exhibit.choices = [(row.id, row.title) for row in exhibits.shown()]


def _list_points(form: CheckForm) -> None:
    form.in_order.choices = [(point, point) for point in exhibits.checklist()]
    done = exhibits.today()
    if done is not None and form.in_order.raw_data is None:
        missing = done.missing.splitlines()
        form.in_order.data = [point for point in exhibits.checklist() if point not in missing]
        form.note.data = done.note


@care.action(
    "check",
    form=CheckForm,
    permission="upkeep",
    title=_l("开馆检查"),
    submit=_l("检查好了"),
    prepare=_list_points,
)
def check(form: CheckForm) -> Done:
    row = exhibits.check(form.in_order.data, form.note.data)
    missing = row.missing.splitlines()
    if not missing:
        return Done(_("检查好了，都正常"))
    return Done(_("检查好了，%(n)s 项不正常，是展品的请报修", n=len(missing)), to=care.url("fault"))


@care.action(
    "fault",
    form=FaultForm,
    permission="upkeep",
    title=_l("展品报修"),
    submit=_l("登记"),
    prepare=_offer_exhibits,
)
def fault(form: FaultForm) -> Done:
    row = exhibits.report(form.exhibit.data, form.severity.data, form.what.data)
    if row.stopped:
        return Done(_("已登记，%(exhibit)s撤下了", exhibit=row.exhibit.title))
    return Done(_("已登记%(exhibit)s的故障", exhibit=row.exhibit.title))


def _find_fault(fault: int) -> Fault:
    return db.session.get(Fault, fault) or abort(404)


def _about_fault(fault: int) -> dict[str, Any]:
    row = _find_fault(fault)
    return {
        "facts": [
            (_("展品"), row.exhibit.title), (_("有多严重"), SEVERITIES[row.severity]), (_("哪里坏了"), row.what),
            (_("什么时候"), short_moment(row.reported_at)),
        ]
    }  # fmt: skip


def _offer_back(form: SettleForm, fault: int) -> None:
    if form.back.typed is None and form.outcome.typed is None:
        form.back.data = _find_fault(fault).exhibit.out_since is not None


@care.action(
    "settle", form=SettleForm, permission="upkeep", url=f"/fault/<{ID}:fault>/settle", title=_l("处理报修"),
    submit=_l("登记处理结果"), prepare=_offer_back, context=_about_fault,
)  # fmt: skip
def settle(form: SettleForm, fault: int) -> Done:
    row = exhibits.upkeep.settle(fault, form.state.data, form.outcome.data, back=bool(form.back.data))
    if row.exhibit.out_since is not None:
        return Done(_("已处理，%(exhibit)s还撤着", exhibit=row.exhibit.title))
    return Done(_("已处理%(exhibit)s的故障", exhibit=row.exhibit.title))


@care.action(
    "take_down", form=TakeDownForm, permission="upkeep", title=_l("撤下展品"), submit=_l("撤下"),
    prepare=_offer_exhibits,
)  # fmt: skip
def take_down(form: TakeDownForm) -> Done:
    exhibit = exhibits.upkeep.hold_one(form.exhibit.data)
    if exhibit.out_since is not None:
        raise Refused(_("这件展品已经撤下了。"), "exhibit")
    exhibits.upkeep.take_out(exhibit, form.reason.data)
    return Done(_("%(exhibit)s撤下了", exhibit=exhibit.title))


@care.post("put_back", permission="upkeep", url=f"/exhibit/<{ID}:exhibit>/back")
def put_back(exhibit: int) -> Done:
    row = exhibits.upkeep.hold_one(exhibit)
    exhibits.upkeep.put_back(row)
    return Done(_("%(exhibit)s重新展出了", exhibit=row.title))


@care.action(
    "new_service", form=ServiceForm, permission="manage", title=_l("新的保养计划"), submit=_l("保存"),
    prepare=_offer_exhibits,
)  # fmt: skip
def new_service(form: ServiceForm) -> Done:
    exhibit = exhibits.upkeep.hold_one(form.exhibit.data)
    service = Service(
        exhibit_id=exhibit.id, exhibit=exhibit, name=form.name.data, every_days=form.every_days.data, every_uses=None,
        last_on=here.today, last_uses=0,
    )  # fmt: skip
    db.session.add(service)
    return Done(_("已保存：%(name)s，%(plan)s", name=service.name, plan=plan_words(service)))


def _about_service(service: int) -> dict[str, Any]:
    row = db.session.get(Service, service) or abort(404)
    return {"facts": [(_("展品"), row.exhibit.title), (_("做什么"), row.name), (_("计划"), plan_words(row))]}


@care.action(
    "serve", form=ServeForm, permission="upkeep", url=f"/service/<{ID}:service>/done", title=_l("登记保养"),
    submit=_l("做好了"), context=_about_service,
)  # fmt: skip
def serve(form: ServeForm, service: int) -> Done:
    row = exhibits.upkeep.serve(service, form.note.data)
    return Done(_("已登记保养：%(name)s", name=row.name))


@care.post(
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
