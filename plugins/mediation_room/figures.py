"""The room in numbers: totals alone. A figure under five is told to nobody outside: the month sees to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import case, func, select

from hub.room import Period, ReportRow, _, _l, db, here

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


def registered(period: Period) -> int:
    return _count(Case, Case.numbered_on.between(period.first, period.last))


def accepted(period: Period) -> int:
    return _count(Case, *_accepted(period))


def of_kind(kind: str) -> Callable[[Period], int]:
    """How many of a kind were accepted."""
    return lambda period: _count(Case, *_accepted(period), Case.kind == kind)


def agreed(*forms: str) -> Callable[[Period], int]:
    """How many agreements of these forms were made."""
    return lambda period: _count(
        Agreement, Agreement.made_on.between(period.first, period.last), Agreement.form.in_(forms)
    )


def came_to(*endings: Any) -> Callable[[Period], int]:
    """How many ended so in the period, without an agreement."""
    return lambda period: _count(
        Case, Case.resolved_at >= period.starts, Case.resolved_at < period.ends, *endings
    )


def meetings(period: Period) -> int:
    return _count(Meeting, Meeting.held_at >= period.starts, Meeting.held_at < period.ends)


def followed(period: Period) -> int:
    return _count(FollowUp, FollowUp.visited_on.between(period.first, period.last))


def advice(period: Period) -> int:
    return _count(Advice, Advice.given_at >= period.starts, Advice.given_at < period.ends)


def aid(period: Period) -> int:
    return _count(AidHandOver, AidHandOver.handed_on.between(period.first, period.last))


def seen(period: Period) -> int:
    return _count(Hazard, Hazard.seen_on.between(period.first, period.last))


def calmed(period: Period) -> int:
    return _count(Hazard, Hazard.settled_on.between(period.first, period.last), Hazard.state == "calmed")


def _accepted(period: Period) -> tuple[Any, ...]:
    return Case.accepted_at >= period.starts, Case.accepted_at < period.ends


def _count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


_NO_AGREEMENT = ~select(Agreement.id).where(Agreement.case_id == Case.id).exists()
REPORT = [
    ReportRow("registered", _l("登记的纠纷"), _l("件"), registered),
    ReportRow("accepted", _l("受理"), _l("件"), accepted),
    ReportRow("agreed", _l("达成协议"), _l("件"), agreed("oral", "written")),
    ReportRow("oral", _l("其中口头协议"), _l("件"), agreed("oral")),
    ReportRow("written", _l("其中书面协议书"), _l("件"), agreed("written")),
    ReportRow("ended", _l("终止"), _l("件"), came_to(Case.ending != "")),
    ReportRow("refused", _l("不同意调解"), _l("件"), came_to(Case.ending == "", _NO_AGREEMENT)),
    *(
        ReportRow(f"kind_{kind}", _l("受理：%(kind)s", kind=words), _l("件"), of_kind(kind))
        for kind, words in KINDS.items()
    ),
    ReportRow("meetings", _l("调解"), _l("次"), meetings),
    ReportRow("followed", _l("回访"), _l("次"), followed),
    ReportRow("hazards", _l("早发现的隐患"), _l("条"), seen),
    ReportRow("calmed", _l("化解的隐患"), _l("条"), calmed),
    ReportRow("advice", _l("法律咨询"), _l("次"), advice),
    ReportRow("aid", _l("交县里的法律援助申请"), _l("份"), aid),
]
