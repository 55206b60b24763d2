"""A month by room and day and nothing else: one statement on the day's totals, however many the visits are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from hub.centre.models import Room
from hub.kernel.database import db
from hub.reports.figures import may_look
from hub.reports.months import Month
from hub.visits import rules
from hub.visits.models import VisitDay


@dataclass(slots=True)
class RoomDays:
    """Heads of each day on which a room was used."""

    room: Room
    by_day: dict[date, int] = field(default_factory=dict)

    @property
    def heads(self) -> int:
        return sum(self.by_day.values())


def of_rooms(month: Month, rooms: Iterable[Room]) -> list[RoomDays]:
    """The rooms whose days the one who looks may tell apart, in one query."""
    told = {room.id: RoomDays(room) for room in rooms if not rules.confidential(room) or may_look(room.key)}
    rows = db.session.execute(
        select(VisitDay.room_id, VisitDay.day, VisitDay.heads).where(
            VisitDay.room_id.in_(told), VisitDay.day.between(month.first, month.last), VisitDay.visits > 0
        )
    )
    for room_id, day, heads in rows:
        told[room_id].by_day[day] = heads
    return list(told.values())


def over_rooms(rooms: Iterable[RoomDays]) -> Mapping[date, int]:
    """Heads of each day over all of them."""
    days: Counter[date] = Counter()
    for one in rooms:
        days.update(one.by_day)
    return days
