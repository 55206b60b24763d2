"""What the village sets for its halls."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hub.room import db

from .models import Policy
from .words import CHECKLIST


def policy() -> Policy:
    """The village's settings; where nothing was changed, what a new hall starts with."""
    return db.session.scalars(select(Policy)).one_or_none() or _defaults()


def own_policy() -> Policy:
    """The same as a row that can be changed."""
    found = db.session.scalars(select(Policy).with_for_update()).one_or_none()
    if found is None:
        found = _defaults()
        db.session.add(found)
    return found


def buffers() -> tuple[timedelta, timedelta]:
    """Set-up before a booking and clean-up after it."""
    settings = policy()
    return timedelta(minutes=settings.set_up), timedelta(minutes=settings.clean_up)


def checklist() -> list[str]:
    """What is looked at when a hall was used."""
    return [line for raw in policy().checklist.splitlines() if (line := raw.strip())]


def _defaults() -> Policy:
    columns = Policy.__table__.columns
    numbers = {column.name: column.default.arg for column in columns if column.default is not None}
    return Policy(**numbers, checklist=str(CHECKLIST))
