"""On what terms tools are lent in this village."""

from __future__ import annotations

from sqlalchemy import select

from hub.kits.lending import Terms
from hub.room import db

from .models import Policy, Tool


def policy() -> Policy:
    """The village's settings; where nothing was changed, what a new tool station starts with."""
    return db.session.scalars(select(Policy)).one_or_none() or _defaults()


def own_policy() -> Policy:
    """The same as a row that can be changed."""
    found = db.session.scalars(select(Policy).with_for_update()).one_or_none()
    if found is None:
        found = _defaults()
        db.session.add(found)
    return found


def terms_of(tool: Tool, settings: Policy | None = None) -> Terms:
    """Days and renewals of one tool: its own days, else those of its class."""
    settings = settings or policy()
    grade = tool.grade.lower()
    days: int = getattr(settings, f"days_{grade}")
    return Terms(days=tool.days or days, renewals=getattr(settings, f"renewals_{grade}"))


def _defaults() -> Policy:
    columns = Policy.__table__.columns
    return Policy(**{column.name: column.default.arg for column in columns if column.default is not None})
