"""How many are in a room at a time. Who records looks at it under the room's lock.

What every recording asks is put together once and below the session, so it carries the village itself.
"""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate

from sqlalchemy import bindparam, func, select

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
_LOOK = select(
    select(_VISIT.c.id)
    .where(_VISIT.c.village_id == bindparam("here"), _VISIT.c.token == bindparam("token"))
    .scalar_subquery(),
    select(func.coalesce(func.sum(_VISIT.c.heads - func.coalesce(_VISIT.c.gone, 0)), 0))
    .where(
        _VISIT.c.village_id == bindparam("here"),
        _VISIT.c.room_id == bindparam("room"),
        _VISIT.c.started_at < bindparam("end"),
        _VISIT.c.started_at > bindparam("before"),
        _VISIT.c.ended_at > bindparam("start"),
    )
    .scalar_subquery(),
)


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


def fit(room: Room, heads: int) -> bool:
    """Whether so many need no look at who is there when: they would all fit in at once."""
    return all(limit is None or heads <= limit for limit in (room.warn_above, room.refuse_above))
