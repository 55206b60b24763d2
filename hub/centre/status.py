"""Is it open? The hours say when it should be, the log says what was done, the centre's own door stands before all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from hub.centre.models import Opening, Room
from hub.i18n import _
from hub.kernel.clock import day_bounds, local_day
from hub.kernel.database import db
from hub.kernel.declarations import Tone
from hub.kernel.here import here
from hub.text import clock_time
from hub.villages.hours import Timetable

CENTRE = ""


@dataclass(frozen=True, slots=True)
class RoomStatus:
    """In a word or two, with its tone, whether a room is open now."""

    text: str
    tone: Tone
    open: bool


def statuses() -> dict[str, RoomStatus]:
    """The status of every room of the village by its key, and of the centre itself under `CENTRE`."""
    return look().statuses


def status(room: Room | None) -> RoomStatus:
    """The status of one room, or of the centre."""
    return statuses()[room.key if room else CENTRE]


@dataclass(slots=True)
class Board:
    """Everything that decides what is open at one moment."""

    now: datetime
    table: Timetable
    latest: Mapping[str, Opening]  # the newest record by room key; the centre's under CENTRE
    statuses: dict[str, RoomStatus] = field(default_factory=dict)

    def fill(self) -> Board:
        """Decide about the centre, then about the rooms."""
        self.statuses[CENTRE] = self._own_word(None, self.latest.get(CENTRE)) or self._by_hours(None, None)
        gate = self.statuses[CENTRE]
        for room in here.rooms.values():
            own = self._own_word(room, self.latest.get(room.key))
            self.statuses[room.key] = own or self._by_hours(room, gate)
        return self

    def is_current(self, row: Opening, room: Room | None = None) -> bool:
        """Whether a record belongs to the present day of business, which may reach past midnight."""
        return row.opened_at >= self._day_starts(room)

    def is_standing(self, room: Room | None, row: Opening) -> bool:
        """Whether a record still decides. A room that is always open stays as it was left, for days if need be."""
        return self.is_current(row, room) or (room is not None and room.hours == "always")

    def open_since(self, room: Room) -> datetime:
        """From when a room without a record of its own was open today."""
        running = self.table.running(room, self.now)
        starts = running[1][0] if running else self.now
        centre = self.latest.get(CENTRE)
        if room.hours != "always" and centre is not None:
            starts = max(starts, centre.opened_at)
        return min(starts, self.now)

    def _own_word(self, room: Room | None, row: Opening | None) -> RoomStatus | None:
        if row is None or not self.is_standing(room, row):
            return None
        return _shut() if row.closed_at is not None else _open()

    def _by_hours(self, room: Room | None, gate: RoomStatus | None) -> RoomStatus:
        if room is not None and room.hours == "always":
            return _open()
        if self.table.running(room, self.now):
            return self._within_hours(gate)
        hours = self.table.hours(room, self._today)
        if hours and self.now < hours[0][0]:
            return RoomStatus(_("%(time)s 起", time=clock_time(hours[0][0])), "off", False)
        return _shut() if hours else RoomStatus(_("今天不开"), "off", False)

    def _within_hours(self, gate: RoomStatus | None) -> RoomStatus:
        if gate is not None and gate.open:
            return _open()
        if gate is not None and self._centre_was_closed():
            return _shut()
        return RoomStatus(_("未开门"), "gold", False)

    def _centre_was_closed(self) -> bool:
        row = self.latest.get(CENTRE)
        return row is not None and row.closed_at is not None and self.is_current(row)

    @property
    def _today(self) -> date:
        return local_day(self.now, self.table.zone)

    def _day_starts(self, room: Room | None) -> datetime:
        running = self.table.running(room, self.now)
        return day_bounds(running[0] if running else self._today, self.table.zone)[0]


def look() -> Board:
    """The board at this moment: three queries, however many rooms there are."""
    today = here.today
    table = Timetable.of_days(today - timedelta(days=1), today)
    keys = {room.id: room.key for room in here.rooms.values()} | {None: CENTRE}
    latest = {keys[row.room_id]: row for row in _latest() if row.room_id in keys}
    return Board(here.now, table, latest).fill()


def _latest() -> list[Opening]:
    """The newest record of the centre and of each room, each found by one look into the index."""
    row = aliased(Opening)
    newest = select(row.id).order_by(row.opened_at.desc(), row.id.desc()).limit(1)
    of_room = newest.where(row.room_id == Room.id).correlate(Room).scalar_subquery()
    of_centre = newest.where(row.room_id.is_(None)).scalar_subquery()
    wanted = or_(Opening.id.in_(select(of_room).select_from(Room)), Opening.id == of_centre)
    return list(db.session.scalars(select(Opening).where(wanted)))


def _open() -> RoomStatus:
    return RoomStatus(_("开放"), "ok", True)


def _shut() -> RoomStatus:
    return RoomStatus(_("已关门"), "off", False)
