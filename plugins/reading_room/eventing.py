"""读书活动: planned, held, cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from hub.kits.events import Events
from hub.room import NoticeLine, db, here

from . import coming
from .models import BookVisit, Event
from .words import EVENT_KINDS

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


def coming_up() -> Iterable[NoticeLine]:
    """What is planned and not over, for the centre's public page."""
    planned = Event.state == "planned", Event.ends_at > here.now
    for row in db.session.scalars(select(Event).where(*planned).order_by(Event.starts_at).limit(12)):
        yield NoticeLine(row.name, str(EVENT_KINDS[row.kind]), row.starts_at)
