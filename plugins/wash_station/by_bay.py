"""What each bay did in a month: uses, hours, faults, days out of service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from hub.kits.upkeep import out_days
from hub.room import Period, db, here

from .models import Bay, Fault, Outage, Use


@dataclass(slots=True)
class BayFigures:
    """One bay's month; `minutes` are those really used, `out` is in days."""

    bay: Bay
    uses: int = 0
    minutes: int = 0
    faults: int = 0
    out: float = 0.0

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


def of_period(period: Period) -> list[BayFigures]:
    """The figures of every bay, in four queries."""
    rows = {
        bay.id: BayFigures(bay) for bay in db.session.scalars(select(Bay).order_by(Bay.number))
    }  # fmt: skip
    for bay_id, began, ended, last in used(period):
        rows[bay_id].uses += 1
        rows[bay_id].minutes += minutes_of(began, ended, last)
    reported = (
        select(Fault.bay_id, func.count(Fault.id))
        .where(Fault.reported_at >= period.starts, Fault.reported_at < period.ends)
        .group_by(Fault.bay_id)
    )
    for bay_id, number in db.session.execute(reported):
        rows[bay_id].faults = number
    for bay_id, days in out_days(Outage, "bay_id", period).items():
        rows[bay_id].out = days
    return list(rows.values())


def used(period: Period) -> Sequence[tuple[int, datetime, datetime | None, datetime]]:
    """Bay, beginning, end and last possible end of every use that began in a period."""
    rows = db.session.execute(
        select(Use.bay_id, Use.begun_at, Use.ended_at, Use.ends_at).where(
            Use.state == "kept", Use.begun_at >= period.starts, Use.begun_at < period.ends
        )
    )
    return [(row.bay_id, row.begun_at, row.ended_at, row.ends_at) for row in rows]


def minutes_of(began: datetime, ended: datetime | None, last: datetime) -> int:
    """How long a use really took; one that runs counts until now, a forgotten one until its time was over."""
    until = ended if ended is not None else min(last, here.now)
    return max(round((until - began) / timedelta(minutes=1)), 0)


def two_months() -> list[tuple[date, list[BayFigures]]]:
    """This month so far, and the one before it."""
    this = here.today.replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    return [
        (first, of_period(_month(first, end)))
        for first, end in ((this, here.today), (last, this - timedelta(1)))
    ]


def _month(first: date, last: date) -> Period:
    starts = datetime.combine(first, time(0), here.tz)
    return Period(first, last, starts, datetime.combine(last + timedelta(days=1), time(0), here.tz))
