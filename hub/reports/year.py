"""Twelve months of visits, out of the day's totals."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Date, bindparam, func, select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.reports.months import Month
from hub.visits import rules
from hub.visits.models import VisitDay

MONTHS = 12


def twelve_months(last: Month) -> dict[Month, int]:
    """Heads of a month and the eleven before it, oldest first; without confidential rooms, as on the day's picture."""
    months = [last]
    while len(months) < MONTHS:
        months.append(months[-1].before)
    months.reverse()
    bounds: dict[str, Any] = {}
    for place, month in enumerate(months):
        bounds |= {f"first_{place}": month.first, f"last_{place}": month.last}
    rooms = [room.id for room in here.rooms.values() if not rules.confidential(room)]
    heads = db.session.execute(_heads(), bounds | {"rooms": rooms}).one()
    return dict(zip(months, map(int, heads), strict=True))


@cache
def _heads() -> Any:
    """Month by month along the index: cheaper than to ask of every day which month it is in."""
    rooms = VisitDay.room_id.in_(bindparam("rooms", expanding=True))
    return select(
        *(
            select(func.coalesce(func.sum(VisitDay.heads), 0))
            .where(
                rooms,
                VisitDay.day.between(
                    bindparam(f"first_{place}", type_=Date()), bindparam(f"last_{place}", type_=Date())
                ),
            )
            .scalar_subquery()
            .label(f"n{place}")
            for place in range(MONTHS)
        )
    )
