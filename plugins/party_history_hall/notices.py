"""What the hall says on the centre's public page: when groups fill it, so that nobody comes in vain. What kind of group
and how many heads; which one it is stays with the hall."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from hub.room import NoticeLine, _, _n, db, here

from .models import Group
from .words import KINDS

AHEAD = 12  # groups


def coming_up() -> Iterable[NoticeLine]:
    """Groups that are booked or there, until their time is over."""
    ahead = Group.state.in_(("booked", "came")), Group.ends_at > here.now
    rows = select(Group).where(*ahead).order_by(Group.starts_at, Group.id).limit(AHEAD)
    for row in db.session.scalars(rows):
        kind = _("团体参观：%(kind)s", kind=KINDS[row.kind])
        yield NoticeLine(kind, _n("%(n)s 人", row.heads), row.starts_at)
