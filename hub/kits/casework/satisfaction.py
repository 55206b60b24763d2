"""Satisfaction in five levels, as in 好差评. What a keeper enters for somebody is marked and counted apart."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hub.room import Asked, Period, Share, _l, asked_as, how_many

LEVELS = {5: _l("非常满意"), 4: _l("满意"), 3: _l("基本满意"), 2: _l("不满意"), 1: _l("非常不满意")}
SATISFIED = (5, 4)
SOURCES = {"self": _l("本人评价"), "keeper": _l("代录")}


def share_satisfied(rating: type[Any]) -> Asked:
    """满意 and 非常满意 among the ratings that people gave themselves in the period, a Share."""

    @asked_as(Share)
    def share(period: Period) -> tuple[Any, ...]:
        own = rating.source == "self", rating.rated_at >= period.starts, rating.rated_at < period.ends
        return how_many(rating, rating.level.in_(SATISFIED), *own), how_many(rating, *own)

    return share


def share_rated(case: type[Any], rating: type[Any], over: Any) -> Asked:
    """Of the cases that were over in the period, which could be rated, those that their askers rated themselves; a
    Share. `over`: the column that says when, `resolved_at` or `closed_at`."""

    @asked_as(Share)
    def share(period: Period) -> tuple[Any, ...]:
        own = select(rating.id).where(rating.case_id == case.id, rating.source == "self").exists()
        within = over >= period.starts, over < period.ends
        return how_many(case, own, *within), how_many(case, *within)

    return share
