"""A month's visits by room and day, out of the totals that are kept while recording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from sqlalchemy import select

from hub.centre.models import Room
from hub.home.months import Month
from hub.home.sources import Owner, ask
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.declarations import Period, ReportRow
from hub.kernel.here import here
from hub.visits import rules
from hub.visits.models import VisitDay

FEW = 5  # fewer heads than this are not told of a confidential room to those who may not look into it


@dataclass(slots=True)
class RoomMonth:
    """One room's visits in a month."""

    room: Room
    visits: int = 0
    heads: int = 0
    late: int = 0
    by_day: dict[date, int] = field(default_factory=dict)

    @property
    def days_used(self) -> int:
        return len(self.by_day)

    @property
    def is_open_to_user(self) -> bool:
        """Whether days may be told apart, or the total alone is shown."""
        return not rules.confidential(self.room) or here.can(f"{self.room.key}.view")

    def told(self, number: int) -> str:
        """A figure as the user may see it."""
        return f"<{FEW}" if not self.is_open_to_user and 0 < number < FEW else str(number)

    def _add(self, day: date, visits: int, heads: int, late: int) -> None:
        self.visits += visits
        self.heads += heads
        self.late += late
        self.by_day[day] = heads


def by_room(month: Month, rooms: Iterable[Room]) -> list[RoomMonth]:
    """The rooms' months, in one query."""
    result = {room.id: RoomMonth(room) for room in rooms}
    rows = db.session.execute(
        select(VisitDay.room_id, VisitDay.day, VisitDay.visits, VisitDay.heads, VisitDay.late).where(
            VisitDay.room_id.in_(result), VisitDay.day.between(month.first, month.last), VisitDay.visits > 0
        )
    )
    for room_id, day, visits, heads, late in rows:
        result[room_id]._add(day, visits, heads, late)
    return list(result.values())


def by_day(rooms: Iterable[RoomMonth]) -> Mapping[date, int]:
    """Heads of each day, over the rooms whose days may be told apart."""
    days: dict[date, int] = {}
    for room in rooms:
        if room.is_open_to_user:
            for day, heads in room.by_day.items():
                days[day] = days.get(day, 0) + heads
    return days


@dataclass(frozen=True, slots=True)
class Reported:
    """One of a room's own figures of the month."""

    label: str
    number: str
    unit: str


def reported(owner: Owner, month: Month) -> list[Reported]:
    """The room's report rows; one that cannot be worked out says so."""
    period = month.so_far()
    return [
        ask(owner, "report_rows", partial(_reported, owner, row, period))
        or Reported(str(row.label), _("暂时读不到"), "")
        for row in owner.declared.report_rows
    ]


def _reported(owner: Owner, row: ReportRow, period: Period) -> Reported:
    number = row.count(period)
    if number is None:
        return Reported(str(row.label), _("—(无数据)"), "")
    if owner.confidential and not owner.may("view") and 0 < number < FEW:
        return Reported(str(row.label), f"<{FEW}", str(row.unit))
    text = f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"
    return Reported(str(row.label), text, str(row.unit))
