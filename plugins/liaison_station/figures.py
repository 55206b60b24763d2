"""The room in numbers: its card and its month."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, select

from hub.kits.casework import (
    cases_due,
    extended_between,
    is_open,
    never_late,
    settled_in_time,
    share_rated,
    share_satisfied,
)
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
    short_day,
    sum_of,
)

from .lists.cases import All
from .lists.things import Ratings
from .models import Matter, Posting, Rating, Reception
from .words import FLOW, TOPICS

FEWEST_RATINGS = 10  # a share of fewer says something of single people
OPINION, HELP = Matter.kind == "opinion", Matter.kind == "help"


def card() -> str:
    """3 件在办，1 件逾期，12月1日代表接待"""
    late = Matter.stopped_on.is_(None) & (Matter.due_on < here.today)
    row = db.session.execute(
        select(func.count(Matter.id), func.count(case((late, 1)))).where(is_open(Matter, FLOW))
    ).one()
    words = [_("%(n)s 件在办", n=row[0])]
    if row[1]:
        words.append(_("%(n)s 件逾期", n=row[1]))
    day = db.session.scalar(
        select(func.min(Reception.day)).where(Reception.state == "planned", Reception.day >= here.today)
    )
    if day is not None:
        words.append(_("%(day)s代表接待", day=short_day(day)))
    return _("，").join(words)


def taken_in(*conditions: Any) -> Any:
    """How many of these were taken in."""
    return asked(
        lambda period: how_many(Matter, Matter.numbered_on.between(period.first, period.last), *conditions)
    )  # fmt: skip


_due = cases_due(Matter, Matter.kind, Matter.told)


def opinions_due(period: Period) -> Share:
    """聚民心: of the opinions whose first term ends in the period, those fed back or posted by its last day."""
    return settled_in_time(row for row in _due(period) if row.kind == "opinion")


def help_due(period: Period) -> Share:
    """服务常在: the same of traders' requests for help; opinions are counted with 聚民心 alone."""
    return settled_in_time(row for row in _due(period) if row.kind == "help")


def on_time(period: Period) -> float | None:
    return _percent(opinions_due(period))


def fed_back(period: Period) -> float | None:
    """Of the same, those fed back at all, late ones too."""
    told = [row.told is not None for row in _due(period) if row.kind == "opinion"]
    return _percent(Share(sum(told), len(told)))


def help_on_time(period: Period) -> float | None:
    return _percent(help_due(period))


ratings = share_satisfied(Rating)
rated = share_rated(Matter, Rating, Matter.closed_at)


def satisfied(period: Period) -> float | None:
    """Hidden under ten ratings."""
    share = ratings(period)
    return _percent(share) if share.whole >= FEWEST_RATINGS else None


@asked
def entered(period: Period) -> Any:
    of_month = (Rating.rated_at >= period.starts) & (Rating.rated_at < period.ends)
    return how_many(Rating, Rating.source == "keeper", of_month)


def receptions(state: str) -> Any:
    """How many reception days of the period were held, or cancelled."""
    return asked(lambda period: how_many(Reception, *_within(period), Reception.state == state))


@asked
def heads(period: Period) -> Any:
    return sum_of(Reception.heads, *_within(period))


def extended(*conditions: Any) -> Any:
    """How many of those due were given more time."""
    return asked(lambda period: how_many(Matter, extended_between(Matter, period), *conditions))


@asked
def posted(period: Period) -> Any:
    return how_many(Posting, Posting.posted_at >= period.starts, Posting.posted_at < period.ends)


def due_of(kind: str) -> Any:
    """The list of those of a kind whose first term ends in a period."""
    return lambda period: All.url_of_days("first_due_on", period, kind=kind, running="1")


def _within(period: Period) -> tuple[Any, ...]:
    return (Reception.day.between(period.first, period.last),)


def _percent(share: Share) -> float | None:
    return share.part * 1000 // share.whole / 10 if share.whole else None


REPORT = [
    ReportRow("held", _l("代表接待"), _l("次"), receptions("held")),
    ReportRow("heads", _l("接待来的人"), _l("人次"), heads),
    ReportRow("cancelled", _l("取消的接待"), _l("次"), receptions("cancelled")),
    ReportRow("opinions", _l("意见"), _l("条"), taken_in(OPINION)),
    *(
        ReportRow(
            f"topic_{code}",
            _l("意见：%(topic)s", topic=label),
            _l("条"),
            taken_in(OPINION, Matter.topic == code),
        )
        for code, label in TOPICS.items()
    ),
    ReportRow("help", _l("商户求助"), _l("件"), taken_in(HELP)),
    ReportRow("court", _l("在法院审理，已指路"), _l("件"), taken_in(Matter.court)),
    ReportRow("on_time", _l("到期的意见按时反馈"), "%", on_time),
    ReportRow("fed_back", _l("到期的意见已反馈（含迟的）"), "%", fed_back),
    ReportRow("help_on_time", _l("到期的求助按时反馈"), "%", help_on_time),
    ReportRow("extended", _l("到期的件里延过期的"), _l("件"), extended()),
    ReportRow("posted", _l("上答复公示"), _l("条"), posted),
    ReportRow("rated", _l("本人评价"), _l("份"), lambda period: ratings(period).whole),
    ReportRow("satisfied", _l("满意和非常满意（满 10 份才算）"), "%", satisfied),
    ReportRow("entered", _l("代录的评价（不计入满意度）"), _l("份"), entered),
]
FACTS = [
    IndicatorFact("opinions_due", opinions_due, due_of("opinion"), late=never_late(opinions_due)),
    IndicatorFact("service_due", help_due, due_of("help"), late=never_late(help_due)),
    IndicatorFact("service_extended", extended(HELP)),
    IndicatorFact(
        "ratings",
        ratings,
        lambda period: Ratings.url_of_days("rated_at", period, source="self"),
        late=never_late(ratings),
    ),
    IndicatorFact("rated", rated),
    IndicatorFact("ratings_entered", entered),
]
