"""读书活动: planned, held, cancelled."""

from __future__ import annotations

from datetime import datetime

from hub.kits.events import Events
from hub.room import db

from . import coming
from .models import BookVisit, Event

events = Events(Event, "reading_room", coming.EVENT_KIND)


def held(
    event_id: int, heads: int, note: str = "", crowd_reason: str = "", *,
    began_at: datetime | None = None, finished_at: datetime | None = None,
) -> Event:  # fmt: skip
    """It took place, with so many heads; the room's log says which event they came for. Raises Refused."""
    row, visit = events.held(
        event_id, heads, began_at=began_at, finished_at=finished_at, note=note, crowd_reason=crowd_reason
    )
    db.session.add(BookVisit(visit_id=visit.id, what=row.name))
    return row
