"""How long people stayed: heads × minutes of visits, added up by the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from hub.centre.models import Room
from hub.kernel.database import db
from hub.kernel.declarations import Period
from hub.kernel.minutes import minutes_between
from hub.visits.models import Visit


def head_minutes(over: Period, rooms: Sequence[Room]) -> dict[int, int]:
    """Heads × minutes of the visits that began in a period, by room id; in one statement, along an index."""
    if not rooms:
        return {}
    rows = db.session.execute(
        select(Visit.room_id, func.sum(Visit.heads * minutes_between(Visit.started_at, Visit.ended_at)))
        .where(
            Visit.room_id.in_([room.id for room in rooms]),
            Visit.started_at >= over.starts,
            Visit.started_at < over.ends,
        )
        .group_by(Visit.room_id)
    )
    return {room_id: int(total) for room_id, total in rows}
