"""A room's month in numbers: its visits out of the day's totals, and the figures of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from hub.centre.models import Room
from hub.i18n import _
from hub.kernel.here import here
from hub.kernel.sources import Owner, room_owner
from hub.reports.facts import RowFigure, Telling
from hub.reports.months import Month
from hub.reports.span import Span
from hub.visits import rules

FEW = 5  # fewer than this are not told of a confidential room to those who may not look into it


def may_look(key: str) -> bool:
    """Whether the one who looks sees more of a confidential room than totals; a command or a job never does."""
    return here.user is not None and here.can(f"{key}.view")


@dataclass(frozen=True, slots=True)
class RoomFigures:
    """A room's month. Of a confidential room there are totals alone: `used`, `open` and `by_day` are empty.

    `used`: days with a use among those on which it should be open, `open`.
    """

    key: str
    name: str
    icon: str
    confidential: bool
    visits: int
    heads: int
    late: int | None
    used: int | None
    open: int | None
    by_day: Mapping[date, int] = field(default_factory=dict)
    rows: Sequence[RowFigure] = ()

    def told(self, number: float | None) -> str:
        """A figure as the one who looks may see it."""
        return told(number, discreet=self.confidential and not may_look(self.key))

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {
            "by_day": {day.isoformat(): heads for day, heads in self.by_day.items()},
            "rows": [asdict(row) for row in self.rows],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RoomFigures:
        by_day = {date.fromisoformat(day): heads for day, heads in data["by_day"].items()}
        return cls(**{**data, "by_day": by_day, "rows": [RowFigure(**row) for row in data["rows"]]})


def told(number: float | None, *, discreet: bool) -> str:
    """A number in words; of a confidential room "<5" when it is small."""
    if number is None:
        return _("—(无数据)")
    if discreet and 0 < number < FEW:
        return f"<{FEW}"
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"


@dataclass(frozen=True, slots=True)
class RoomVisits:
    """A room's visits in a month so far."""

    visits: int
    heads: int
    late: int
    by_day: Mapping[date, int]

    @property
    def days_used(self) -> int:
        return len(self.by_day)


def visits_of(span: Span, room: Room) -> RoomVisits:
    """A room's visits, out of the totals of its days."""
    days = span.visits_so_far.get(room.id, {})
    heads = {day: one.heads for day, one in days.items()}
    return RoomVisits(
        sum(one.visits for one in days.values()), sum(heads.values()), sum(one.late for one in days.values()), heads
    )  # fmt: skip


def of_room(span: Span, room: Room) -> RoomFigures:
    """A room's figures of the month so far."""
    known = visits_of(span, room)
    owner = span.owner_of(room) if span.with_rows else None
    rows = span.figures_of_room(owner) if owner else ()
    if rules.confidential(room):
        late = used = should = None
        by_day: Mapping[date, int] = {}
    else:
        open_days = span.open_days(room)
        late, by_day = known.late, known.by_day
        used, should = len(open_days & span.days_used(room)), len(open_days)
    return RoomFigures(
        room.key, room.name, room.icon, rules.confidential(room), known.visits, known.heads, late, used, should,
        by_day, rows,
    )  # fmt: skip


def by_day(rooms: Iterable[RoomFigures]) -> dict[date, int]:
    """Heads of each day, over the rooms whose days may be told apart."""
    days: dict[date, int] = {}
    for room in rooms:
        for day, heads in room.by_day.items():
            days[day] = days.get(day, 0) + heads
    return days


def owner_by_key(key: str) -> Owner | None:
    """A room of the village, on or off; None when its package is gone."""
    room = here.rooms.get(key)
    try:
        return room_owner(room) if room else None
    except LookupError:
        return None


@dataclass(frozen=True, slots=True)
class Reported:
    """One of a room's own figures, in words."""

    code: str
    label: str
    number: str
    unit: str


def in_words(rows: Iterable[RowFigure], *, discreet: bool, owner: Owner | None = None) -> list[Reported]:
    """Figures as they are shown; a room that is still here names them itself, in the language of the page."""
    names = {row.code: row for row in owner.declared.report_rows} if owner else {}
    shown = []
    for row in rows:
        declared = names.get(row.code)
        label, unit = (str(declared.label), str(declared.unit)) if declared else (row.label, row.unit)
        if row.failed:
            shown.append(Reported(row.code, label, _("暂时读不到"), ""))
        else:
            without_unit = "" if row.number is None else unit
            shown.append(Reported(row.code, label, told(row.number, discreet=discreet), without_unit))
    return shown


def reported(owner: Owner, month: Month) -> list[Reported]:
    """The room's own figures of a month so far."""
    rows = Telling().figures_of(owner, month.so_far())
    return in_words(rows, discreet=owner.confidential and not may_look(owner.key), owner=owner)
