"""On what terms books are lent in this village."""

from __future__ import annotations

from sqlalchemy import select

from hub.kits.lending import Terms
from hub.room import db

from .models import Policy


def policy() -> Policy:
    """The village's settings; where nothing was changed, what a new reading room starts with."""
    return db.session.scalars(select(Policy)).one_or_none() or _defaults()


def own_policy() -> Policy:
    """The same as a row that can be changed, held."""
    held = select(Policy).with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(held).one_or_none()
    if found is None:
        found = _defaults()
        db.session.add(found)
    return found


def terms() -> Terms:
    """Days and renewals of a book."""
    settings = policy()
    return Terms(days=settings.days, renewals=settings.renewals)


def _defaults() -> Policy:
    columns = Policy.__table__.columns
    return Policy(**{column.name: column.default.arg for column in columns if column.default is not None})
