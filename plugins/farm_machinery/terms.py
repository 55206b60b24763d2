"""On what terms machines are rented in this village."""

from __future__ import annotations

from sqlalchemy import select

from hub.room import db, here, points

from .models import Policy

SHOP = "points_shop"


def policy() -> Policy:
    """The village's settings; where nothing was changed, what a new yard starts with."""
    return db.session.scalars(select(Policy)).one_or_none() or _defaults()


def own_policy() -> Policy:
    """The same as a row that can be changed."""
    found = db.session.scalars(select(Policy).with_for_update()).one_or_none()
    if found is None:
        found = _defaults()
        db.session.add(found)
    return found


def takes_points() -> bool:
    """Whether one can pay in points: the village runs its points shop, and somebody has points. Else cash is all there
    is, and nothing speaks of points."""
    return SHOP in here.enabled_rooms and points.available()


def _defaults() -> Policy:
    columns = Policy.__table__.columns
    return Policy(**{column.name: column.default.arg for column in columns if column.default is not None})
