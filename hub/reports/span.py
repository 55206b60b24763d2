"""Days of a village, and all that the figures of a month ask of them: each asked for once, by indexed ranges."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Date, bindparam, func, select

from hub.centre.models import DoorCount, Opening, Room
from hub.kernel.asking import rows_of
from hub.kernel.clock import day_bounds, local_day
from hub.kernel.database import db
from hub.kernel.declarations import Period, Share
from hub.kernel.here import here
from hub.kernel.sources import Owner, core_owners, room_owner
from hub.kernel.state import the_hub
from hub.reports.facts import Facts
from hub.reports.months import Month, period
from hub.villages.hours import Timetable, days
from hub.visits import rules
from hub.visits.models import Visit, VisitDay

LATE_AFTER = timedelta(days=3)  # 补录: entered more than three days after it happened
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DayTotals:
    """A room's visits of one day."""

    visits: int
    heads: int
    late: int


class Span(Facts):
    """A month, and its days that are over, on which the indicators are built; on the first of a month there are none.

    A room that is off now is among the rooms when it had visits in the month. `brief`: the headlines alone are wanted,
    for a page that shows no more, and not what costs a question of its own. `with_rows`: the rooms' own figures are
    wanted too. `among`: the rooms that were on when the month was locked, in place of those that are on now.
    """

    def __init__(
        self, month: Month, *, brief: bool = False, with_rows: bool = True, among: Collection[str] | None = None
    ) -> None:  # fmt: skip
        super().__init__()
        self.month, self.brief, self.with_rows = month, brief, with_rows and not brief
        self._among = here.enabled_rooms.keys() if among is None else among
        self.over = month.finished() or period(month.first, month.first - timedelta(days=1))
        self.days = list(days(self.over.first, self.over.last))

    # ------------------------------------------------------------------------------------------ hours

    @cached_property
    def _timetable(self) -> Timetable:
        return Timetable.of_days(self.over.first, self.over.last)

    @cached_property
    def _open_days(self) -> dict[object, frozenset[date]]:
        return {}

    def open_days(self, room: Room | None = None) -> frozenset[date]:
        """The days on which the centre, or a room, should be open. Rooms with the same hours are worked out once."""
        same = (room.hours, room.opens, room.closes) if room else None
        if same not in self._open_days:
            hours = self._timetable.hours
            self._open_days[same] = frozenset(day for day in self.days if hours(room, day))
        return self._open_days[same]

    # ------------------------------------------------------------------------------------------ visits

    @cached_property
    def visits(self) -> dict[int, dict[date, DayTotals]]:
        """The visits by room id and day, of the days that are over."""
        if not self.month.is_present:
            return self.visits_so_far
        return {
            room_id: {day: totals for day, totals in of_days.items() if day <= self.over.last}
            for room_id, of_days in self.visits_so_far.items()
        }

    @cached_property
    def visits_so_far(self) -> dict[int, dict[date, DayTotals]]:
        """The visits of the whole month, today's too, out of the totals that are kept while recording."""
        found: dict[int, dict[date, DayTotals]] = {}
        rooms = [room.id for room in here.rooms.values()]
        bounds = {"rooms": rooms, "first": self.month.first, "last": self.month.last}
        rows = db.session.execute(_days_of_rooms(), bounds)
        for room_id, day, *totals in rows:
            found.setdefault(room_id, {})[day] = DayTotals(*totals)
        return found

    @cached_property
    def late_visits(self) -> Share:
        """The visits that were entered more than three days after their day, of all; those of confidential rooms are
        left out, as they are of the figure beside which it stands."""
        told = {room.id for room in here.rooms.values() if not rules.confidential(room)}
        late = sum(
            room_id in told and recorded_at >= self._late_from(day)
            for room_id, day, recorded_at in _late_visits(self.over)
        )
        days_of_rooms = (days for room_id, days in self.visits.items() if room_id in told)
        return Share(late, sum(day.visits for of_room in days_of_rooms for day in of_room.values()))

    def _late_from(self, day: date) -> datetime:
        """The instant from which on what is entered of a day is late."""
        return day_bounds(day + LATE_AFTER, here.tz)[1]

    # ------------------------------------------------------------------------------------------ the doors

    @cached_property
    def openings(self) -> Sequence[Any]:
        """When the centre was open, as it was written down."""
        return _openings(self.over)

    def is_late_opening(self, row: Any) -> bool:
        """Whether it was written down, or put right, more than three days afterwards."""
        if not row.late:
            return False
        known = row.corrected_at
        return known is None or known >= self._late_from(local_day(row.opened_at, here.tz))

    @cached_property
    def last_visits(self) -> dict[date, datetime]:
        """The last visit of each day on which a close was forgotten."""
        forgotten = {
            local_day(row.opened_at, here.tz) for row in self.openings if row.closed_at is None
        }  # fmt: skip
        if not forgotten:
            return {}
        last = db.session.execute(
            select(Visit.day, func.max(Visit.started_at))
            .where(
                Visit.day.in_(forgotten),
                Visit.started_at >= self.over.starts,
                Visit.started_at < self.over.ends,
            )
            .group_by(Visit.day)
        )
        return dict(last.all())

    @cached_property
    def door(self) -> dict[date, int]:
        """Heads counted at the door by day; a day that was not counted is not there."""
        return {row.day: row.heads for row in self._door_rows}

    @property
    def late_at_the_door(self) -> Share:
        late = sum(row.counted_at >= self._late_from(row.day) for row in self._door_rows)
        return Share(late, len(self._door_rows))

    @cached_property
    def _door_rows(self) -> Sequence[Any]:
        return _counts(self.over)

    def door_of(self, over: Period) -> dict[date, int]:
        """The same of other days."""
        return {row.day: row.heads for row in _counts(over)}

    # ------------------------------------------------------------------------------------------ the rooms

    @cached_property
    def rooms(self) -> list[Room]:
        """The rooms that are on, and those that are off now but were used, in their order."""
        return [
            room
            for room in sorted(here.rooms.values(), key=lambda room: (room.place, room.id))
            if room.key in self._among or room.id in self.visits_so_far
        ]

    @cached_property
    def owners(self) -> list[Owner]:
        """What those rooms declared, and the core's features. A room whose package is gone declares nothing."""
        loaded = {room.id for room in the_hub().rooms.loaded}
        return [*(room_owner(room) for room in self.rooms if room.key in loaded), *core_owners()]

    def owner_of(self, room: Room) -> Owner | None:
        return next((owner for owner in self.owners if owner.is_room and owner.key == room.key), None)

    def days_used(self, room: Room) -> frozenset[date]:
        """The days on which a room was used: it had a visit, or tells so itself."""
        told: list[Collection[date]] = [
            answer for owner, answer in self.told("days_used") if owner.is_room and owner.key == room.key
        ]
        return frozenset(self.visits.get(room.id, ())).union(*told)


@cache
def _days_of_rooms() -> Any:
    days = VisitDay.day.between(bindparam("first", type_=Date()), bindparam("last", type_=Date()))
    return select(VisitDay.room_id, VisitDay.day, VisitDay.visits, VisitDay.heads, VisitDay.late).where(
        VisitDay.room_id.in_(bindparam("rooms", expanding=True)), days, VisitDay.visits > 0
    )


@rows_of
def _late_visits(over: Period) -> Any:
    of_days = Visit.day.between(over.first, over.last)
    return select(Visit.room_id, Visit.day, Visit.recorded_at).where(Visit.late, of_days)


@rows_of
def _openings(over: Period) -> Any:
    return (
        select(Opening.opened_at, Opening.closed_at, Opening.late, Opening.corrected_at)
        .where(Opening.room_id.is_(None), Opening.opened_at >= over.starts, Opening.opened_at < over.ends)
        .order_by(Opening.opened_at, Opening.id)
    )


@rows_of
def _counts(over: Period) -> Any:
    of_days = DoorCount.day.between(over.first, over.last)
    return select(DoorCount.day, DoorCount.heads, DoorCount.counted_at).where(of_days).order_by(DoorCount.day)
