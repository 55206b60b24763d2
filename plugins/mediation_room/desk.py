"""The room's own pages: register, look after what was seen early, advice, aid, volunteers, hand everything over."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.casework import HandOverAllForm, left_behind, term_of
from hub.room import Done, Pages, Refused, _, _l, db, here, short_day, visits

from . import forms, handling, mediators, registering
from .casefile import ID, title_of
from .handling import OFFICE
from .models import Advice, AidHandOver, Case, Hazard, Mediator
from .registering import Registration
from .words import ADVICE, FLOW, KINDS, ROOM

HAZARD = f"/hazard/<{ID}:hazard>"
desk = Pages()


def _of_hazard() -> Hazard | None:
    """The hazard that the address names, if it is watched; what was typed there may be anything."""
    text = request.args.get("hazard", "")
    row = db.session.get(Hazard, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else None
    return row if row is not None and row.state == "watched" else None


def _begin(form: forms.RegisterForm) -> None:
    row = _of_hazard()
    if row is not None and form.kind.typed is None:
        form.kind.data, form.source.data, form.matter.data = row.kind, "found", row.what


@desk.action(
    "register",
    form=forms.RegisterForm,
    permission="mediate",
    title=_l("登记纠纷"),
    submit=_l("登记"),
    prepare=_begin,
)
def register(form: forms.RegisterForm) -> Done:
    hazard = _of_hazard()
    said = Registration(
        form.kind.data, form.source.data, form.matter.data, form.first.data, form.second.data,
        form.first_phone.data, form.second_phone.data, both=form.both.data, hazard_id=hazard.id if hazard else None,
    )  # fmt: skip
    row = registering.register(said)
    words = (
        _("第 %(number)s 号已登记，双方都同意，可以受理")
        if said.both
        else _("第 %(number)s 号已登记，请问另一方同不同意调解")
    )
    return Done(words % {"number": row.number}, to=desk.url("case", case=row.id))


def _today(form: Any) -> None:
    for name in ("seen_on", "handed_on"):
        if name in form and form[name].typed is None and form[name].data is None:
            form[name].data = here.today


@desk.action(
    "watch",
    form=forms.HazardForm,
    permission="mediate",
    title=_l("登记隐患"),
    submit=_l("登记"),
    prepare=_today,
)
def watch(form: forms.HazardForm) -> Done:
    row = registering.watch(form.kind.data, form.seen_on.data, form.what.data)
    return Done(
        _("已登记，%(day)s再去看看", day=short_day(row.look_on)), to=desk.url("hazard", hazard=row.id)
    )


@desk.get("hazard", permission="view", url=HAZARD, template=f"{ROOM}/hazard.html")
def hazard(hazard: int) -> dict[str, Any]:
    """隐患: what was seen, and what becomes of it."""
    row = _find(hazard)
    may = here.can(f"{ROOM}.mediate") and row.state == "watched"
    return {"row": row, "kind": KINDS[row.kind], "pages": desk, "may": may}


@desk.action(
    "look", form=forms.LookForm, permission="mediate", title=_l("过几天再看"), submit=_l("记下"), url=f"{HAZARD}/look",
    prepare=lambda _form, hazard: _find(hazard),
)  # fmt: skip
def look(form: forms.LookForm, hazard: int) -> Done:
    row = registering.look_again(hazard, form.days.data)
    return Done(_("%(day)s再去看看", day=short_day(row.look_on)), to=desk.url("hazard", hazard=row.id))


@desk.post(
    "calm",
    permission="mediate",
    url=f"{HAZARD}/calm",
    confirm=_l("化解以后，写的情况会删除，只留计数。对吗？"),
)
def calm(hazard: int) -> Done:
    registering.calm(_find(hazard).id)
    return Done(_("已化解"))


@desk.action("advice", form=forms.AdviceForm, permission="mediate", title=_l("法律咨询"), submit=_l("记一次"))
def advice(form: forms.AdviceForm) -> Done:
    row = Advice(given_at=here.now, heads=form.heads.data)
    db.session.add(row)
    db.session.flush()
    visits.record(
        here.room(ROOM), row.heads, kind=ADVICE, source=(f"{ROOM}.advice", row.id),
        override_reason=form.override_reason.data,
    )  # fmt: skip
    return Done(_("已记 %(n)s 人来咨询", n=row.heads))


@desk.action(
    "aid",
    form=forms.AidForm,
    permission="mediate",
    title=_l("法律援助申请交县里"),
    submit=_l("登记"),
    prepare=_today,
)
def aid(form: forms.AidForm) -> Done:
    if form.handed_on.data > here.today:
        raise Refused(_("日期还没有到，交了以后再登记。"), "handed_on")
    row = AidHandOver(handed_on=form.handed_on.data)
    row.received_by = form.received_by.data
    db.session.add(row)
    return Done(_("已登记：%(day)s交县里", day=short_day(row.handed_on)))


@desk.action(
    "volunteer", form=forms.VolunteerForm, permission="mediate", title=_l("添加志愿调解员"), submit=_l("添加")
)
def volunteer(form: forms.VolunteerForm) -> Done:
    mediators.add_volunteer(form.name.data)
    return Done(_("已添加，受理时可以选他"))


@desk.post(
    "leave",
    permission="mediate",
    url=f"/volunteer/<{ID}:mediator>/leave",
    confirm=_l("以后不能再选他调解，对吗？"),
)
def leave(mediator: int) -> Done:
    if db.session.get(Mediator, mediator) is None:
        abort(404)
    mediators.leave(mediator)
    return Done(_("已登记，他不再调解"))


def _givers(form: HandOverAllForm) -> None:
    form.giver.choices = OFFICE.givers()
    form.to.choices = OFFICE.others(None)


@desk.action(
    "give_all", form=HandOverAllForm, permission="mediate", title=_l("移交全部在办"), submit=_l("全部移交"),
    url="/hand-over", prepare=_givers, context=lambda: {"facts": _left()},
)  # fmt: skip
def give_all(form: HandOverAllForm) -> Done:
    rows = handling.hand_over_all(form.giver.data, form.to.data, form.note.data)
    return Done(_("已移交 %(n)s 件给%(name)s", n=len(rows), name=OFFICE.others(None)[form.to.data]))


def _left() -> list[tuple[str, str]]:
    """The open cases of nobody, or of those who have left."""
    rows = db.session.scalars(
        select(Case).where(left_behind(Case, FLOW, ROOM)).options(joinedload(Case.handler))
        .order_by(Case.due_on, Case.id).limit(100)
    )  # fmt: skip
    return [(title_of(row), " · ".join(filter(None, (row.handler.name if row.handler else "", term_of(row)))))
            for row in rows]  # fmt: skip


def _find(hazard: int) -> Hazard:
    return db.session.get(Hazard, hazard) or abort(404)


def unadvise(visit: Any) -> None:
    """The visit of an advice was taken back."""
    if visit.source_type == f"{ROOM}.advice" and (row := db.session.get(Advice, visit.source_id)) is not None:
        db.session.delete(row)
