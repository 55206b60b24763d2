"""The room in numbers: its card and its month."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, select

from hub.kits.casework import (
    due_between,
    extended_between,
    is_open,
    settled_in_time,
    share_satisfied,
)
from hub.room import IndicatorFact, Period, ReportRow, Share, _, _l, db, here, short_day

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


def taken_in(kind: Any) -> Any:
    """How many of a kind were taken in."""
    return lambda period: _count(Matter, Matter.numbered_on.between(period.first, period.last), kind)


def of_topic(topic: str) -> Any:
    """How many opinions of one topic."""
    return lambda period: _count(
        Matter, Matter.numbered_on.between(period.first, period.last), OPINION, Matter.topic == topic
    )


def opinions_due(period: Period) -> Share:
    """聚民心: of the opinions whose first term ends in the period, those fed back or posted by its last day."""
    return settled_in_time(Matter, period, OPINION)


def help_due(period: Period) -> Share:
    """服务常在: the same of traders' requests for help; opinions are counted with 聚民心 alone."""
    return settled_in_time(Matter, period, HELP)


def on_time(period: Period) -> float | None:
    return _percent(opinions_due(period))


def fed_back(period: Period) -> float | None:
    """Of the same, those fed back at all, late ones too."""
    due, told = due_between(Matter, period), case((Matter.told.is_not(None), 1))
    row = db.session.execute(
        select(func.count(told), func.count(Matter.id)).where(due, OPINION)
    ).one()  # fmt: skip
    return _percent(Share(*row))


def help_on_time(period: Period) -> float | None:
    return _percent(help_due(period))


def ratings(period: Period) -> Share:
    return share_satisfied(Rating, period)


def rated(period: Period) -> Share:
    """Of what was closed in the period, that which its submitters rated themselves."""
    own = case((Rating.source == "self", 1))
    row = db.session.execute(
        select(func.count(own), func.count(Matter.id))
        .select_from(Matter)
        .outerjoin(Rating, Rating.case_id == Matter.id)
        .where(Matter.closed_at >= period.starts, Matter.closed_at < period.ends)
    ).one()
    return Share(*row)


def satisfied(period: Period) -> float | None:
    """Hidden under ten ratings."""
    share = ratings(period)
    return _percent(share) if share.whole >= FEWEST_RATINGS else None


def entered(period: Period) -> int:
    of_month = (Rating.rated_at >= period.starts) & (Rating.rated_at < period.ends)
    return _count(Rating, Rating.source == "keeper", of_month)


def receptions(state: str) -> Any:
    """How many reception days of the period were held, or cancelled."""
    return lambda period: _count(
        Reception, Reception.day.between(period.first, period.last), Reception.state == state
    )


def heads(period: Period) -> int:
    total = select(func.coalesce(func.sum(Reception.heads), 0))
    return db.session.scalar(total.where(Reception.day.between(period.first, period.last))) or 0


def court(period: Period) -> int:
    return _count(Matter, Matter.numbered_on.between(period.first, period.last), Matter.court)


def extended(period: Period) -> int:
    return _count(Matter, extended_between(Matter, period))


def posted(period: Period) -> int:
    return _count(Posting, Posting.posted_at >= period.starts, Posting.posted_at < period.ends)


def _percent(share: Share) -> float | None:
    return share.part * 1000 // share.whole / 10 if share.whole else None


def _count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


REPORT = [
    ReportRow("held", _l("代表接待"), _l("次"), receptions("held")),
    ReportRow("heads", _l("接待来的人"), _l("人次"), heads),
    ReportRow("cancelled", _l("取消的接待"), _l("次"), receptions("cancelled")),
    ReportRow("opinions", _l("意见"), _l("条"), taken_in(OPINION)),
    *(
        ReportRow(f"topic_{code}", _l("意见：%(topic)s", topic=label), _l("条"), of_topic(code))
        for code, label in TOPICS.items()
    ),
    ReportRow("help", _l("商户求助"), _l("件"), taken_in(HELP)),
    ReportRow("court", _l("在法院审理，已指路"), _l("件"), court),
    ReportRow("on_time", _l("到期的意见按时反馈"), "%", on_time),
    ReportRow("fed_back", _l("到期的意见已反馈（含迟的）"), "%", fed_back),
    ReportRow("help_on_time", _l("到期的求助按时反馈"), "%", help_on_time),
    ReportRow("extended", _l("到期的件里延过期的"), _l("件"), extended),
    ReportRow("posted", _l("上答复公示"), _l("条"), posted),
    ReportRow("rated", _l("本人评价"), _l("份"), lambda period: ratings(period).whole),
    ReportRow("satisfied", _l("满意和非常满意（满 10 份才算）"), "%", satisfied),
    ReportRow("entered", _l("代录的评价（不计入满意度）"), _l("份"), entered),
]
FACTS = [
    IndicatorFact("opinions_due", opinions_due),
    IndicatorFact("service_due", help_due),
    IndicatorFact("service_extended", lambda period: _count(Matter, extended_between(Matter, period), HELP)),
    IndicatorFact("ratings", ratings),
    IndicatorFact("rated", rated),
    IndicatorFact("ratings_entered", entered),
]
