"""Who helps on an evening: what the roster kit does, with volunteers who were looked into."""

from __future__ import annotations

from sqlalchemy import select

from hub.kits.roster import Person, Roster, Volunteering, duty_pages, hours_pages, workers
from hub.room import db

from .models import Hours, Shift, Volunteer
from .terms import policy
from .words import ROOM


def people() -> list[Person]:
    """Volunteers who were checked, then those who work here. Nobody else is put among children."""
    checked = select(Volunteer).where(Volunteer.until.is_(None), Volunteer.checked_on.is_not(None))
    volunteers = db.session.scalars(checked.order_by(Volunteer.name).limit(200))
    return [Person(row.name, resident_id=row.resident_id) for row in volunteers] + workers(ROOM)


roster = Roster(Shift, ROOM, people=people)
volunteering = Volunteering(Hours, ROOM, points_an_hour=lambda: policy().points)
rota = duty_pages(roster, volunteering)
hours = hours_pages(volunteering, roster)
