"""The room in numbers: its card and its month."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, select

from hub.kits.casework import (
    extended_between,
    is_open,
    resolved_between,
    settled_in_time,
    share_rated,
    share_satisfied,
)
from hub.kits.roster import duty_minutes, hours_of
from hub.room import (
    IndicatorFact,
    Period,
    ReportRow,
    Share,
    _,
    _l,
    db,
    here,
)

from .lists import All, Opinions, Ratings
from .models import Duty, Item, Opinion, Question, Rating, Request
from .words import CATEGORIES, FLOW

FEWEST_RATINGS = 10  # a share of fewer says something of single people


def card() -> str:
    """3 件待办，1 件今天到期"""
    today = here.today
    row = db.session.execute(
        select(
            func.count(),
            func.count(case((Request.stopped_on.is_(None) & (Request.due_on == today), 1))),
            func.count(case((Request.stopped_on.is_(None) & (Request.due_on < today), 1))),
        ).where(is_open(Request, FLOW))
    ).one()
    words = [_("%(n)s 件待办", n=row[0])]
    if row[1]:
        words.append(_("%(n)s 件今天到期", n=row[1]))
    if row[2]:
        words.append(_("%(n)s 件逾期", n=row[2]))
    return _("，").join(words)


def accepted(period: Period) -> int:
    return _count(Request, Request.numbered_on.between(period.first, period.last))


def accepted_of(category: str) -> Any:
    """How many of a category were accepted."""

    def count(period: Period) -> int:
        number = select(func.count(Request.id)).join(Request.item)
        of_month = Request.numbered_on.between(period.first, period.last)
        return db.session.scalar(number.where(of_month, Item.category == category)) or 0

    return count


def asked(period: Period) -> int:
    return _count(Question, Question.asked_at >= period.starts, Question.asked_at < period.ends)


def settled(period: Period) -> int:
    return _count(Request, resolved_between(Request, period), Request.refusals == 0)


def refused(period: Period) -> int:
    return _count(Request, resolved_between(Request, period), Request.refusals == 1)


def service_due(period: Period) -> Share:
    """服务常在: of what fell due, before any extension, what was settled by then."""
    return settled_in_time(Request, period)


def on_time(period: Period) -> float | None:
    return _percent(service_due(period))


def extended(period: Period) -> int:
    return _count(Request, extended_between(Request, period))


def rated(period: Period) -> int:
    return share_satisfied(Rating, period).whole


def satisfied(period: Period) -> float | None:
    """Hidden under ten ratings."""
    share = share_satisfied(Rating, period)
    return _percent(share) if share.whole >= FEWEST_RATINGS else None


def entered(period: Period) -> int:
    return _count(
        Rating, Rating.source == "keeper", Rating.rated_at >= period.starts, Rating.rated_at < period.ends
    )


def opinions(period: Period) -> int:
    return _count(Opinion, Opinion.noted_at >= period.starts, Opinion.noted_at < period.ends)


def opinions_due(period: Period) -> Share:
    """Of the opinions that had to be answered in the period, those that were answered by then."""
    rows = db.session.execute(
        select(Opinion.due_on, Opinion.answered_at).where(Opinion.due_on.between(period.first, period.last))
    ).all()
    good = [at for due_on, at in rows if at is not None and at.astimezone(here.tz).date() <= due_on]
    return Share(len(good), len(rows))


def answered_in_time(period: Period) -> float | None:
    return _percent(opinions_due(period))


def duty(period: Period) -> Share:
    """Beside 服务常在: minutes at the counter of those that were rostered."""
    return duty_minutes(Duty, period)


def duty_hours(period: Period) -> float:
    return hours_of(duty(period).part)


def duty_covered(period: Period) -> float | None:
    return _percent(duty(period))


def _percent(share: Share) -> float | None:
    return share.part * 1000 // share.whole / 10 if share.whole else None


def _count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


REPORT = [
    ReportRow("asked", _l("只是问问"), _l("次"), asked),
    ReportRow("accepted", _l("受理"), _l("件"), accepted),
    *(
        ReportRow(f"accepted_{code}", _l("受理：%(category)s", category=label), _l("件"), accepted_of(code))
        for code, label in CATEGORIES.items()
    ),
    ReportRow("settled", _l("办好"), _l("件"), settled),
    ReportRow("refused", _l("不予办理"), _l("件"), refused),
    ReportRow("on_time", _l("按时办结"), "%", on_time),
    ReportRow("extended", _l("到期的件里延过期的"), _l("件"), extended),
    ReportRow("rated", _l("本人评价"), _l("份"), rated),
    ReportRow("satisfied", _l("满意和非常满意（满 10 份才算）"), "%", satisfied),
    ReportRow("entered", _l("代录的评价（不计入满意度）"), _l("份"), entered),
    ReportRow("opinions", _l("意见"), _l("条"), opinions),
    ReportRow("answered", _l("意见按时答复"), "%", answered_in_time),
    ReportRow("duty_hours", _l("在岗"), _l("小时"), duty_hours),
    ReportRow("duty_covered", _l("到岗时间占排班时间"), "%", duty_covered),
]
FACTS = [
    IndicatorFact("service_due", service_due, lambda period: All.url_of_days("first_due_on", period)),
    IndicatorFact("service_extended", extended),
    IndicatorFact("duty_minutes", duty),
    IndicatorFact(
        "ratings",
        lambda period: share_satisfied(Rating, period),
        lambda period: Ratings.url_of_days("rated_at", period),
    ),
    IndicatorFact("rated", lambda period: share_rated(Request, Rating, period)),
    IndicatorFact("ratings_entered", entered),
    IndicatorFact("opinions_due", opinions_due, lambda period: Opinions.url_of_days("due_on", period)),
]
