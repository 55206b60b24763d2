"""How many are in a room at a time. Who records looks at it under the room's lock.

What every recording asks is put together once and below the session, so it carries the village itself.
"""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, select
from sqlalchemy.engine import Connection

from hub.centre.models import Room
from hub.kernel.database import db
from hub.kernel.here import here
from hub.visits import rules
from hub.visits.models import Visit

_VISIT, _ROOM = Visit.__table__, Room.__table__
_LOCK = (
    select(_ROOM.c.id)
    .where(_ROOM.c.village_id == bindparam("here"), _ROOM.c.id == bindparam("room"))
    .with_for_update(key_share=True)
)
_LOCK_KEY = (
    select(_ROOM.c.id)
    .where(_ROOM.c.village_id == bindparam("here"), _ROOM.c.key == bindparam("key"))
    .with_for_update(key_share=True)
)
_KNOWN = (
    select(_VISIT.c.id)
    .where(_VISIT.c.village_id == bindparam("here"), _VISIT.c.token == bindparam("token"))
    .scalar_subquery()
)


def _coming(room_id: ColumnElement[int]) -> ScalarSelect[int]:
    return (
        select(func.coalesce(func.sum(_VISIT.c.heads - func.coalesce(_VISIT.c.gone, 0)), 0))
        .where(
            _VISIT.c.village_id == bindparam("here"),
            _VISIT.c.room_id == room_id,
            _VISIT.c.started_at < bindparam("end"),
            _VISIT.c.started_at > bindparam("before"),
            _VISIT.c.ended_at > bindparam("start"),
        )
        .scalar_subquery()
    )


_LOOK = select(_KNOWN, _coming(bindparam("room")))
# The same of a room that is known by its key alone, with what recording must know of it.
_LOOK_IN = select(
    _KNOWN, _coming(_ROOM.c.id),
    _ROOM.c.id, _ROOM.c.key, _ROOM.c.name, _ROOM.c.enabled, _ROOM.c.stay_minutes, _ROOM.c.warn_above,
    _ROOM.c.refuse_above,
).where(_ROOM.c.village_id == bindparam("here"), _ROOM.c.key == bindparam("key"))  # fmt: skip


class RoomFacts(NamedTuple):
    """A room as recording needs it."""

    id: int
    key: str
    name: str
    enabled: bool
    stay_minutes: int
    warn_above: int | None
    refuse_above: int | None


def lock(room: Room) -> None:
    """Hold the room's row until the transaction ends, so that who looks at its capacity looks alone. On SQLite whoever
    writes is alone already."""
    connection = db.session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"here": here.village_id, "room": room.id}).one()


def most_inside(room: Room, start: datetime, end: datetime) -> int:
    """The most heads that are in the room at one time between two instants."""
    overlapping = db.session.execute(
        select(Visit.started_at, Visit.ended_at, Visit.heads - func.coalesce(Visit.gone, 0)).where(
            Visit.room_id == room.id,
            Visit.started_at < end,
            Visit.started_at > start - rules.LONGEST,
            Visit.ended_at > start,
        )
    ).all()
    moves = [(max(came, start), heads) for came, _left, heads in overlapping]
    moves += [(left, -heads) for _came, left, heads in overlapping]
    return max(accumulate(change for _at, change in sorted(moves)), default=0)


def look(room: Room, start: datetime, end: datetime, token: str | None) -> tuple[int | None, int]:
    """The visit that this form has recorded already, and how many heads come to the room between two instants,
    together, whenever each of them is there."""
    asked = {
        "here": here.village_id, "room": room.id, "token": token,
        "start": start, "end": end, "before": start - rules.LONGEST,
    }  # fmt: skip
    known, coming = db.session.connection().execute(_LOOK, asked).one()
    return known, int(coming)


def look_in(
    connection: Connection, key: str, start: datetime, token: str
) -> tuple[int | None, int, RoomFacts] | None:
    """What `look` tells of the longest possible stay, and the room itself; None when the village has no such room.

    On PostgreSQL the room is locked first: what is looked up in the statement that waits for a lock is as old as its
    beginning.
    """
    asked = {
        "here": here.village_id, "key": key, "token": token,
        "start": start, "end": start + rules.LONGEST, "before": start - rules.LONGEST,
    }  # fmt: skip
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK_KEY, asked)
    found = connection.execute(_LOOK_IN, asked).one_or_none()
    return None if found is None else (found[0], int(found[1]), RoomFacts(*found[2:]))


def fit(room: Room | RoomFacts, heads: int) -> bool:
    """Whether so many need no look at who is there when: they would all fit in at once."""
    return all(limit is None or heads <= limit for limit in (room.warn_above, room.refuse_above))
