"""How much the machines are used: days out, days idle, and the share of the one in both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from hub.room import Period, Share, here, rows_of, shared

from .models import Machine, Outage, Rental


def machine_days(period: Period) -> int:
    """Days on which machines were out, each machine and day once."""
    return sum(len(days) for days in _days_out(period).values())


@shared
def idle_days(period: Period) -> int | None:
    """Days on which machines stood in the yard whole and nobody had them; until today."""
    last = min(period.last, here.today)
    if last < period.first:
        return None
    out, broken, idle = _days_out(period), _days_broken(period), 0
    for machine in _machines(period):
        first, end = max(period.first, machine.since), min(last, machine.retired_on or last)
        there = _between(first, end)
        idle += len(there - out.get(machine.id, set()) - broken.get(machine.id, set()))
    return idle


def machine_share(period: Period) -> Share:
    """Machine-days rented of those on which machines were there and whole."""
    out = machine_days(period)
    return Share(out, out + (idle_days(period) or 0))


def days_used(period: Period) -> set[date]:
    """Days on which any machine was out."""
    return set[date]().union(*_days_out(period).values())


def share_out(period: Period) -> float | None:
    """Machine-days rented of those on which machines were there and whole, in %."""
    out, idle = machine_days(period), idle_days(period)
    return round(100 * out / (out + idle), 1) if idle is not None and out + idle else None


@shared
def _days_out(period: Period) -> dict[int, set[date]]:
    return _days_of(_rentals(period), period)


@shared
def _days_broken(period: Period) -> dict[int, set[date]]:
    return _days_of(_breakdowns(period), period)


@rows_of
def _rentals(period: Period) -> Any:
    return select(Rental.machine_id, Rental.begun_at, Rental.ended_at).where(
        Rental.begun_at < period.ends, or_(Rental.ended_at.is_(None), Rental.ended_at >= period.starts)
    )


@rows_of
def _breakdowns(period: Period) -> Any:
    return select(Outage.machine_id, Outage.began_at, Outage.ended_at).where(
        Outage.began_at < period.ends, or_(Outage.ended_at.is_(None), Outage.ended_at >= period.starts)
    )  # fmt: skip


@rows_of
def _machines(_period: Period) -> Any:
    return select(Machine.id, Machine.since, Machine.retired_on)


def _days_of(rows: Any, period: Period) -> dict[int, set[date]]:
    days: dict[int, set[date]] = {}
    last = min(period.last, here.today)
    for machine_id, begun_at, ended_at in rows:
        first = max(begun_at.astimezone(here.tz).date(), period.first)
        end = min((ended_at or here.now).astimezone(here.tz).date(), last)
        days.setdefault(machine_id, set()).update(_between(first, end))
    return days


def _between(first: date, last: date) -> set[date]:
    return {first + timedelta(days=place) for place in range((last - first).days + 1)}
