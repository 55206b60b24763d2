"""Days of a village, and all that the figures of a month ask of them: each asked for once, by indexed ranges."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import Any

from sqlalchemy import func, select

from hub.centre.models import DoorCount, Opening, Room
from hub.kernel.clock import day_bounds, local_day
from hub.kernel.database import db
from hub.kernel.declarations import FACT_SHAPES, EventFact, IndicatorFact, Period, Share
from hub.kernel.here import here
from hub.kernel.sources import Owner, ask, core_owners, room_owner
from hub.kernel.state import the_hub
from hub.reports.months import Month, period
from hub.villages.hours import Timetable, days
from hub.visits.models import Visit, VisitDay

LATE_AFTER = timedelta(days=3)  # 补录: entered more than three days after it happened
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DayTotals:
    """A room's visits of one day."""

    visits: int
    heads: int
    late: int


class Span:
    """A month, and its days that are over, on which the indicators are built; on the first of a month there are none.

    A room that is off now is among the rooms when it had visits in the month. `brief`: the headlines alone are wanted,
    for a page that shows no more, and not what costs a question of its own. `among`: the rooms that were on when the
    month was locked, in place of those that are on now.
    """

    def __init__(
        self, month: Month, *, brief: bool = False, among: Collection[str] | None = None
    ) -> None:  # fmt: skip
        self.month, self.brief = month, brief
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
        rows = db.session.execute(
            select(VisitDay.room_id, VisitDay.day, VisitDay.visits, VisitDay.heads, VisitDay.late).where(
                VisitDay.room_id.in_([room.id for room in here.rooms.values()]),
                VisitDay.day.between(self.month.first, self.month.last),
                VisitDay.visits > 0,
            )
        )
        for room_id, day, *totals in rows:
            found.setdefault(room_id, {})[day] = DayTotals(*totals)
        return found

    @cached_property
    def late_visits(self) -> Share:
        """The visits that were entered more than three days after their day, of all."""
        of_days = Visit.late, Visit.day.between(self.over.first, self.over.last)
        rows = db.session.execute(select(Visit.day, Visit.recorded_at).where(*of_days))
        late = sum(recorded_at >= self._late_from(day) for day, recorded_at in rows)
        return Share(late, sum(day.visits for room in self.visits.values() for day in room.values()))

    def _late_from(self, day: date) -> datetime:
        """The instant from which on what is entered of a day is late."""
        return day_bounds(day + LATE_AFTER, here.tz)[1]

    # ------------------------------------------------------------------------------------------ the doors

    @cached_property
    def openings(self) -> list[Opening]:
        """When the centre was open, as it was written down."""
        return list(
            db.session.scalars(
                select(Opening)
                .where(
                    Opening.room_id.is_(None),
                    Opening.opened_at >= self.over.starts,
                    Opening.opened_at < self.over.ends,
                )
                .order_by(Opening.opened_at, Opening.id)
            )
        )

    def is_late_opening(self, row: Opening) -> bool:
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
    def _door_rows(self) -> list[DoorCount]:
        of_days = DoorCount.day.between(self.over.first, self.over.last)
        return list(db.session.scalars(select(DoorCount).where(of_days).order_by(DoorCount.day)))

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

    # ------------------------------------------------------------------------------------------ facts

    def told(self, name: str) -> list[tuple[Owner, Any]]:
        """What rooms answer of a fact; one that fails, or answers something else, is left out."""
        if not self.days:
            return []
        if name not in self._told:
            span = self._whole_weeks if name == "events" else self.over
            answers = [
                (owner, ask(owner, name, partial(_answer, fact, span)))
                for owner, fact in self.declaring(name)
            ]
            self._told[name] = [(owner, answer) for owner, answer in answers if answer is not None]
        return self._told[name]

    @cached_property
    def _told(self) -> dict[str, list[tuple[Owner, Any]]]:
        return {}

    def declaring(self, *names: str) -> Iterator[tuple[Owner, IndicatorFact]]:
        """The facts of these names with those who declared them."""
        for owner in self.owners:
            for fact in owner.declared.indicator_facts:
                if fact.name in names:
                    yield owner, fact

    def share(self, name: str) -> Share | None:
        """A fact summed over the rooms, part to part and whole to whole; None when no room tells it."""
        answers: list[Share] = [answer for _owner, answer in self.told(name)]
        if not answers:
            return None
        return Share(sum(one.part for one in answers), sum(one.whole for one in answers))

    def number(self, name: str) -> int | None:
        """A number summed over the rooms; None when no room tells it."""
        answers = [answer for _owner, answer in self.told(name)]
        return sum(answers) if answers else None

    def late_of(self, *names: str) -> Share | None:
        """Of the records behind these facts, those entered late; None when no room knows."""
        answers = [
            ask(owner, f"{fact.name} late", partial(_late, fact, self.over))
            for owner, fact in self.declaring(*names)
            if fact.late is not None
        ]
        known = [answer for answer in answers if answer is not None]
        return Share(sum(one.part for one in known), sum(one.whole for one in known)) if known else None

    @property
    def mondays(self) -> list[date]:
        """The first days of the weeks, Monday to Sunday, that end in the span."""
        return [day - timedelta(days=6) for day in self.days if day.weekday() == 6]

    @property
    def _whole_weeks(self) -> Period:
        first = self.over.first - timedelta(days=self.over.first.weekday())
        return period(first, self.over.last)

    @cached_property
    def events(self) -> list[EventFact]:
        """The events of the span's days, of all rooms."""
        return [event for event in self.events_of_weeks if event.day >= self.over.first]

    @cached_property
    def events_of_weeks(self) -> list[EventFact]:
        """The same from the Monday on of the week that the span begins in."""
        return [event for _owner, events in self.told("events") for event in events]

    def days_used(self, room: Room) -> frozenset[date]:
        """The days on which a room was used: it had a visit, or tells so itself."""
        told: list[Collection[date]] = [
            answer for owner, answer in self.told("days_used") if owner.is_room and owner.key == room.key
        ]
        return frozenset(self.visits.get(room.id, ())).union(*told)


def _answer(fact: IndicatorFact, over: Period) -> Any:
    answer: Any = fact.measure(over)
    shape = FACT_SHAPES[fact.name]
    if isinstance(answer, Share) and shape is Share:
        return Share(int(answer.part), int(answer.whole))
    if shape in (Share, int):
        wrong = type(answer) is not shape
    else:
        answer = list(answer)
        wrong = not all(isinstance(one, shape) for one in answer)
    if wrong:
        raise TypeError(f"the fact {fact.name} is to be told as {shape.__name__}")
    return answer


def _late(fact: IndicatorFact, over: Period) -> Share:
    assert fact.late
    answer = fact.late(over)
    return Share(int(answer.part), int(answer.whole))
