"""Events in numbers: for a room's month, and for the indicators 活动常办 and 聚活力."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from hub.room import Asked, EventFact, Period, Rows, asked, here, how_many, rows_of, sum_of

LATE = timedelta(days=3)  # after which something that was entered counts as 补录


def told(event: type[Any], period: Period) -> list[EventFact]:
    """Every event of a period, in whatever state, as the month's indicators ask for them; in one query. The day of one
    that was held is the day on which it really began."""
    rows = _events(event)(period)  # type: ignore[arg-type]
    return [
        EventFact(
            (row.began_at or row.starts_at).astimezone(here.tz).date(), row.state, row.heads,
            timed=row.began_at is not None and row.finished_at is not None,
            by_residents=row.proposer == "residents",
            late=row.entered_at is not None and row.entered_at - (row.finished_at or row.ends_at) > LATE,
        )
        for row in rows
    ]  # fmt: skip


@lru_cache
def _events(event: Any) -> Rows:
    columns = (
        event.state, event.heads, event.proposer, event.starts_at, event.ends_at, event.began_at, event.finished_at,
        event.entered_at,
    )  # fmt: skip
    return rows_of(lambda period: select(*columns).where(*_within(event, period)))


def held(event: type[Any], *conditions: Any) -> Asked:
    """How many events of a period were held, with however many heads."""
    return asked(
        lambda period: how_many(event, event.state == "held", *conditions, *_within(event, period))
    )  # fmt: skip


def cancelled(event: type[Any]) -> Asked:
    """How many events of a period were cancelled."""
    return asked(lambda period: how_many(event, event.state == "cancelled", *_within(event, period)))


def heads(event: type[Any]) -> Asked:
    """Heads of the events that were held."""
    return asked(lambda period: sum_of(event.heads, event.state == "held", *_within(event, period)))


def _within(event: type[Any], period: Period) -> tuple[Any, ...]:
    return event.starts_at >= period.starts, event.starts_at < period.ends
