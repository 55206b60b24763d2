"""Months of many villages. Each is measured inside itself, and remembered: one statement tells for all of them in which
nothing was written since, so that these are not measured again.

Whatever changes a figure stands in the audit, in the transaction of the change; so a village whose audit has not grown
has the figures it had. A transaction may have been under way meanwhile, and one that began before may end after: a
month that was measured less than a quarter of an hour after something was written is only sure when it is measured
again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import aliased

from hub.audit.models import AuditEntry
from hub.centre.situation import in_village
from hub.kernel.clock import local_day, now
from hub.kernel.database import db
from hub.kernel.models import Village
from hub.people.keys import syllables_of
from hub.reports.lines import Line
from hub.reports.locking import frozen, lock_of
from hub.reports.months import Month
from hub.reports.report import Report, measure
from hub.reports.span import Span

FRESH_FOR = timedelta(minutes=5)  # what may have changed since is not measured again sooner
SURE_AFTER = timedelta(minutes=15)  # no transaction takes longer
MOST = 600  # months remembered; some thousand bytes each
# In names of places and families these are not said as elsewhere (现代汉语词典): 长安 is chang, 单家 is shan.
# Each is ordered as the one below it.
_IN_NAMES = str.maketrans(
    "长重单曾解仇朴尉翟查都什伽",
    "常虫山增谢求票玉宅闸督十加",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A village in use, and how far its audit and that of the hub have come."""

    id: int
    name: str
    town: str
    today: date
    stamp: tuple[int, int]
    written_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoomTotals:
    """Totals of a room."""

    name: str
    confidential: bool
    heads: int
    visits: int


@dataclass(frozen=True, slots=True)
class VillageMonth:
    """A village's month in totals. `as_of`: when it was measured, where something may have been written since; None: it
    is as it stands now, or as it was locked."""

    name: str
    town: str
    lines: Sequence[Line]
    rooms: Sequence[RoomTotals]
    locked: bool
    as_of: datetime | None = None

    @property
    def heads(self) -> int:
        """Heads of the rooms; without confidential ones, for of these a few must not be found by subtraction."""
        return sum(room.heads for room in self.rooms if not room.confidential)


@dataclass(frozen=True, slots=True)
class _Known:
    month: VillageMonth
    stamp: tuple[int, int]
    today: date
    measured_at: datetime

    def serves(self, place: Place) -> bool:
        """Whether nothing is to be measured. A log that is shorter than it was is that of a copy put back."""
        if self.today != place.today or self.stamp > place.stamp:
            return False
        return self.month.locked or self._is_sure(place) or now() - self.measured_at < FRESH_FOR

    def _is_sure(self, place: Place) -> bool:
        quiet = place.written_at is None or place.written_at < self.measured_at - SURE_AFTER
        return self.stamp == place.stamp and quiet

    def told_again(self, place: Place) -> VillageMonth:
        """What was measured before, saying when unless it stands as it did."""
        sure = self.month.locked or self._is_sure(place)
        return replace(self.month, name=place.name, town=place.town, as_of=None if sure else self.measured_at)


_lock = threading.Lock()


def _remembered() -> OrderedDict[tuple[int, str, bool], _Known]:
    """What this hub has measured, the longest unasked first."""
    known: OrderedDict[tuple[int, str, bool], _Known] = current_app.extensions.setdefault(
        "hub_village_months", OrderedDict()
    )
    return known


def places() -> list[Place]:
    """The villages in use, as a dictionary orders them; in one statement."""
    rows = db.session.execute(_villages()).all()
    found = [
        Place(
            row.id, row.name, row.town, local_day(now(), ZoneInfo(row.time_zone)),
            (row.last or 0, row.last_of_hub or 0),
            max(filter(None, (row.at, row.at_of_hub)), default=None),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (*_order(one.name), *_order(one.town), one.id))


def _order(name: str) -> tuple[list[str], str]:
    """By pinyin, as a Chinese reader looks for it; names that sound alike stand together."""
    return syllables_of(name.translate(_IN_NAMES)), name


def months_of(some: Sequence[Place], asked: str, *, brief: bool = False) -> Iterator[VillageMonth]:
    """The villages' months, one after another; a locked one as it was locked. `brief`: without what only the workbook
    tells, which is read out of the visits themselves."""
    months = _remembered()
    for place in some:
        key = (place.id, asked, brief)
        with _lock:
            known = months.get(key)
            if known is not None:
                months.move_to_end(key)
        if known is not None and known.serves(place):
            yield known.told_again(place)
            continue
        known = _measured(place, asked, brief=brief)
        with _lock:
            months[key] = known
            while len(months) > MOST:
                months.popitem(last=False)
        yield known.month


def _measured(place: Place, asked: str, *, brief: bool) -> _Known:
    measured_at = now()
    with in_village(current_app, place.id):
        month = Month.named(asked)
        lock = lock_of(month)
        report: Report = frozen(lock) if lock else measure(Span(month, brief=brief, with_rows=False))
    rooms = [RoomTotals(room.name, room.confidential, room.heads, room.visits) for room in report.rooms]
    told = VillageMonth(place.name, place.town, report.lines, rooms, lock is not None)
    return _Known(told, place.stamp, place.today, measured_at)


@cache
def _villages() -> Any:
    """The last entry of each village's audit, and of that of no village: its own row is changed from outside."""
    columns: list[Any] = [Village.id, Village.name, Village.town, Village.time_zone]
    for of_village, ending in ((True, ""), (False, "_of_hub")):
        for column, name in ((AuditEntry.id, "last"), (AuditEntry.at, "at")):
            entry = aliased(AuditEntry)
            mine = entry.village_id == Village.id if of_village else entry.village_id.is_(None)
            last = (
                select(getattr(entry, column.key))
                .where(mine)
                .order_by(entry.at.desc(), entry.id.desc())
                .limit(1)
            )
            columns.append(last.scalar_subquery().label(f"{name}{ending}"))
    return select(*columns).where(Village.active)
