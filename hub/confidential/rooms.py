"""Which rooms are confidential, and who is of their role."""

from __future__ import annotations

from sqlalchemy import select

from hub.accounts.models import Membership, User
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.state import the_hub


def is_confidential(room: str) -> bool:
    """Whether a room says so of itself; one whose package is gone cannot say that it is not."""
    loaded = the_hub().rooms.get(room)
    return loaded is None or loaded.manifest is None or loaded.manifest.confidential


def confidential_here() -> list[str]:
    """The confidential rooms that are on in this village, in their order."""
    return [key for key in here.enabled_rooms if is_confidential(key)]


def name_of(room: str) -> str:
    """The room as this village calls it; outside a village as it calls itself."""
    if room in here.rooms:
        return here.rooms[room].name
    loaded = the_hub().rooms.get(room)
    return loaded.manifest.name(the_hub().settings.lang) if loaded and loaded.manifest else room


def holders(village_id: int, room: str) -> list[User]:
    """Those of a confidential room's role: they alone read what it keeps."""
    rows = db.session.execute(
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.village_id == village_id, Membership.role == "keeper", Membership.active, User.active
        )
        .order_by(User.id)
    )
    return [user for membership, user in rows if room in in_force(membership)]


def in_force(membership: Membership) -> set[str]:
    """The rooms among somebody's that were agreed to by a second person."""
    return set(membership.rooms.split()) & set(membership.trusted.split())
