"""What is written into the official forms of a case.

A private statement is read in one place here, `_inquiry`, for the record of the party who made it. No other form has a
value that comes from one: each is given what its own function gathers, and nothing of the case itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.casework import number_of, paper_day
from hub.kits.papers import Paper
from hub.room import _, db, here, short_moment

from . import mediators
from .models import Case, FollowUp, Meeting, Statement
from .official import FOLLOW_UP, INQUIRY, INTAKE, MEETING, ORAL, PAPERS, RIGHTS, WRITTEN
from .settling import agreement_of, duties_of
from .words import FOUND, KINDS, MEANS, PLACES, SIDES, SOURCES


@dataclass(frozen=True, slots=True)
class Ready:
    """A form that can be printed for a case: of a record of it, or of the case itself (record 0)."""

    paper: Paper
    record: int
    about: str


def ready(case: Case) -> list[Ready]:
    """The forms of a case as far as it is, in the order in which they are made. Who made a statement stands there by
    the side alone."""
    rows = [Ready(INTAKE, 0, ""), Ready(RIGHTS, 0, "")]
    heard = select(Statement).where(Statement.case_id == case.id).options(joinedload(Statement.party))
    rows += [
        Ready(INQUIRY, one.id, f"{SIDES[one.party.side]} · {short_moment(one.taken_at)}")
        for one in db.session.scalars(heard.order_by(Statement.id))
    ]
    met = select(Meeting).where(Meeting.case_id == case.id).order_by(Meeting.held_at, Meeting.id)
    rows += [Ready(MEETING, one.id, short_moment(one.held_at)) for one in db.session.scalars(met)]
    agreement = agreement_of(case.id)
    if agreement is not None:
        rows.append(Ready(WRITTEN if agreement.form == "written" else ORAL, 0, ""))
    visited = select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.id)
    rows += [Ready(FOLLOW_UP, one.id, paper_day(one.visited_on)) for one in db.session.scalars(visited)]
    return rows


def values_of(case: Case, code: str, record: int) -> dict[str, Any] | None:
    """What is written into a form; None when the case has no such form, or none of that record."""
    if code not in PAPERS or case.state == "archived":
        return None
    more = _GATHER[code](case, record)
    return None if more is None else _head(case) | more


def _head(case: Case) -> dict[str, Any]:
    return {
        "村名": here.village.name,
        "调委会": _("%(village)s人民调解委员会", village=here.village.name),
        "编号": number_of(case),
        "纠纷类别": str(KINDS[case.kind]),
        "制作日期": paper_day(here.today),
        "调解员": mediators.names_of(mediators.seats_of(case.id)),
    }


def _people(case: Case) -> list[dict[str, str]]:
    return [{"一方": str(SIDES[one.side]), "姓名": one.name} for one in mediators.parties_of(case.id)]


def _intake(case: Case, record: int) -> dict[str, Any] | None:
    if record:
        return None
    people = [
        {"一方": str(SIDES[one.side]), "姓名": one.name, "电话": one.phone}
        for one in mediators.parties_of(case.id)
    ]
    accepted = case.accepted_at.astimezone(here.tz).date() if case.accepted_at else None
    return {
        "登记日期": paper_day(case.numbered_on or here.today), "案件来源": str(SOURCES[case.source]),
        "当事人": people, "纠纷情况": case.matter, "受理日期": paper_day(accepted) if accepted else "",
    }  # fmt: skip


def _rights(case: Case, record: int) -> dict[str, Any] | None:
    return None if record else {"当事人": _people(case)}


def _inquiry(case: Case, record: int) -> dict[str, Any] | None:
    row = db.session.get(Statement, record)
    if row is None or row.case_id != case.id:
        return None
    return {
        "时间": short_moment(row.taken_at), "地点": str(PLACES[row.place]), "被调查人": row.party.name,
        "记录": row.text,
    }  # fmt: skip


def _meeting(case: Case, record: int) -> dict[str, Any] | None:
    row = db.session.get(Meeting, record)
    if row is None or row.case_id != case.id:
        return None
    return {
        "当事人": _people(case), "时间": short_moment(row.held_at), "地点": str(PLACES[row.place]),
        "人数": str(row.heads), "记录": row.said, "谈好的": row.agreed,
    }  # fmt: skip


def _agreement(form: str) -> Callable[[Case, int], dict[str, Any] | None]:
    def gather(case: Case, record: int) -> dict[str, Any] | None:
        row = agreement_of(case.id)
        if row is None or row.form != form or record:
            return None
        duties = [{"期限": paper_day(one.due_on), "事项": one.what} for one in duties_of(case.id)]
        return {
            "当事人": _people(case), "纠纷情况": case.matter, "协议内容": row.terms, "履行": duties,
            "协议日期": paper_day(row.made_on), "确认期限": paper_day(row.confirm_by),
        }  # fmt: skip

    return gather


def _follow_up(case: Case, record: int) -> dict[str, Any] | None:
    row, agreement = db.session.get(FollowUp, record), agreement_of(case.id)
    if row is None or row.case_id != case.id or agreement is None:
        return None
    return {
        "当事人": _people(case), "协议日期": paper_day(agreement.made_on), "回访日期": paper_day(row.visited_on),
        "回访方式": str(MEANS[row.means]), "履行情况": str(FOUND[row.found]), "说明": row.note,
    }  # fmt: skip


_GATHER: dict[str, Callable[[Case, int], dict[str, Any] | None]] = {
    "intake": _intake, "rights": _rights, "inquiry": _inquiry, "meeting": _meeting,
    "written": _agreement("written"), "oral": _agreement("oral"), "follow_up": _follow_up,
}  # fmt: skip
