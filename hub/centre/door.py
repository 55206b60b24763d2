"""The tally at the door: heads a day. A day without a row was not counted, which is not the same as nobody came."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from hub.centre.models import DoorCount
from hub.centre.rooms import lock_village
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused

MOST = 100_000


def count_in(heads: int) -> DoorCount:
    """Add heads to today's figure. Two keepers may do so at once and neither is lost."""
    lock_village()
    row = _of(here.today)
    return _put(row, here.today, (row.heads if row else 0) + heads)


def set_count(day: date, heads: int) -> DoorCount:
    """Set a day's figure, today's or an earlier one's. Raises Refused for a day that is still to come."""
    if day > here.today:
        raise Refused(_("这一天还没到。"), "day")
    lock_village()
    return _put(_of(day), day, heads)


def door_today() -> int | None:
    """Today's figure; None when nobody has counted."""
    row = _of(here.today)
    return row.heads if row else None


def door_counts(first: date, last: date) -> dict[date, int]:
    """The figures of the days that were counted, both ends included."""
    rows = db.session.scalars(
        select(DoorCount).where(DoorCount.day.between(first, last)).order_by(DoorCount.day)
    )
    return {row.day: row.heads for row in rows}


def _of(day: date) -> DoorCount | None:
    return db.session.scalars(select(DoorCount).where(DoorCount.day == day)).first()


def _put(row: DoorCount | None, day: date, heads: int) -> DoorCount:
    if not 0 <= heads <= MOST:
        raise Refused(_("一天的人数请填 0 到 %(most)s。", most=MOST), "heads")
    if row is None:
        row = DoorCount(day=day)
        db.session.add(row)
    row.heads, row.counted_at = heads, here.now
    db.session.flush()
    return row
