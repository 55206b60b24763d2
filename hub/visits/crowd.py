"""How many are in a room at a time. Who records looks at it under the room's lock.

What every recording asks is put together once and below the session, so it carries the village itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, func, or_, select

from hub.centre.models import Room
from hub.kernel.clock import local_day
from hub.kernel.database import db
from hub.kernel.here import here
from hub.visits import rules
from hub.visits.models import Visit, VisitDay

_VISIT, _ROOM, _DAY = Visit.__table__, Room.__table__, VisitDay.__table__
_LOCK = (
    select(_ROOM.c.id)
    .where(_ROOM.c.village_id == bindparam("here"), _ROOM.c.id == bindparam("room"))
    .with_for_update(key_share=True)
)
_KNOWN = (
    select(_VISIT.c.id)
    .where(_VISIT.c.village_id == bindparam("here"), _VISIT.c.token == bindparam("token"))
    .scalar_subquery()
)


_COMING = (
    select(func.coalesce(func.sum(_VISIT.c.heads - func.coalesce(_VISIT.c.gone, 0)), 0))
    .where(
        _VISIT.c.village_id == bindparam("here"),
        _VISIT.c.room_id == bindparam("room"),
        _VISIT.c.started_at < bindparam("end"),
        _VISIT.c.started_at > bindparam("before"),
        _VISIT.c.ended_at > bindparam("start"),
    )
    .scalar_subquery()
)
_LOOK = select(_KNOWN, _COMING)
_LATELY = (
    select(func.coalesce(func.sum(_DAY.c.heads), 0))
    .where(
        _DAY.c.village_id == bindparam("here"),
        _DAY.c.room_id == _ROOM.c.id,
        _DAY.c.day >= bindparam("lately"),
    )
    .scalar_subquery()
)
_STILL_THERE = (
    select(func.coalesce(func.sum(_VISIT.c.heads - func.coalesce(_VISIT.c.gone, 0)), 0))
    .where(
        _VISIT.c.village_id == bindparam("here"),
        _VISIT.c.room_id == _ROOM.c.id,
        _VISIT.c.ended_at > bindparam("start"),
    )
    .scalar_subquery()
)
_COLUMNS = (
    _ROOM.c.id, _ROOM.c.key, _ROOM.c.name, _ROOM.c.enabled, _ROOM.c.stay_minutes, _ROOM.c.warn_above,
    _ROOM.c.refuse_above,
)  # fmt: skip


class RoomFacts(NamedTuple):
    """A room as recording needs it."""

    id: int
    key: str
    name: str
    enabled: bool
    stay_minutes: int
    warn_above: int | None
    refuse_above: int | None

    @property
    def stay(self) -> timedelta:
        """How long they are taken to stay."""
        return timedelta(minutes=self.stay_minutes)


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


def facts_of(village: ColumnElement[int] | ScalarSelect[int]) -> Select[Any]:
    """The statement that tells what recording must know of the room `key`."""
    return select(*_COLUMNS).where(_ROOM.c.village_id == village, _ROOM.c.key == bindparam("key"))


def held(database: str) -> list[Select[Any]]:
    """What holds the row of the room `room`, as `lock` does: a statement of its own, for what is looked up in the
    statement that waits for a lock is as old as its beginning."""
    return [] if database == "sqlite" else [_LOCK]


def room_for_them() -> list[ColumnElement[bool]]:
    """The conditions under which `heads` who come now fit into the room in any case: it is still as it was looked at,
    they are not counted yet (`token`), and the others leave enough room even if all of them stay.

    No visit is longer than a day, so the others are no more than came yesterday and today. Only where those are too
    many for the room is it counted who of them is still there.
    """
    looked_at = (_ROOM.c.stay_minutes, _ROOM.c.warn_above, _ROOM.c.refuse_above)
    most: ColumnElement[Any] = bindparam(
        "most_others", type_=_ROOM.c.warn_above.type
    )  # none: any number fits in
    return [
        _ROOM.c.village_id == bindparam("here"), _ROOM.c.id == bindparam("room"), _ROOM.c.enabled,
        *(column.is_not_distinct_from(bindparam(column.name, type_=column.type)) for column in looked_at),
        _KNOWN.is_(None), or_(most.is_(None), most >= _LATELY, most >= _STILL_THERE),
    ]  # fmt: skip


def asked_of(room: RoomFacts, start: datetime, heads: int, zone: ZoneInfo) -> dict[str, Any]:
    """The values of these conditions, but `here` and `token`."""
    limits = [limit for limit in (room.warn_above, room.refuse_above) if limit is not None]
    return {
        "room": room.id, "stay_minutes": room.stay_minutes, "warn_above": room.warn_above,
        "refuse_above": room.refuse_above, "most_others": min(limits) - heads if limits else None,
        "start": start, "lately": local_day(start - rules.LONGEST, zone),
    }  # fmt: skip


def fit(room: Room, heads: int) -> bool:
    """Whether so many need no look at who is there when: they would all fit in at once."""
    return all(limit is None or heads <= limit for limit in (room.warn_above, room.refuse_above))
