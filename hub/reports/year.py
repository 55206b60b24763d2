"""Twelve months of visits, out of the day's totals."""

from __future__ import annotations

from sqlalchemy import Integer, cast, extract, func, select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.reports.months import Month
from hub.visits import rules
from hub.visits.models import VisitDay


def twelve_months(last: Month) -> dict[Month, int]:
    """Heads of a month and the eleven before it, oldest first; without confidential rooms, as on the day's picture."""
    months = [last]
    while len(months) < 12:
        months.append(months[-1].before)
    months.reverse()
    rooms = [room.id for room in here.rooms.values() if not rules.confidential(room)]
    of_day = (cast(extract("year", VisitDay.day), Integer), cast(extract("month", VisitDay.day), Integer))
    rows = db.session.execute(
        select(*of_day, func.sum(VisitDay.heads))
        .where(VisitDay.room_id.in_(rooms), VisitDay.day.between(months[0].first, last.last))
        .group_by(*of_day)
    )
    heads = {Month(year, number): int(total) for year, number, total in rows}
    return {month: heads.get(month, 0) for month in months}
