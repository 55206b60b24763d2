"""Before and beside the evenings: enrolling, who may fetch, groups, lists from spreadsheets, when there is class."""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import select

from hub.room import Done, Pages, Refused, _, _l, _n, db, here, in_brackets, short_day

from . import children
from .children import Child, children_of, fetches, pickups_of
from .desk import ID
from .forms import ChildForm, GroupForm, PickupForm, PolicyForm, RenewForm
from .models import Attendance, Enrolment, Pickup, Session, Term
from .terms import own_policy, policy, term_at_hand
from .words import RELEASES

office = Pages()


def _choose_term(form: Any, **_values: Any) -> None:
    """Terms that are not over; the one at hand first."""
    running = select(Term).where(Term.last_on >= here.today).order_by(Term.first_on)
    form.term.choices = [(term.id, term.name) for term in db.session.scalars(running)]
    at_hand = term_at_hand()
    if form.term.data is None and form.term.typed is None and at_hand is not None:
        form.term.data = at_hand.id


def _child_of(form: ChildForm) -> Child:
    names = ("name", "guardian", "phone", "grade", "group", "phone2", "consent_on", "walks_on")
    return Child(**{name: form[name].data for name in names})


@office.action(
    "enrol", form=ChildForm, permission="enrol", title=_l("报名"), submit=_l("报名"), prepare=_choose_term,
    template="evening_class/enrol.html",
)  # fmt: skip
def enrol(form: ChildForm) -> Done:
    row = children.enrol(form.term.data, _child_of(form))
    return Done(_("%(name)s 报名了", name=row.name), to=office.url("child", child=row.id))


@office.get("child", permission="children", url=f"/child/<{ID}:child>", template="evening_class/child.html")
def child(child: int) -> dict[str, Any]:
    """All that is kept of a child, as its guardian may ask to see it; printable."""
    row = db.session.get(Enrolment, child) or abort(404)
    came = db.session.execute(
        select(Attendance, Session.day)
        .join(Attendance.session)
        .where(Attendance.enrolment_id == row.id)
        .order_by(Session.day.desc())
        .limit(200)
    ).all()
    return {
        "child": row, "pickups": pickups_of([row.id]).get(row.id, []), "fetches": fetches, "came": came,
        "ways": RELEASES, "pages": office, "today": here.today,
    }  # fmt: skip


def _as_kept(form: ChildForm, child: int) -> None:
    row = db.session.get(Enrolment, child) or abort(404)
    del form.term
    if form.name.typed is None:
        form.process(obj=row)


@office.action(
    "change_child", form=ChildForm, permission="enrol", url=f"/child/<{ID}:child>/change", title=_l("改报名"),
    submit=_l("保存"), prepare=_as_kept,
)  # fmt: skip
def change_child(form: ChildForm, child: int) -> Done:
    row = children.change(child, _child_of(form))
    return Done(_("已保存：%(name)s", name=row.name), to=office.url("child", child=row.id))


@office.post(
    "leave", permission="enrol", url=f"/child/<{ID}:child>/leave",
    confirm=_l("孩子不再来了？名字从名单上去掉，资料 30 天后删除。"),
)  # fmt: skip
def leave(child: int) -> Done:
    row = children.leave(child)
    undo = office.url("come_back", child=row.id)
    return Done(_("%(name)s 退出了", name=row.name), to=office.url("child", child=row.id), undo_url=undo)


@office.post("come_back", permission="enrol", url=f"/child/<{ID}:child>/back")
def come_back(child: int) -> Done:
    row = children.come_back(child)
    return Done(_("%(name)s 又在名单上了", name=row.name), to=office.url("child", child=row.id))


@office.post(
    "erase_child", permission="enrol", url=f"/child/<{ID}:child>/erase",
    confirm=_l("孩子、监护人、接送人和放学记录马上全部删除，不能恢复。删除吗？"),
)  # fmt: skip
def erase_child(child: int) -> Done:
    children.erase(child)
    return Done(_("已全部删除；只留下人数。"))


def _about_child(child: int) -> dict[str, Any]:
    row = db.session.get(Enrolment, child) or abort(404)
    return {"subtitle": row.name}


def _until_end(form: PickupForm, child: int) -> None:
    row = db.session.get(Enrolment, child) or abort(404)
    if form.valid_until.typed is None:
        form.valid_until.data = form.valid_until.data or row.term.last_on


@office.action(
    "add_pickup", form=PickupForm, permission="enrol", url=f"/child/<{ID}:child>/pickup", title=_l("加一位接送人"),
    submit=_l("加上"), prepare=_until_end, context=_about_child,
)  # fmt: skip
def add_pickup(form: PickupForm, child: int) -> Done:
    row = children.add_pickup(
        child, form.name.data, form.relation.data, form.phone.data, form.valid_until.data
    )
    return Done(_("%(who)s 可以接 %(name)s 了", who=row.name, name=row.enrolment.name), to=_to_child(row))


def _about_pickup(pickup: int) -> dict[str, Any]:
    row = db.session.get(Pickup, pickup) or abort(404)
    return {"subtitle": in_brackets(row.enrolment.name, fetches(row))}


def _until_now(form: RenewForm, pickup: int) -> None:
    row = db.session.get(Pickup, pickup) or abort(404)
    if form.valid_until.typed is None:
        form.valid_until.data = row.enrolment.term.last_on


@office.action(
    "renew_pickup", form=RenewForm, permission="enrol", url=f"/pickup/<{ID}:pickup>/renew", title=_l("改有效期"),
    submit=_l("保存"), prepare=_until_now, context=_about_pickup,
)  # fmt: skip
def renew_pickup(form: RenewForm, pickup: int) -> Done:
    row = children.renew(pickup, form.valid_until.data)
    return Done(_("%(who)s 有效到%(day)s", who=row.name, day=short_day(row.valid_until)), to=_to_child(row))


@office.post(
    "end_pickup",
    permission="enrol",
    url=f"/pickup/<{ID}:pickup>/end",
    confirm=_l("从现在起，这个人不能再接孩子？"),
)
def end_pickup(pickup: int) -> Done:
    row = children.find_pickup(pickup)
    name, back = row.name, _to_child(row)
    children.end_pickup(pickup)
    return Done(_("%(who)s 不能再接了", who=name), to=back)


def _to_child(row: Pickup) -> str:
    return office.url("child", child=row.enrolment_id)


def _choose_children(form: GroupForm) -> None:
    term = term_at_hand()
    form.children.choices = [
        (row.id, in_brackets(row.name, row.group) if row.group else row.name)
        for row in (children_of(term.id) if term else ())
    ]


@office.action(
    "group",
    form=GroupForm,
    permission="enrol",
    title=_l("分组"),
    submit=_l("分到这一组"),
    prepare=_choose_children,
)
def group(form: GroupForm) -> Done:
    number = children.regroup(form.children.data, form.group.data)
    return Done(_n("分好了 %(n)s 个孩子", number), to=office.url("group"))


def _as_set(form: PolicyForm) -> None:
    if form.begins.typed is None:
        form.process(obj=policy())
        form.weekdays.data = list(policy().weekdays)


@office.action(
    "policy", form=PolicyForm, permission="manage", title=_l("上课时间"), submit=_l("保存"), prepare=_as_set
)
def set_policy(form: PolicyForm) -> Done:
    if form.ends.data <= form.begins.data:
        raise Refused(_("下课要晚于上课。"), "ends")
    row = own_policy()
    row.weekdays = "".join(sorted(form.weekdays.data))
    row.begins, row.ends, row.points = form.begins.data, form.ends.data, form.points.data or 0
    return Done(_("已保存"))
