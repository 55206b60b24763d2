"""How much the machines are used: days out, days idle, and the share of the one in both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

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
    before = [(row.id, row.rented_at, row.rented_until) for row in _machines(period) if row.rented_at]
    return _days_of([*before, *_rentals(period)], period)


@shared
def _days_broken(period: Period) -> dict[int, set[date]]:
    before = [(row.id, row.broken_at, row.broken_until) for row in _machines(period) if row.broken_at]
    return _days_of([*before, *_breakdowns(period)], period)


@rows_of
def _rentals(period: Period) -> Any:
    return select(Rental.machine_id, Rental.begun_at, Rental.ended_at).where(
        Rental.begun_at >= period.starts, Rental.begun_at < period.ends
    )


@rows_of
def _breakdowns(period: Period) -> Any:
    return select(Outage.machine_id, Outage.began_at, Outage.ended_at).where(
        Outage.began_at >= period.starts, Outage.began_at < period.ends
    )


@rows_of
def _machines(period: Period) -> Any:
    """The machines, each with what it was last rented and broken for before the period, which may reach into it: a
    machine is rented once at a time and broken once at a time, so nothing earlier does."""
    rented = Rental.machine_id == Machine.id, Rental.begun_at < period.starts
    broken = Outage.machine_id == Machine.id, Outage.began_at < period.starts
    return select(
        Machine.id, Machine.since, Machine.retired_on,
        _last(Rental.begun_at, Rental.begun_at, rented).label("rented_at"),
        _last(Rental.ended_at, Rental.begun_at, rented).label("rented_until"),
        _last(Outage.began_at, Outage.began_at, broken).label("broken_at"),
        _last(Outage.ended_at, Outage.began_at, broken).label("broken_until"),
    )  # fmt: skip


def _last(column: Any, began: Any, conditions: Iterable[Any]) -> Any:
    return select(column).where(*conditions).order_by(began.desc()).limit(1).scalar_subquery()


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
