"""The exhibits are kept in order, and the hall is opened up once a day, point by point."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hub.kits.upkeep import DailyCheck, Upkeep
from hub.room import db

from . import hall
from .models import Check, Exhibit, Fault, Outage, Service, Serviced

upkeep = Upkeep(Exhibit, Fault, Outage, Service, Serviced, link="exhibit_id", grave=("danger",))


def shown() -> Sequence[Exhibit]:
    """The exhibits that belong to the exhibition, by number."""
    return db.session.scalars(select(Exhibit).where(Exhibit.offered).order_by(Exhibit.number)).all()


def checklist() -> list[str]:
    """What is looked at when the hall is opened up."""
    return hall.lines(hall.settings().checklist)


daily = DailyCheck(Check, checklist)
