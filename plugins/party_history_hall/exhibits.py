"""The exhibits are kept in order, and the hall is opened up once a day, point by point."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hub.kits.upkeep import Upkeep
from hub.room import db, here

from . import hall
from .models import Check, Exhibit, Fault, Outage, Service, Serviced

upkeep = Upkeep(Exhibit, Fault, Outage, Service, Serviced, link="exhibit_id", grave=("danger",))


def shown() -> Sequence[Exhibit]:
    """The exhibits that belong to the exhibition, by number."""
    return db.session.scalars(select(Exhibit).where(Exhibit.offered).order_by(Exhibit.number)).all()


def checklist() -> list[str]:
    return hall.lines(hall.settings().checklist)


def today() -> Check | None:
    """The check of today, if it was done."""
    return db.session.scalars(select(Check).where(Check.day == here.today)).one_or_none()


def check(in_order: Sequence[str], note: str = "") -> Check:
    """The hall was opened up today; once more on the same day puts it right. What is not in order is kept in words."""
    missing = [point for point in checklist() if point not in in_order]
    row = today()
    if row is None:
        row = Check(day=here.today, checked_at=here.now)
        db.session.add(row)
    row.missing, row.note, row.checked_at = "\n".join(missing), note.strip(), here.now
    db.session.flush()
    return row
