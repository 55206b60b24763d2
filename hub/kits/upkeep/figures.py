"""Upkeep in numbers, for a room's month."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import or_, select

from hub.room import Asked, Period, Rows, asked, here, how_many, rows_of

DAY = 86_400


def out_days(outage: type[Any], link: str, period: Period) -> dict[int, float]:
    """For how many days' worth of time each thing was out of service: 0.5 is twelve hours. What is still out counts
    until now. `link` is the column that names the thing."""
    until = min(period.ends, max(here.now, period.starts))
    seconds: dict[int, float] = {}
    for thing, began_at, ended_at in _outages(outage, link)(period):  # type: ignore[arg-type]
        if began_at >= until:
            continue
        lasted = _within(began_at, ended_at or until, period.starts, until)
        seconds[thing] = seconds.get(thing, 0) + lasted
    return {thing: round(total / DAY, 1) for thing, total in seconds.items()}


@lru_cache
def _outages(outage: Any, link: str) -> Rows:
    return rows_of(
        lambda period: select(getattr(outage, link), outage.began_at, outage.ended_at).where(
            outage.began_at < period.ends,
            or_(outage.ended_at.is_(None), outage.ended_at > period.starts),
        )
    )  # fmt: skip


def faults_between(fault: type[Any], *conditions: Any) -> Asked:
    """How many were reported in the period."""
    return asked(
        lambda period: how_many(
            fault, fault.reported_at >= period.starts, fault.reported_at < period.ends, *conditions
        )
    )  # fmt: skip


def _within(began: datetime, ended: datetime, starts: datetime, ends: datetime) -> float:
    return max((min(ended, ends) - max(began, starts)).total_seconds(), 0)
