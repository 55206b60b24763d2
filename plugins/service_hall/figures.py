"""The room in numbers: its card and its month."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, select

from hub.kits.casework import (
    cases_due,
    extended_between,
    is_open,
    never_late,
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
    asked,
    db,
    here,
    how_many,
    rows_of,
    shared,
)

from .lists import All, Duties, Opinions, Ratings
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


def accepted(*conditions: Any) -> Any:
    """How many of these were accepted."""
    return asked(
        lambda period: how_many(
            Request, Request.numbered_on.between(period.first, period.last), *conditions
        ).join(Request.item)
    )  # fmt: skip


@asked
def questions(period: Period) -> Any:
    return how_many(Question, Question.asked_at >= period.starts, Question.asked_at < period.ends)


def resolved(*conditions: Any) -> Any:
    """How many were settled so, or refused."""
    return asked(lambda period: how_many(Request, resolved_between(Request, period), *conditions))


_due = cases_due(Request)
_opinions = rows_of(
    lambda period: select(Opinion.due_on, Opinion.answered_at).where(
        Opinion.due_on.between(period.first, period.last)
    )
)


@shared
def service_due(period: Period) -> Share:
    """服务常在: of what fell due, before any extension, what was settled by then."""
    return settled_in_time(_due(period))


def on_time(period: Period) -> float | None:
    return _percent(service_due(period))


@asked
def extended(period: Period) -> Any:
    return how_many(Request, extended_between(Request, period))


ratings = share_satisfied(Rating)


def satisfied(period: Period) -> float | None:
    """Hidden under ten ratings."""
    share = ratings(period)
    return _percent(share) if share.whole >= FEWEST_RATINGS else None


@asked
def entered(period: Period) -> Any:
    of_month = (Rating.rated_at >= period.starts) & (Rating.rated_at < period.ends)
    return how_many(Rating, Rating.source == "keeper", of_month)


@asked
def opinions(period: Period) -> Any:
    return how_many(Opinion, Opinion.noted_at >= period.starts, Opinion.noted_at < period.ends)


@shared
def opinions_due(period: Period) -> Share:
    """Of the opinions that had to be answered in the period, those that were answered by then."""
    rows = _opinions(period)
    good = [at for due_on, at in rows if at is not None and at.astimezone(here.tz).date() <= due_on]
    return Share(len(good), len(rows))


def answered_in_time(period: Period) -> float | None:
    return _percent(opinions_due(period))


duty = duty_minutes(Duty)


def duty_hours(period: Period) -> float:
    return hours_of(duty(period).part)


def duty_covered(period: Period) -> float | None:
    return _percent(duty(period))


def _percent(share: Share) -> float | None:
    return share.part * 1000 // share.whole / 10 if share.whole else None


REPORT = [
    ReportRow("asked", _l("只是问问"), _l("次"), questions),
    ReportRow("accepted", _l("受理"), _l("件"), accepted()),
    *(
        ReportRow(
            f"accepted_{code}",
            _l("受理：%(category)s", category=label),
            _l("件"),
            accepted(Item.category == code),
        )
        for code, label in CATEGORIES.items()
    ),
    ReportRow("settled", _l("办好"), _l("件"), resolved(Request.refusals == 0)),
    ReportRow("refused", _l("不予办理"), _l("件"), resolved(Request.refusals == 1)),
    ReportRow("on_time", _l("按时办结"), "%", on_time),
    ReportRow("extended", _l("到期的件里延过期的"), _l("件"), extended),
    ReportRow("rated", _l("本人评价"), _l("份"), lambda period: ratings(period).whole),
    ReportRow("satisfied", _l("满意和非常满意（满 10 份才算）"), "%", satisfied),
    ReportRow("entered", _l("代录的评价（不计入满意度）"), _l("份"), entered),
    ReportRow("opinions", _l("意见"), _l("条"), opinions),
    ReportRow("answered", _l("意见按时答复"), "%", answered_in_time),
    ReportRow("duty_hours", _l("在岗"), _l("小时"), duty_hours),
    ReportRow("duty_covered", _l("到岗时间占排班时间"), "%", duty_covered),
]
FACTS = [
    IndicatorFact(
        "service_due",
        service_due,
        lambda period: All.url_of_days("first_due_on", period, running="1"),
        late=never_late(service_due),
    ),
    IndicatorFact("service_extended", extended),
    IndicatorFact("duty_minutes", duty, lambda period: Duties.url_of_days("day", period)),
    IndicatorFact(
        "ratings",
        ratings,
        lambda period: Ratings.url_of_days("rated_at", period, source="self"),
        late=never_late(ratings),
    ),
    IndicatorFact("rated", share_rated(Request, Rating, Request.resolved_at)),
    IndicatorFact("ratings_entered", entered),
    IndicatorFact(
        "opinions_due",
        opinions_due,
        lambda period: Opinions.url_of_days("due_on", period),
        late=never_late(opinions_due),
    ),
]
