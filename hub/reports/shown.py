"""A month as it is shown, whatever it is shown on: lines and rooms in words, with what changed since it was locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import url_for

from hub.i18n import _
from hub.kernel.here import here
from hub.reports import figures
from hub.reports.changes import Change, changes
from hub.reports.figures import Reported, RoomFigures, in_words, may_look, owner_by_key
from hub.reports.locking import frozen, lock_of
from hub.reports.models import MonthLock
from hub.reports.months import Month
from hub.reports.report import Report, measure
from hub.reports.span import Span
from hub.reports.words import Told, tell
from hub.text import clock_time, month_day, year_month


@dataclass(frozen=True, slots=True)
class ShownRoom:
    """A room's month in words."""

    figures: RoomFigures
    heads: str
    visits: str
    used: str
    late: str
    rows: Sequence[Reported]
    changes: Sequence[Change]

    @property
    def name(self) -> str:
        return self.figures.name

    @property
    def icon(self) -> str:
        return self.figures.icon


class ShownMonth:
    """One month of the village; of a locked one the figures are those that were locked."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self.lock: MonthLock | None = lock_of(month)

    @cached_property
    def report(self) -> Report:
        return frozen(self.lock) if self.lock else measure(self.span)

    @cached_property
    def span(self) -> Span:
        """The month as its rows stand now; of a locked one with the rooms that were on then."""
        if self.lock is None:
            return Span(self.month)
        return Span(self.month, among=[room.key for room in self.report.rooms])

    @cached_property
    def changes(self) -> list[Change]:
        """What is another now than when the month was locked."""
        if self.lock is None:
            return []
        return changes(self.report, measure(self.span))

    def changes_of(self, about: str) -> list[Change]:
        return [change for change in self.changes if change.about == about]

    @property
    def changed(self) -> list[tuple[str, str]]:
        """The places of the page that tell a change, with what they are about: a month is as long as its rooms."""
        lines = [(line.code, line.label) for line in self.lines if self.changes_of(line.code)]
        return lines + [(f"room-{one.figures.key}", one.name) for one in self.rooms if one.changes]

    @cached_property
    def lines(self) -> list[Told]:
        return [tell(line) for line in self.report.lines]

    @cached_property
    def rooms(self) -> list[ShownRoom]:
        return [self._room(room) for room in self.report.rooms]

    def _room(self, room: RoomFigures) -> ShownRoom:
        rows = in_words(
            room.rows, discreet=room.confidential and not may_look(room.key), owner=owner_by_key(room.key)
        )
        return ShownRoom(
            room, room.told(room.heads), room.told(room.visits),
            "—" if room.used is None else f"{room.used}/{room.open}", "—" if room.late is None else str(room.late),
            rows, self.changes_of(room.key),
        )  # fmt: skip

    @property
    def heads(self) -> int:
        """Heads of all rooms but the confidential ones, of which a few must not be found by subtraction."""
        return sum(room.heads for room in self._told_apart)

    @property
    def visits(self) -> int:
        return sum(room.visits for room in self._told_apart)

    @property
    def late(self) -> int:
        """Visits of these that were entered afterwards."""
        return sum(room.late or 0 for room in self._told_apart)

    @property
    def _told_apart(self) -> list[RoomFigures]:
        return [room for room in self.report.rooms if not room.confidential]

    @cached_property
    def days(self) -> dict[date, int]:
        """Heads of each day, without those of confidential rooms."""
        return figures.by_day(self.report.rooms)

    @property
    def title(self) -> str:
        """2025年11月"""
        return year_month(self.month.year, self.month.number)

    @property
    def state(self) -> str:
        """Whether the figures still change, in a sentence."""
        if self.lock is None:
            return (
                _("本月还没过完，数字每天在变")
                if self.month.is_present
                else _("还没有锁定，补录会改变这些数字")
            )
        who = self.lock.locked_by.name if self.lock.locked_by else _("系统")
        local = self.lock.locked_at.astimezone(here.tz)
        # It stands in files too, which are read on another day: never 今天.
        day = _("%(year)s年%(day)s", year=local.year, day=month_day(local.month, local.day))
        when = f"{day} {clock_time(self.lock.locked_at)}"
        sentence = _("%(who)s于%(when)s 锁定", who=who, when=when)
        if not self.changes:
            return _("%(locked)s；锁定后没有变动", locked=sentence)
        return _("%(locked)s；锁定后变动 %(n)s 处", locked=sentence, n=len(self.changes))

    @property
    def may_lock(self) -> bool:
        return self.lock is None and self.month.last < here.today and here.can("report.manage")

    @property
    def url(self) -> str:
        return url_for("reports.month", month=self.month.name)
