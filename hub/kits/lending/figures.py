"""Lending in numbers, for a room's card and its month."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from hub.kits.lending.queries import ended_between, fell_due, is_open, is_overdue, started_between, was_late
from hub.room import Asked, Period, Rows, asked, db, here, how_many, rows_of


def count(model: type[Any], *conditions: Any) -> int:
    """How many rows fulfil all conditions."""
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


def out_now(loan: type[Any]) -> tuple[int, int]:
    """How many are out, and how many of these are overdue."""
    return count(loan, is_open(loan)), count(loan, is_overdue(loan, here.today))


def lent(loan: type[Any]) -> Asked:
    """Loans that began in the period."""
    return asked(lambda period: how_many(loan, started_between(loan, period)))


def became_overdue(loan: type[Any], period: Period) -> int:
    """Loans that were not back at the end of a day of the period that was their last."""
    today, zone = here.today, here.tz
    rows = _fallen_due(loan)(period)  # type: ignore[arg-type]
    return sum(was_late(due_on, ended_at, zone) for due_on, ended_at in rows if due_on < today)


@lru_cache
def _fallen_due(loan: Any) -> Rows:
    return rows_of(lambda period: select(loan.due_on, loan.ended_at).where(fell_due(loan, period)))


def lost(loan: type[Any]) -> Asked:
    """Loans that ended in the period because the thing was lost."""
    return asked(lambda period: how_many(loan, loan.state == "lost", ended_between(loan, period)))
