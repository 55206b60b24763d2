"""Satisfaction in five levels, as in 好差评. What a keeper enters for somebody is marked and counted apart."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from hub.room import Period, Share, _l, db

LEVELS = {5: _l("非常满意"), 4: _l("满意"), 3: _l("基本满意"), 2: _l("不满意"), 1: _l("非常不满意")}
SATISFIED = (5, 4)
SOURCES = {"self": _l("本人评价"), "keeper": _l("代录")}


def share_satisfied(rating: type[Any], period: Period) -> Share:
    """满意 and 非常满意 among the ratings that people gave themselves in the period."""
    rows = db.session.execute(
        select(rating.level, func.count())
        .where(rating.source == "self", rating.rated_at >= period.starts, rating.rated_at < period.ends)
        .group_by(rating.level)
    ).all()
    return Share(sum(n for level, n in rows if level in SATISFIED), sum(n for _level, n in rows))


def share_rated(case: type[Any], rating: type[Any], period: Period) -> Share:
    """Of the cases settled in the period, which could be rated, those that their askers rated themselves."""
    own = (rating.case_id == case.id) & (rating.village_id == case.village_id) & (rating.source == "self")
    whole, part = db.session.execute(
        select(func.count(case.id), func.count(rating.id))
        .outerjoin(rating, own)
        .where(case.resolved_at >= period.starts, case.resolved_at < period.ends)
    ).one()
    return Share(part, whole)
