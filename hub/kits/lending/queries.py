"""Conditions over loans and reservations, to be put into a room's own queries. `loan` and `booking` are model classes
made of `LoanColumns` and `ReservationColumns`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_

from hub.kits.lending.days import Days
from hub.room import Period, eve

Condition = ColumnElement[bool]


def is_open(loan: type[Any]) -> Condition:
    """Still out."""
    return loan.ended_at.is_(None)


def is_overdue(loan: type[Any], today: date) -> Condition:
    """Still out and past its day."""
    return and_(loan.ended_at.is_(None), loan.due_on < today)


def overlapping_loans(loan: type[Any], start: datetime, end: datetime | None) -> Condition:
    """Loans that were running at some instant of [start, end); without an end, of all time after start."""
    running = or_(loan.ended_at.is_(None), loan.ended_at > start)
    return running if end is None else and_(running, loan.out_at < end)


def meeting(booking: type[Any], days: Days) -> Condition:
    """Reservations that share a day with these."""
    return and_(booking.first_day < days.end, booking.end_day > days.first)


def holding(booking: type[Any], today: date, grace: int) -> Condition:
    """Reservations that still hold: waiting, and not left unfetched for more than `grace` days. A thing nobody came
    for is free again without any job that says so."""
    return and_(booking.state == "waiting", booking.first_day >= today - timedelta(days=grace))


def started_between(loan: type[Any], period: Period) -> Condition:
    """Lent in the period."""
    return and_(loan.out_at >= period.starts, loan.out_at < period.ends)


def ended_between(loan: type[Any], period: Period) -> Condition:
    """Returned or given up in the period."""
    return and_(loan.ended_at >= period.starts, loan.ended_at < period.ends)


def fell_due(loan: type[Any], period: Period) -> Condition:
    """Had to be back the day before a day of the period, so may have become overdue in it; see `was_late`."""
    return and_(loan.due_on >= eve(period), loan.due_on < period.last)


def was_late(due_on: date, ended_at: datetime | None, zone: ZoneInfo) -> bool:
    """Whether a loan was not back at the end of its day."""
    return ended_at is None or ended_at.astimezone(zone).date() > due_on
