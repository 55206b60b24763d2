"""Break-glass: in need a secretary opens a confidential room for a short while, with a reason. Those of the room are
told, and each record that is then shown is noted as read so. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hub.accounts.models import Membership, User
from hub.audit.writer import note
from hub.confidential.models import GlassBreak
from hub.confidential.rooms import name_of
from hub.confidential.trust import tell
from hub.i18n import _
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused

LASTS = timedelta(minutes=30)
SHORTEST = 5  # characters of a reason
PERMISSION = "confidential.glass"


def is_open(membership: Membership, room: str) -> bool:
    """Whether somebody has this room open now."""
    return (
        membership.glass_room == room
        and membership.glass_until is not None
        and membership.glass_until > now()
    )


def break_glass(room: str, reason: str) -> GlassBreak:
    """Open a room for who acts. Raises Refused without a reason."""
    reason = reason.strip()
    if len(reason) < SHORTEST:
        raise Refused(_("请写清为什么要看，至少 %(n)s 个字；室管员会看到。", n=SHORTEST), "reason")
    membership, user = _mine()
    _end_open(membership)
    glass = GlassBreak(
        village_id=here.village_id, room=room, user_id=user.id, reason=reason, at=now(), until=now() + LASTS
    )
    db.session.add(glass)
    db.session.flush()
    membership.glass_room, membership.glass_until = room, glass.until
    note("glass", "room", here.room(room).id, room=name_of(room))
    tell(here.village_id, room, "glass", user.id, glass)
    return glass


def close_glass() -> str | None:
    """Give the room back before the time is over; answers which it was."""
    membership, _user = _mine()
    room = membership.glass_room
    if not room or not is_open(membership, room):
        return None
    _end_open(membership)
    return room


def open_now() -> GlassBreak | None:
    """What the one who acts has open now."""
    if here.user is None:
        return None
    query = select(GlassBreak).where(
        GlassBreak.village_id == here.village_id, GlassBreak.user_id == here.user.id,
        GlassBreak.until > now(), GlassBreak.ended_at.is_(None),
    )  # fmt: skip
    return db.session.scalars(query).first()


def _end_open(membership: Membership) -> None:
    if (glass := open_now()) is not None:
        glass.ended_at = now()
    membership.glass_room, membership.glass_until = "", None


def _mine() -> tuple[Membership, User]:
    user = here.user
    assert user is not None
    query = select(Membership).where(Membership.user_id == user.id, Membership.village_id == here.village_id)
    return db.session.scalars(query).one(), user
