"""The roster in numbers, for a room's month."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from hub.kits.roster.duty import covered
from hub.room import Asked, Period, Share, asked, here, rows_of, shared, sum_of


def duty_minutes(shift: type[Any]) -> Callable[[Period], Share]:
    """Minutes somebody was there of the minutes that were rostered (服务常在, beside it). What is not over yet is not
    counted; a shift belongs to the day on which it begins."""

    @rows_of
    def shifts(period: Period) -> Any:
        return select(shift.starts_at, shift.ends_at, shift.on_at, shift.off_at).where(
            shift.day.between(period.first, period.last)
        )

    @shared
    def minutes(period: Period) -> Share:
        rows = [row for row in shifts(period) if row.ends_at <= here.now]
        rostered = sum(int((row.ends_at - row.starts_at).total_seconds() // 60) for row in rows)
        return Share(sum(covered(row) for row in rows), rostered)

    return minutes


def volunteer_minutes(hours: type[Any]) -> Asked:
    """Minutes of volunteers that a second person verified (聚活力, beside it), by the day on which they were given."""
    return asked(
        lambda period: sum_of(
            hours.minutes, hours.state == "verified", hours.day.between(period.first, period.last)
        )
    )  # fmt: skip


def hours_of(minutes: int) -> float:
    """Minutes in hours, with one place."""
    return round(minutes / 60, 1)


def percent_of(share: Share) -> float | None:
    """The part of the whole; None where there is no whole."""
    return share.part * 1000 // share.whole / 10 if share.whole else None
