"""The pages in the hall: today, set up, begin, heads, clean, damage; and upkeep."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import abort
from flask import request as asked

from hub.kits.booking import span_words
from hub.kits.events import EVENT_STATES, EVENT_TONES, can_begin
from hub.kits.upkeep import SEVERITIES, SOURCES, plan_words
from hub.room import Done, Pages, Refused, _, _l, _n, db, here, short_moment

from . import holding
from .answering import event_of
from .desk import ID, desk, facts_of, find
from .forms import CleanForm, CountHeadsForm, DamageForm, ServeForm, ServiceForm, SettleForm, choose
from .halls import all_things
from .models import Fault, Service
from .schedule import day_of
from .terms import checklist

floor = Pages()


@floor.get("today", permission="view", template="activity_hall/today.html")
def today() -> dict[str, Any]:
    """What takes place on a day, in its order, each with the next thing to do."""
    day = day_of(asked.args.get("day"))
    rows = [(row, event, holding.next_step(row, event)) for row, event in holding.of_day(day)]
    return {
        "day": day, "rows": rows, "pages": floor, "desk": desk, "states": EVENT_STATES, "tones": EVENT_TONES,
        "can_begin": can_begin, "before": (day - timedelta(days=1)).isoformat(),
        "after": (day + timedelta(days=1)).isoformat(),
    }  # fmt: skip


@floor.post("set_up", permission="hold", url=f"/booking/<{ID}:booking>/set_up")
def set_up(booking: int) -> Done:
    row = holding.set_up(booking)
    return Done(_("布置好了：%(title)s", title=row.title), to=floor.url("today"))


@floor.post("begin", permission="hold", url=f"/booking/<{ID}:booking>/begin")
def begin(booking: int) -> Done:
    return Done(_("开始了：%(title)s", title=holding.begin(booking).title), to=floor.url("today"))


def _about(booking: int) -> dict[str, Any]:
    return {"facts": facts_of(find(booking))[:5]}


def _fill(form: CountHeadsForm, booking: int) -> None:
    event = event_of(find(booking))
    if event is not None:
        form.fill_times(event)


@floor.action(
    "heads", form=CountHeadsForm, permission="hold", title=_l("点人数"), submit=_l("登记"),
    url=f"/booking/<{ID}:booking>/heads", context=_about, prepare=_fill, template="activity_hall/heads.html",
)  # fmt: skip
def heads(form: CountHeadsForm, booking: int) -> Done:
    row, _visit = holding.count_heads(
        booking, form.heads.data, began_at=form.began_at.data, finished_at=form.finished_at.data,
        materials=form.materials.data, note=form.note.data, crowd_reason=form.override_reason.data,
    )  # fmt: skip
    said = _n("已登记：%(title)s，%(n)s 人", form.heads.data, title=row.title)
    return Done(
        said, to=floor.url("today", day=row.span.first_day), undo_url=floor.url("not_counted", booking=row.id)
    )


@floor.post("not_counted", permission="hold", url=f"/booking/<{ID}:booking>/not_counted")
def not_counted(booking: int) -> Done:
    row = holding.not_counted(booking)
    return Done(
        _("已撤销：%(title)s还没有办", title=row.title), to=floor.url("today", day=row.span.first_day)
    )


def _list_points(form: CleanForm, booking: int) -> None:
    form.in_order.choices = [(point, point) for point in checklist()]
    row = find(booking)
    if row.cleaned_at is not None and form.in_order.raw_data is None:
        form.in_order.data = [point for point in checklist() if point not in row.undone.splitlines()]


@floor.action(
    "clean", form=CleanForm, permission="hold", title=_l("打扫"), submit=_l("打扫好了"),
    url=f"/booking/<{ID}:booking>/clean", context=_about, prepare=_list_points,
)  # fmt: skip
def clean(form: CleanForm, booking: int) -> Done:
    row = holding.cleaned(booking, form.in_order.data)
    missing = len(row.undone.splitlines())
    back = floor.url("today", day=row.span.first_day)
    if not missing:
        return Done(_("打扫好了：%(title)s", title=row.title), to=back)
    return Done(_n("已登记，还有 %(n)s 项没做好", missing), to=back)


def _choose_thing(form: DamageForm | ServiceForm, **_values: Any) -> None:
    choose(form.thing, all_things())


@floor.action(
    "damage",
    form=DamageForm,
    permission="upkeep",
    title=_l("登记损坏"),
    submit=_l("登记"),
    prepare=_choose_thing,
)
def damage(form: DamageForm) -> Done:
    return _damaged(form)


@floor.action(
    "damage_after", form=DamageForm, permission="upkeep", title=_l("登记损坏"), submit=_l("登记"),
    url=f"/booking/<{ID}:booking>/damage", context=_about, prepare=_choose_thing,
)  # fmt: skip
def damage_after(form: DamageForm, booking: int) -> Done:
    return _damaged(form, find(booking).id)


def _damaged(form: DamageForm, booking_id: int | None = None) -> Done:
    row = holding.damage(form.thing.data, form.severity.data, form.what.data, booking_id)
    name = row.thing.name
    return Done(
        _("已登记，%(thing)s停用了", thing=name)
        if row.thing.out_since
        else _("已登记：%(thing)s", thing=name)
    )


def _find_fault(fault: int) -> Fault:
    return db.session.get(Fault, fault) or abort(404)


def _about_fault(fault: int) -> dict[str, Any]:
    row = _find_fault(fault)
    facts = [
        (_("设备"), row.thing.name), (_("有多严重"), SEVERITIES[row.severity]), (_("哪里坏了"), row.what),
        (_("谁报的"), SOURCES[row.source]), (_("什么时候"), short_moment(row.reported_at)),
    ]  # fmt: skip
    if row.booking_id is not None:
        after = find(row.booking_id)
        facts.append((_("哪场以后"), f"{span_words(after.span)} {after.title}"))
    return {"facts": facts}


def _offer_back(form: SettleForm, fault: int) -> None:
    if form.back.typed is None and form.outcome.typed is None:
        form.back.data = _find_fault(fault).thing.out_since is not None


@floor.action(
    "settle", form=SettleForm, permission="upkeep", title=_l("处理损坏"), submit=_l("登记处理结果"),
    url=f"/fault/<{ID}:fault>/settle", prepare=_offer_back, context=_about_fault,
)  # fmt: skip
def settle(form: SettleForm, fault: int) -> Done:
    row = holding.upkeep.settle(fault, form.state.data, form.outcome.data, back=bool(form.back.data))
    still = _("，还停用着") if row.thing.out_since is not None else ""
    return Done(_("已处理%(thing)s的损坏%(still)s", thing=row.thing.name, still=still))


@floor.post(
    "put_back",
    permission="upkeep",
    url=f"/thing/<{ID}:thing>/back",
    confirm=_l("已经看过、可以安全使用了吗？"),
)
def put_back(thing: int) -> Done:
    return Done(_("%(thing)s恢复使用了", thing=holding.put_back(thing).name))


@floor.action(
    "new_service", form=ServiceForm, permission="manage", title=_l("新的保养计划"), submit=_l("保存"),
    prepare=_choose_thing,
)  # fmt: skip
def new_service(form: ServiceForm) -> Done:
    thing = holding.upkeep.hold_one(form.thing.data)
    row = Service(
        thing_id=thing.id, thing=thing, name=form.name.data, every_days=form.every_days.data, last_on=here.today,
        last_uses=0,
    )  # fmt: skip
    db.session.add(row)
    return Done(_("已保存：%(name)s，%(plan)s", name=row.name, plan=plan_words(row)))


def _about_service(service: int) -> dict[str, Any]:
    row = db.session.get(Service, service) or abort(404)
    return {"facts": [(_("设备"), row.thing.name), (_("做什么"), row.name), (_("计划"), plan_words(row))]}


@floor.action(
    "serve", form=ServeForm, permission="upkeep", title=_l("登记保养"), submit=_l("做好了"),
    url=f"/service/<{ID}:service>/done", context=_about_service,
)  # fmt: skip
def serve(form: ServeForm, service: int) -> Done:
    return Done(_("已登记保养：%(name)s", name=holding.upkeep.serve(service, form.note.data).name))


@floor.post(
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
