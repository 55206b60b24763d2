"""Who works in a room of this village, so that work can be given to them."""

from __future__ import annotations

from sqlalchemy import select

from hub.accounts.models import Membership, User
from hub.confidential.rooms import holders, is_confidential
from hub.kernel.database import db
from hub.kernel.here import here


def colleagues(room: str) -> list[tuple[int, str]]:
    """Number and name of those who work in a room now: its keepers, then the secretaries unless it is confidential."""
    if is_confidential(room):
        return [(user.id, user.name) for user in holders(here.village_id, room)]
    rows = db.session.execute(
        select(User.id, User.name, Membership.role, Membership.rooms)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.village_id == here.village_id,
            Membership.active,
            User.active,
            Membership.role.in_(("keeper", "secretary")),
        )
        .order_by(Membership.role, User.id)
    )
    return [(row.id, row.name) for row in rows if row.role == "secretary" or room in row.rooms.split()]
