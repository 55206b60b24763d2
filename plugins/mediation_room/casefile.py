"""A case's own page, and what can be done there."""

from __future__ import annotations

from typing import Any

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.casework import number_of, steps_of, term_of
from hub.room import Button, Pages, _, _l, db, here, in_brackets, short_day, short_moment

from . import mediators
from .models import Agreement, Case, Duty, FollowUp, Meeting, Statement, Step
from .settling import agreement_of, duties_of
from .words import (
    ANSWERS,
    CONFIRMED,
    ENDINGS,
    FORMS,
    FOUND,
    KINDS,
    MEANS,
    PLACES,
    ROOM,
    SIDES,
    SOURCES,
    STATES,
    STEPS,
    TONES,
)

ID = "int(max=2147483647)"
CASE = f"/case/<{ID}:case>"
casefile = Pages()


@casefile.get("case", permission="view", url=CASE, template=f"{ROOM}/case.html")
def case(case: int) -> dict[str, Any]:
    row = find(case)
    agreement, filed = agreement_of(row.id), row.state == "archived"
    buttons = buttons_of(row, agreement)
    duties = [] if filed else duties_of(row.id)
    return {
        "title": title_of(row), "state": STATES[row.state], "tone": TONES[row.state],
        "pairs": facts_of(row, agreement), "main": buttons[:1], "more": buttons[1:], "notes": True,
        "steps": [(short_moment(step.at), STEPS[step.kind], step.note, step.by.name if step.by else "")
                  for step in steps_of(Step, row.id)],
        "nothing": _("已归档，只留索引：编号、类别、日期和结果。") if filed else "",
        "sections": [] if filed else sections_of(row), "duties": [_duty(duty) for duty in duties],
        "open_duties": [(short_day(duty.due_on), casefile.url("keep", case=row.id, duty=duty.id))
                        for duty in duties if duty.done_on is None and row.state in ("agreed", "performing")]
        if here.can(f"{ROOM}.mediate") else [],
    }  # fmt: skip


def find(case_id: int) -> Case:
    """A case, to be looked at; what is not there is a page not found."""
    row = db.session.scalars(
        select(Case).where(Case.id == case_id).options(joinedload(Case.handler))
    ).one_or_none()
    return row or abort(404)


def title_of(row: Case) -> str:
    """第 1120-01 号 邻里; never who."""
    return _("第 %(number)s 号 %(what)s", number=number_of(row), what=KINDS[row.kind])


def outcome_of(row: Case, agreement: Agreement | None) -> str:
    """How it ended, in the words of the index."""
    if agreement is not None:
        return in_brackets(FORMS[agreement.form], short_day(agreement.made_on))
    if row.ending:
        return in_brackets(STATES["ended"], ENDINGS[row.ending])
    return str(STATES["refused"]) if row.resolved_at else ""


def facts_of(row: Case, agreement: Agreement | None) -> list[tuple[Any, Any]]:
    """What is known of a case."""
    pairs: list[tuple[Any, Any]] = [
        (_("纠纷情况和请求"), row.matter),
        *((SIDES[one.side], _party(one)) for one in mediators.parties_of(row.id)),
        (_("说明"), row.words),
        (_("怎么来的"), SOURCES[row.source]),
        (_("调解员"), mediators.names_of(mediators.seats_of(row.id))),
        (_("经办"), row.handler.name if row.handler else ""),
        (_("登记"), short_day(row.numbered_on)),
        (_("受理"), short_moment(row.accepted_at)),
        (_("期限"), term_of(row) if row.resolved_at is None else ""),
        (_("结果"), outcome_of(row, agreement)),
        (_("结束"), short_moment(row.resolved_at)),
        (_("下次回访"), short_day(row.visit_on)),
        (_("归档"), short_moment(row.closed_at)),
    ]
    if agreement is not None:
        pairs[-5:-5] = [(_("协议内容"), agreement.terms), (_("司法确认"), _confirming(agreement))]
    return [(label, value) for label, value in pairs if value and value != "—"]


def _confirming(row: Agreement) -> str:
    if row.confirmed:
        return str(CONFIRMED[row.confirmed])
    return (
        _("%(day)s以前可以向法院申请", day=short_day(row.confirm_by))
        if here.today <= row.confirm_by
        else _("没有申请")
    )


def _party(one: Any) -> str:
    return " · ".join(str(word) for word in (one.name, one.phone, ANSWERS[one.answer]) if word)


def _duty(row: Duty) -> tuple[str, str]:
    done = _("已履行，%(day)s", day=short_day(row.done_on)) if row.done_on else _("还没有履行")
    return _("%(day)s以前", day=short_day(row.due_on)), f"{row.what} · {done}"


def sections_of(row: Case) -> list[tuple[Any, list[tuple[str, str]], str]]:
    """What belongs to a case, part by part: a heading, its lines, a sentence."""

    def of(model: Any, order: Any) -> Any:
        return db.session.scalars(select(model).where(model.case_id == row.id).order_by(order))

    met = [
        (
            f"{short_moment(one.held_at)} · {PLACES[one.place]}",
            "\n".join(filter(None, (one.said, one.agreed))),
        )
        for one in of(Meeting, Meeting.held_at)
    ]
    heard = [
        (f"{short_moment(one.taken_at)} · {SIDES[one.party.side]} {one.party.name}", one.text)
        for one in db.session.scalars(
            select(Statement)
            .where(Statement.case_id == row.id)
            .options(joinedload(Statement.party))
            .order_by(Statement.id)
        )
    ]
    visited = [
        (
            f"{short_day(one.visited_on)} · {MEANS[one.means]}",
            " · ".join(filter(None, (str(FOUND[one.found]), one.note))),
        )
        for one in of(FollowUp, FollowUp.id)
    ]
    parts = [
        (_l("调解记录"), met, ""),
        (_l("单独听取的意见"), heard, _("只给调解员看；不给另一方看，也不印在双方的文书上。")),
        (_l("回访"), visited, ""),
    ]
    return [part for part in parts if part[1]]


def buttons_of(row: Case, agreement: Agreement | None) -> list[Button]:
    """What can be done now, the likeliest first."""
    if not here.can(f"{ROOM}.mediate") or row.state == "archived":
        return []

    def page(label: Any, name: str) -> Button:
        return Button(label, casefile.url(name, case=row.id))

    def post(label: Any, name: str, confirm: Any = "") -> Button:
        return Button(label, casefile.url(name, case=row.id), "post", confirm)

    agreed = all(one.answer == "yes" for one in mediators.parties_of(row.id))
    answer, accept = page(_l("登记回话"), "answer"), page(_l("受理"), "accept")
    avoid, end = page(_l("登记回避"), "avoid"), page(_l("终止调解"), "end")
    party, change = page(_l("添加当事人"), "party"), page(_l("换调解员"), "change")
    meet, hear = page(_l("登记调解"), "meet"), page(_l("单独听取"), "hear")
    inform = post(_l("已告知权利义务"), "inform")
    filing = post(
        _l("归档"),
        "archive",
        _l("归档以后，姓名、记录和协议内容都会删除，只留索引。文书都打印、下载好了吗？"),
    )
    duty, confirm = page(_l("加履行事项"), "duty"), page(_l("司法确认"), "confirm")
    confirming = [confirm] if agreement is not None and not agreement.confirmed else []
    passing = [page(_l("备注"), "add_note"), page(_l("文书"), "papers")]
    lengthen, give = page(_l("延期"), "lengthen"), page(_l("移交"), "give")
    by_state = {
        "applied": [*((accept, answer) if agreed else (answer,)), party, avoid, give],
        "accepted": [meet if row.informed_at else inform, hear, lengthen, change, avoid, party, answer, end, give],
        "mediating": [meet, page(_l("达成协议"), "agree"), hear, lengthen, change, avoid, party, end, give],
        "agreed": [post(_l("双方已签字或认可，开始履行"), "perform"), duty, *confirming, give],
        "performing": [page(_l("登记回访"), "follow"), duty, *confirming, give],
        "followed": [filing, *confirming],
    }  # fmt: skip
    return [*by_state.get(row.state, [filing]), *passing]
