"""What is done with a request from its own page: each deed a form above which the request's facts stand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.casework import (
    LEVELS,
    ExtendForm,
    HandOverAllForm,
    HandOverForm,
    RateForm,
    ReasonForm,
    ReopenForm,
    WaitForm,
    left_behind,
    number_of,
    term_of,
)
from hub.room import Done, Form, Pages, _, _l, colleagues, db, short_day

from . import forms, handling
from .casefile import CASE, find, person_of
from .handling import OFFICE
from .models import Request
from .words import FLOW, ROOM

deeds = Pages()


def _deed(name: str, url: str, form: type[Form], title: Any, submit: Any, prepare: Any = None) -> Any:
    """An action on one request: its facts stand above the form, and one comes back to it."""

    def context(case: int) -> dict[str, Any]:
        row = find(case)
        return {"facts": [(_("事项"), row.item.name), (_("居民"), person_of(row)), (_("期限"), term_of(row))],
                "subtitle": _("第 %(number)s 号", number=number_of(row)) if row.number else ""}  # fmt: skip

    def fit(filled: Any, case: int) -> None:
        find(case)
        if prepare:
            prepare(filled, case)

    return deeds.action(
        name, form=form, permission="handle", title=title, submit=submit, url=f"{CASE}/{url}",
        prepare=fit, context=context,
    )  # fmt: skip


def _back(row: Request, sentence: str) -> Done:
    return Done(sentence, to=deeds.url("case", case=row.id))


@_deed("wait", "wait", WaitForm, _l("等居民补材料"), _l("停表，等居民"))
def wait(form: WaitForm, case: int) -> Done:
    return _back(handling.wait(case, form.what.data), _("已停表，等居民补材料"))


@deeds.post("resume", permission="handle", url=f"{CASE}/resume")
def resume(case: int) -> Done:
    find(case)
    row = handling.resume(case)
    return _back(row, _("接着办，%(day)s前办结", day=short_day(row.due_on)))


def _usual_office(form: forms.ForwardForm, case: int) -> None:
    if form.office.typed is None:
        form.office.data = find(case).item.office


@_deed("forward", "forward", forms.ForwardForm, _l("转镇里代办"), _l("转办"), _usual_office)
def forward(form: forms.ForwardForm, case: int) -> Done:
    row = handling.forward(case, form.office.data, form.note.data)
    return _back(
        row, _("已转%(office)s，%(day)s没有回音就催", office=row.forwarded_to, day=short_day(row.chase_on))
    )


@_deed("chase", "chase", forms.ChaseForm, _l("催办"), _l("记下"))
def chase(form: forms.ChaseForm, case: int) -> Done:
    row = handling.chase(case, form.note.data)
    return _back(row, _("已催办 %(n)s 次，下次%(day)s", n=row.chases, day=short_day(row.chase_on)))


@_deed("returned", "returned", forms.ReturnForm, _l("镇里退回"), _l("收回来办"))
def returned(form: forms.ReturnForm, case: int) -> Done:
    return _back(handling.take_back(case, form.note.data), _("镇里退回，大厅接着办"))


@_deed("settle", "settle", forms.SettleForm, _l("办好了"), _l("办好"))
def settle(form: forms.SettleForm, case: int) -> Done:
    return _back(handling.settle(case, form.result.data), _("办好了，请告知居民"))


@_deed("refuse", "refuse", forms.RefuseForm, _l("不予办理"), _l("不予办理"))
def refuse(form: forms.RefuseForm, case: int) -> Done:
    return _back(handling.refuse(case, form.reason.data), _("已登记不予办理，请当面说明原因"))


@deeds.post("close", permission="handle", url=f"{CASE}/close")
def close(case: int) -> Done:
    find(case)
    row = handling.close(case)
    return _back(row, _("已办结：第 %(number)s 号", number=row.number))


@_deed("reopen", "reopen", ReopenForm, _l("重新办理"), _l("重新办理"))
def reopen(form: ReopenForm, case: int) -> Done:
    row = handling.reopen(case, form.note.data)
    return _back(row, _("重新办理，%(day)s前办结", day=short_day(row.due_on)))


@_deed("lengthen", "extend", ExtendForm, _l("延期"), _l("延期"))
def lengthen(form: ExtendForm, case: int) -> Done:
    row = OFFICE.lengthen(case, form.days.data, form.reason.data, FLOW.agreeing)
    return _back(row, _("已延期到%(day)s", day=short_day(row.due_on)))


@_deed("add_note", "note", ReasonForm, _l("备注"), _l("记下"))
def add_note(form: ReasonForm, case: int) -> Done:
    return _back(OFFICE.add_note(case, form.note.data), _("已记下"))


def _others(form: HandOverForm, case: int) -> None:
    form.to.choices = OFFICE.others(find(case).handler_id)


@_deed("give", "hand-over", HandOverForm, _l("移交"), _l("移交"), _others)
def give(form: HandOverForm, case: int) -> Done:
    row = OFFICE.give_to(case, form.to.data, form.note.data)
    return _back(row, _("已移交给%(name)s", name=dict(colleagues(ROOM))[form.to.data]))


def _givers(form: HandOverAllForm) -> None:
    form.giver.choices = OFFICE.givers()
    form.to.choices = OFFICE.others(None)


@deeds.action(
    "give_all", form=HandOverAllForm, permission="handle", title=_l("移交全部在办"), submit=_l("全部移交"),
    url="/hand-over", template="service_hall/hand_over.html", prepare=_givers,
    context=lambda: {"left": _left()},
)  # fmt: skip
def give_all(form: HandOverAllForm) -> Done:
    rows = OFFICE.give_all(form.giver.data, form.to.data, form.note.data)
    return Done(_("已移交 %(n)s 件给%(name)s", n=len(rows), name=dict(colleagues(ROOM))[form.to.data]))


def _left() -> list[tuple[str, str]]:
    """The open requests of those who have left, to be seen before they are handed on."""
    rows = db.session.scalars(
        select(Request)
        .where(left_behind(Request, FLOW, ROOM))
        .options(joinedload(Request.item), joinedload(Request.handler))
        .order_by(Request.due_on, Request.id)
        .limit(100)
    )
    return [
        (
            _("第 %(number)s 号 %(item)s", number=row.number, item=row.item.name),
            " · ".join(filter(None, (row.handler.name if row.handler else "", term_of(row)))),
        )
        for row in rows
    ]


@deeds.action(
    "rate", form=RateForm, permission="handle", title=_l("请您评价"), submit=_l("提交评价"),
    url=f"{CASE}/rate", template="service_hall/rate.html", prepare=lambda _form, case: find(case),
)  # fmt: skip
def rate(form: RateForm, case: int) -> Done:
    rating = OFFICE.rate(case, form.level.data, form.source.data)
    return Done(_("谢谢您的评价：%(level)s", level=LEVELS[rating.level]), to=deeds.url("case", case=case))
