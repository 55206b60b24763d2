"""The room in numbers: totals alone. A figure under five is told to nobody outside: the month sees to it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, select

from hub.room import ReportRow, _, _l, asked, db, here, how_many

from .models import Advice, Agreement, AidHandOver, Case, FollowUp, Hazard, Meeting
from .words import KINDS


def card() -> str:
    """2 件在调解，1 件逾期"""
    late = case((Case.due_on < here.today, 1))
    open_ones = Case.state.in_(("applied", "accepted", "mediating"))
    row = db.session.execute(select(func.count(Case.id), func.count(late)).where(open_ones)).one()
    words = [_("%(n)s 件在调解", n=row[0])]
    if row[1]:
        words.append(_("%(n)s 件逾期", n=row[1]))
    return _("，").join(words)


def accepted(*conditions: Any) -> Any:
    """How many of these were accepted."""
    return _by_moment(Case, Case.accepted_at, *conditions)


def agreed(*forms: str) -> Any:
    """How many agreements of these forms were made."""
    return _by_day(Agreement, Agreement.made_on, Agreement.form.in_(forms))


def came_to(*endings: Any) -> Any:
    """How many ended so in the period, without an agreement."""
    return _by_moment(Case, Case.resolved_at, *endings)


def _by_day(model: type[Any], day: Any, *conditions: Any) -> Any:
    return asked(lambda period: how_many(model, day.between(period.first, period.last), *conditions))


def _by_moment(model: type[Any], at: Any, *conditions: Any) -> Any:
    return asked(lambda period: how_many(model, at >= period.starts, at < period.ends, *conditions))


_NO_AGREEMENT = ~select(Agreement.id).where(Agreement.case_id == Case.id).exists()
REPORT = [
    ReportRow("registered", _l("登记的纠纷"), _l("件"), _by_day(Case, Case.numbered_on)),
    ReportRow("accepted", _l("受理"), _l("件"), accepted()),
    ReportRow("agreed", _l("达成协议"), _l("件"), agreed("oral", "written")),
    ReportRow("oral", _l("其中口头协议"), _l("件"), agreed("oral")),
    ReportRow("written", _l("其中书面协议书"), _l("件"), agreed("written")),
    ReportRow("ended", _l("终止"), _l("件"), came_to(Case.ending != "")),
    ReportRow("refused", _l("不同意调解"), _l("件"), came_to(Case.ending == "", _NO_AGREEMENT)),
    *(
        ReportRow(f"kind_{kind}", _l("受理：%(kind)s", kind=words), _l("件"), accepted(Case.kind == kind))
        for kind, words in KINDS.items()
    ),
    ReportRow("meetings", _l("调解"), _l("次"), _by_moment(Meeting, Meeting.held_at)),
    ReportRow("followed", _l("回访"), _l("次"), _by_day(FollowUp, FollowUp.visited_on)),
    ReportRow("hazards", _l("早发现的隐患"), _l("条"), _by_day(Hazard, Hazard.seen_on)),
    ReportRow(
        "calmed", _l("化解的隐患"), _l("条"), _by_day(Hazard, Hazard.settled_on, Hazard.state == "calmed")
    ),
    ReportRow("advice", _l("法律咨询"), _l("次"), _by_moment(Advice, Advice.given_at)),
    ReportRow("aid", _l("交县里的法律援助申请"), _l("份"), _by_day(AidHandOver, AidHandOver.handed_on)),
]
