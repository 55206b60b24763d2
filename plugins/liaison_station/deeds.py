"""What is done with a matter from its own page: each deed a form above which the matter's facts stand."""

from __future__ import annotations

from typing import Any

from flask import request as web
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
    term_of,
)
from hub.room import Done, Form, Pages, _, _l, db, short_day

from . import forms, handling
from .casefile import CASE, find, title_of
from .handling import OFFICE
from .models import Matter
from .papers import without_identity
from .words import FLOW, ROOM, STATES

deeds = Pages()


def _deed(name: str, url: str, form: type[Form], title: Any, submit: Any, prepare: Any = None) -> Any:
    """An action on one matter: its facts stand above the form, and one comes back to it."""

    def context(case: int) -> dict[str, Any]:
        row = find(case)
        facts = [
            (_("状态"), STATES[row.state]),
            (_("期限"), term_of(row)),
            (_("内容"), row.text),
            (_("答复"), row.reply),
        ]
        return {"facts": [fact for fact in facts if fact[1]], "subtitle": title_of(row)}

    def fit(filled: Any, case: int) -> None:
        row = find(case)
        if prepare:
            prepare(filled, row)

    return deeds.action(
        name, form=form, permission="handle", title=title, submit=submit, url=f"{CASE}/{url}",
        prepare=fit, context=context,
    )  # fmt: skip


def _back(case: int, sentence: str) -> Done:
    return Done(sentence, to=deeds.url("case", case=case))


@_deed("wait", "wait", WaitForm, _l("请来访人补充"), _l("停表，等补充"))
def wait(form: WaitForm, case: int) -> Done:
    handling.wait(case, form.what.data)
    return _back(case, _("已停表，等来访人补充"))


@deeds.post("resume", permission="handle", url=f"{CASE}/resume")
def resume(case: int) -> Done:
    find(case)
    row = handling.resume(case)
    return _back(case, _("接着办，%(day)s前反馈", day=short_day(row.due_on)))


def _say_nobody(form: forms.ForwardForm, row: Matter) -> None:
    """The opinion as it was said, without what the submitter could be known by."""
    if form.text.typed is None:
        form.text.data = row.text if row.named_ok else without_identity(row, row.text)
    if form.body.typed is None:
        form.body.data = row.forwarded_to


@_deed("forward", "forward", forms.ForwardForm, _l("转办"), _l("转办"), _say_nobody)
def forward(form: forms.ForwardForm, case: int) -> Done:
    row = handling.forward(case, form.body.data, form.text.data, form.note.data)
    said = _("已转%(body)s，%(day)s没有回音就催", body=row.forwarded_to, day=short_day(row.chase_on))
    return Done(said, to=deeds.url("forwarding", case=case))


@_deed("chase", "chase", forms.ChaseForm, _l("催办"), _l("记下"))
def chase(form: forms.ChaseForm, case: int) -> Done:
    row = handling.chase(case, form.note.data)
    return _back(case, _("已催办 %(n)s 次，下次%(day)s", n=row.chases, day=short_day(row.chase_on)))


@_deed("returned", "returned", forms.ReturnForm, _l("承办单位退回"), _l("收回来办"))
def returned(form: forms.ReturnForm, case: int) -> Done:
    handling.take_back(case, form.note.data)
    return _back(case, _("已退回，站里接着办"))


@_deed("reply", "reply", forms.ReplyForm, _l("登记答复"), _l("登记"))
def reply(form: forms.ReplyForm, case: int) -> Done:
    handling.reply(case, form.text.data)
    return _back(case, _("答复已登记，请反馈来访人"))


@deeds.post(
    "redirect_", permission="handle", url=f"{CASE}/court", confirm=_l("告诉来访人找法院，不再办理，对吗？")
)
def redirect_(case: int) -> Done:
    find(case)
    row = handling.redirect(case)
    return _back(case, _("已登记在法院审理。请告诉来访人：%(words)s", words=row.reply))


@_deed("feed_back", "feedback", forms.FeedBackForm, _l("反馈来访人"), _l("反馈了"))
def feed_back(form: forms.FeedBackForm, case: int) -> Done:
    handling.feed_back(case, form.how.data, form.note.data)
    return _back(case, _("已反馈，可以请他评价"))


def _what_may_hang(form: forms.PostForm, row: Matter) -> None:
    """Without consent there is nothing to write: the number alone is posted."""
    if not row.post_ok:
        del form.question
        del form.answer


@_deed("post", "post", forms.PostForm, _l("答复公示"), _l("公示"), _what_may_hang)
def post(form: forms.PostForm, case: int) -> Done:
    words = (form.question.data, form.answer.data) if "question" in form else ("", "")
    handling.post(case, *words)
    return _back(case, _("已公示"))


@_deed("take_down", "take-down", ReasonForm, _l("撤下公示"), _l("撤下"))
def take_down(form: ReasonForm, case: int) -> Done:
    handling.take_down(case, form.note.data)
    return _back(case, _("已撤下"))


def _as_it_is(form: forms.ConsentForm, row: Matter) -> None:
    # A form that was sent says all there is: a box that is not ticked is not in it.
    if web.method != "POST":
        form.named_ok.data, form.post_ok.data = row.named_ok, row.post_ok


@_deed("consent", "consent", forms.ConsentForm, _l("同意事项"), _l("保存"), _as_it_is)
def consent(form: forms.ConsentForm, case: int) -> Done:
    handling.consent(case, form.named_ok.data, form.post_ok.data)
    return _back(case, _("同意事项已记下"))


@deeds.post("close", permission="handle", url=f"{CASE}/close")
def close(case: int) -> Done:
    find(case)
    row = handling.close(case)
    return _back(case, _("已办结：第 %(number)s 号", number=row.number))


@_deed("reopen", "reopen", ReopenForm, _l("重新办理"), _l("重新办理"))
def reopen(form: ReopenForm, case: int) -> Done:
    row = handling.reopen(case, form.note.data)
    return _back(case, _("重新办理，%(day)s前反馈", day=short_day(row.due_on)))


@_deed("lengthen", "extend", ExtendForm, _l("延期"), _l("延期"))
def lengthen(form: ExtendForm, case: int) -> Done:
    row = OFFICE.lengthen(case, form.days.data, form.reason.data, FLOW.agreeing)
    return _back(case, _("已延期到%(day)s", day=short_day(row.due_on)))


@_deed("add_note", "note", ReasonForm, _l("备注"), _l("记下"))
def add_note(form: ReasonForm, case: int) -> Done:
    OFFICE.add_note(case, form.note.data)
    return _back(case, _("已记下"))


def _others(form: HandOverForm, row: Matter) -> None:
    form.to.choices = OFFICE.others(row.handler_id)


@_deed("give", "hand-over", HandOverForm, _l("移交"), _l("移交"), _others)
def give(form: HandOverForm, case: int) -> Done:
    OFFICE.give_to(case, form.to.data, form.note.data)
    return _back(case, _("已移交给%(name)s", name=OFFICE.others(None)[form.to.data]))


def _givers(form: HandOverAllForm) -> None:
    form.giver.choices = OFFICE.givers()
    form.to.choices = OFFICE.others(None)


@deeds.action(
    "give_all", form=HandOverAllForm, permission="handle", title=_l("移交全部在办"), submit=_l("全部移交"),
    url="/hand-over", prepare=_givers, context=lambda: {"facts": _left()},
)  # fmt: skip
def give_all(form: HandOverAllForm) -> Done:
    rows = OFFICE.give_all(form.giver.data, form.to.data, form.note.data)
    return Done(_("已移交 %(n)s 件给%(name)s", n=len(rows), name=OFFICE.others(None)[form.to.data]))


def _left() -> list[tuple[str, str]]:
    """The open matters of those who have left, to be seen before they are handed on."""
    rows = db.session.scalars(
        select(Matter)
        .where(left_behind(Matter, FLOW, ROOM))
        .options(joinedload(Matter.handler))
        .order_by(Matter.due_on, Matter.id)
        .limit(100)
    )
    return [(title_of(row), " · ".join(filter(None, (row.handler.name if row.handler else "", term_of(row)))))
            for row in rows]  # fmt: skip


@deeds.action(
    "rate", form=RateForm, permission="handle", title=_l("请您评价"), submit=_l("提交评价"),
    url=f"{CASE}/rate", prepare=lambda _form, case: find(case),
)  # fmt: skip
def rate(form: RateForm, case: int) -> Done:
    rating = handling.rate(case, form.level.data, form.source.data)
    return _back(case, _("谢谢您的评价：%(level)s", level=LEVELS[rating.level]))
