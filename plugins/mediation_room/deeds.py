"""What is done with a case from its own page: each deed a form above which the case's state stands."""

from __future__ import annotations

from typing import Any

from hub.kits.casework import HandOverForm, ReasonForm, term_of
from hub.room import Done, Form, Pages, _, _l, db, here, short_day

from . import filing, forms, handling, mediators, registering, settling
from .casefile import CASE, ID, find, title_of
from .handling import OFFICE
from .models import Case, Duty
from .words import SIDES, STATES

deeds = Pages()


def _deed(name: str, form: type[Form], title: Any, submit: Any, prepare: Any = None) -> Any:
    """An action on one case: its state stands above the form, and one comes back to it."""

    def context(case: int) -> dict[str, Any]:
        row = find(case)
        return {
            "facts": [(_("状态"), STATES[row.state]), (_("期限"), term_of(row))],
            "subtitle": title_of(row),
        }

    def fit(filled: Any, case: int) -> None:
        row = find(case)
        if prepare:
            prepare(filled, row)

    return deeds.action(
        name, form=form, permission="mediate", title=title, submit=submit, url=f"{CASE}/{name.replace('_', '-')}",
        prepare=fit, context=context,
    )  # fmt: skip


def _back(case: int, sentence: str) -> Done:
    return Done(sentence, to=deeds.url("case", case=case))


def _parties(form: Any, row: Case) -> None:
    form.party.choices = [(one.id, f"{SIDES[one.side]} {one.name}") for one in mediators.parties_of(row.id)]


def _mediators(form: Any, _row: Case) -> None:
    form.mediators.choices = mediators.choices()


def _today(*names: str) -> Any:
    def fill(form: Any, _row: Case) -> None:
        for name in names:
            field = form[name]
            if field.typed is None and field.data is None:
                field.data = here.now if name == "at" else here.today

    return fill


@_deed("answer", forms.AnswerForm, _l("登记回话"), _l("登记"), _parties)
def answer(form: forms.AnswerForm, case: int) -> Done:
    row = handling.answer(form.party.data, form.agrees.data == "yes", form.words.data)
    return _back(row.id, _("已登记：%(state)s", state=STATES[row.state]))


@_deed("party", forms.PartyForm, _l("添加当事人"), _l("添加"))
def party(form: forms.PartyForm, case: int) -> Done:
    registering.add_party(case, form.side.data, form.name.data, form.phone.data)
    return _back(case, _("已添加"))


@_deed("accept", forms.MediatorsForm, _l("受理"), _l("受理"), _mediators)
def accept(form: forms.MediatorsForm, case: int) -> Done:
    row = handling.accept(case, form.mediators.data, asked=form.asked.data)
    return _back(case, _("已受理，%(day)s前调解完", day=short_day(row.due_on)))


@_deed("change", forms.MediatorsForm, _l("换调解员"), _l("换"), _mediators)
def change(form: forms.MediatorsForm, case: int) -> Done:
    handling.change_mediators(case, form.mediators.data, asked=form.asked.data)
    return _back(case, _("调解员已换好"))


def _whoever(form: forms.AvoidForm, _row: Case) -> None:
    form.mediator.choices = mediators.choices()


@_deed("avoid", forms.AvoidForm, _l("登记回避"), _l("登记"), _whoever)
def avoid(form: forms.AvoidForm, case: int) -> Done:
    handling.declare(case, form.mediator.data, form.tie.data)
    return _back(case, _("已登记回避，他不再调解和经办这件纠纷"))


@deeds.post("inform", permission="mediate", url=f"{CASE}/inform")
def inform(case: int) -> Done:
    handling.inform(find(case).id)
    return _back(case, _("已登记：双方都知道自己的权利义务"))


@_deed("meet", forms.MeetForm, _l("登记调解"), _l("登记"), _today("at"))
def meet(form: forms.MeetForm, case: int) -> Done:
    handling.meet(
        case, form.at.data, form.place.data, form.heads.data, form.said.data, form.agreed.data,
        form.override_reason.data,
    )  # fmt: skip
    return _back(case, _("已登记这一次调解"))


def _hearing(form: forms.HearForm, row: Case) -> None:
    _parties(form, row)
    _today("at")(form, row)


@_deed("hear", forms.HearForm, _l("单独听取一方意见"), _l("记下"), _hearing)
def hear(form: forms.HearForm, case: int) -> Done:
    handling.hear(case, form.party.data, form.at.data, form.place.data, form.text.data)
    return _back(case, _("已记下，不会给另一方看"))


@_deed("agree", forms.AgreeForm, _l("达成协议"), _l("登记协议"), _today("made_on"))
def agree(form: forms.AgreeForm, case: int) -> Done:
    row = settling.agree(
        case, form.form.data, form.made_on.data, form.terms.data, form.duty.data, form.due_on.data
    )
    return _back(case, _("已登记协议。%(day)s以前可以向法院申请确认", day=short_day(row.confirm_by)))


@_deed("end", forms.EndForm, _l("终止调解"), _l("终止"))
def end(form: forms.EndForm, case: int) -> Done:
    settling.end(case, form.ending.data, form.words.data)
    return _back(case, _("已终止。请告诉双方可以找法院、仲裁或有关单位"))


@_deed("confirm", forms.ConfirmForm, _l("司法确认"), _l("登记"))
def confirm(form: forms.ConfirmForm, case: int) -> Done:
    settling.confirm(case, form.answer.data)
    return _back(case, _("已登记"))


@_deed("duty", forms.DutyForm, _l("加履行事项"), _l("加上"))
def duty(form: forms.DutyForm, case: int) -> Done:
    settling.add_duty(case, form.due_on.data, form.what.data)
    return _back(case, _("已加上"))


@deeds.post("keep", permission="mediate", url=f"{CASE}/duty/<{ID}:duty>/keep")
def keep(case: int, duty: int) -> Done:
    find(case)
    found = db.session.get(Duty, duty)
    settling.keep_duty(duty if found is not None and found.case_id == case else 0)
    return _back(case, _("已登记履行"))


@deeds.post("perform", permission="mediate", url=f"{CASE}/perform")
def perform(case: int) -> Done:
    row = settling.perform(find(case).id)
    return _back(case, _("开始履行，%(day)s回访", day=short_day(row.visit_on)))


@_deed("follow", forms.FollowForm, _l("登记回访"), _l("登记"), _today("visited_on"))
def follow(form: forms.FollowForm, case: int) -> Done:
    settling.follow_up(case, form.visited_on.data, form.means.data, form.found.data, form.note.data)
    return _back(case, _("已登记回访"))


@_deed("lengthen", forms.LengthenForm, _l("延期"), _l("延期"))
def lengthen(form: forms.LengthenForm, case: int) -> Done:
    row = OFFICE.lengthen(case, form.days.data, form.reason.data, form.agreed.data)
    return _back(case, _("已延期到%(day)s", day=short_day(row.due_on)))


@_deed("add_note", ReasonForm, _l("备注"), _l("记下"))
def add_note(form: ReasonForm, case: int) -> Done:
    handling.add_note(case, form.note.data)
    return _back(case, _("已记下"))


def _others(form: HandOverForm, row: Case) -> None:
    form.to.choices = OFFICE.others(row.handler_id)


@_deed("give", HandOverForm, _l("移交"), _l("移交"), _others)
def give(form: HandOverForm, case: int) -> Done:
    handling.hand_over(case, form.to.data, form.note.data)
    return _back(case, _("已移交给%(name)s", name=OFFICE.others(None)[form.to.data]))


@deeds.post(
    "archive", permission="mediate", url=f"{CASE}/archive",
    confirm=_l("归档以后，姓名、记录和协议内容都会删除，只留索引。文书都打印、下载好了吗？"),
)  # fmt: skip
def archive(case: int) -> Done:
    row = filing.archive(find(case).id)
    return _back(case, _("已归档：第 %(number)s 号", number=row.number))
