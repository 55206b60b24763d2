"""每日检查: the station is walked over once a day, point by point."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hub.room import db, here

from .models import Check
from .terms import checklist


def today() -> Check | None:
    """The check of today, if it was done."""
    return db.session.scalars(select(Check).where(Check.day == here.today)).one_or_none()


def check(in_order: Sequence[str], note: str = "") -> Check:
    """Note the check of today; once more on the same day puts it right. What is not in order is kept, in words."""
    missing = [point for point in checklist() if point not in in_order]
    row = today()
    if row is None:
        row = Check(day=here.today, checked_at=here.now)
        db.session.add(row)
    row.missing, row.note, row.checked_at = "\n".join(missing), note.strip(), here.now
    db.session.flush()
    return row
