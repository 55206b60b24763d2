"""What the room keeps of people, how it forgets, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import joinedload

from hub.kits.casework import forget_cases, forget_steps
from hub.kits.roster import shift_data, shift_retention
from hub.room import (
    PersonalData,
    Retention,
    Unsettled,
    _,
    _l,
    change_rows,
    db,
    here,
    in_brackets,
    join_notes,
    short_day,
)

from .casefile import casefile
from .models import Duty, Opinion, Request, Step
from .words import FLOW, STATES, STEPS

YEAR = timedelta(days=365)  # twelve months after closing
DRAFT_DAYS = timedelta(days=30)
EMPTY = {"resident_id": None, "note": "", "result": "", "reason": "", "missing": ""}


def requests_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What a resident has asked for, as far as it is still known."""
    rows = db.session.scalars(
        select(Request)
        .where(Request.resident_id == resident_id)
        .options(joinedload(Request.item))
        .order_by(Request.opened_at)
    )
    for row in rows:
        day = short_day(row.opened_at.astimezone(here.tz).date())
        said = [in_brackets(day, STATES[row.state]), row.note, row.result, row.reason]
        yield _named(row), join_notes(said)


def requests_in_hand(resident_id: int) -> Iterable[Unsettled]:
    """What is worked on for a resident is brought to its end first, if only as 不予办理; a draft is thrown away, and
    who is gone is not told the result."""
    rows = (
        select(Request)
        .where(Request.resident_id == resident_id, Request.state != FLOW.closed)
        .options(joinedload(Request.item))
        .order_by(Request.opened_at)
    )
    for row in db.session.scalars(rows):
        said = in_brackets(_named(row), STATES[row.state])
        if row.state == FLOW.draft:
            yield Unsettled(_named(row), ends=_("草稿删除"))
        elif row.state in FLOW.worked_on:
            yield Unsettled(said, partial(casefile.url, "case", case=row.id))
        else:
            yield Unsettled(said, ends=_("结果不再告知本人"))


def _named(row: Request) -> str:
    if not row.number:
        return _("草稿 %(item)s", item=row.item.name)
    return _("第 %(number)s 号 %(item)s", number=row.number, item=row.item.name)


def notes_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What was noted at the steps of a resident's requests."""
    rows = db.session.execute(
        select(Step.kind, Step.note)
        .join(Request, Request.id == Step.case_id)
        .where(Request.resident_id == resident_id, Step.note != "")
        .order_by(Step.id)
    )
    for kind, note in rows:
        yield str(STEPS[kind]), note


def erase_requests(resident_id: int) -> int:
    """Take a person out of all requests, with what was said of them; the requests stay and are counted. A draft is
    thrown away."""
    erase_notes(resident_id)
    mine = Request.resident_id == resident_id
    dropped = change_rows(delete(Request).where(mine, Request.state == FLOW.draft), "erasure")
    return dropped + forget_cases(Request, "erasure", mine, **EMPTY)


def erase_notes(resident_id: int) -> int:
    """Empty what was noted at the steps of a person's requests."""
    return forget_steps(Step, Request, "erasure", Request.resident_id == resident_id)


def forget_closed() -> int:
    """Twelve months after a request was closed, or settled and never closed, it is a number among others."""
    old = func.coalesce(Request.closed_at, Request.resolved_at) < here.now - YEAR
    told = Request.code_hash.is_not(None) | Request.resident_id.is_not(None) | (Request.note != "")
    forget_steps(Step, Request, "retention", old)
    return forget_cases(Request, "retention", old, told, **EMPTY)


def drop_drafts() -> int:
    """A draft that nobody came back for is thrown away after thirty days."""
    old = Request.opened_at < here.now - DRAFT_DAYS
    return change_rows(delete(Request).where(Request.state == "draft", old), "retention")


def forget_opinions() -> int:
    """Of an opinion answered a year ago only that there was one is kept."""
    old = Opinion.answered_at < here.now - YEAR
    return change_rows(update(Opinion).where(old, Opinion.text != "").values(text="", answer=""), "retention")


PERSONAL_DATA = [
    PersonalData(
        Request, ("resident_id", "note", "result", "reason", "code_salt", "code_hash"),
        _l("办事要通知本人；可以不留名"), _l("办结 12 个月后脱开"), requests_of, erase_requests,
        requests_in_hand,
        words={
            "note": _l("要办的事"), "result": _l("办理结果"), "reason": _l("不予办理的原因"), "code_salt": _l("回执码"),
            "code_hash": _l("回执码"),
        },
    ),
    PersonalData(Step, ("note",), _l("经办时记的话"), _l("办结 12 个月后清空"), notes_of, erase_notes),
    PersonalData(
        Opinion, ("text", "answer"), _l("意见和答复；不记是谁提的"), _l("答复 12 个月后清空"),
        words={"answer": _l("答复")},
    ),
    shift_data(Duty),
]  # fmt: skip
RETENTION = [
    shift_retention(Duty),
    Retention(_l("办件与居民脱开，清空说明和回执码"), _l("办结 12 个月后"), forget_closed),
    Retention(_l("删除没有受理的草稿"), _l("30 天后"), drop_drafts),
    Retention(_l("清空答复过的意见"), _l("答复 12 个月后"), forget_opinions),
]
