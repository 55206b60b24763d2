"""A whole month's report: the eight indicators and the rooms, measured now or as they were when it was locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.reports import figures, measuring
from hub.reports.figures import RoomFigures
from hub.reports.lines import Line
from hub.reports.months import Month
from hub.reports.span import Span


@dataclass(frozen=True, slots=True)
class Report:
    """A month in numbers."""

    month: Month
    lines: Sequence[Line]
    rooms: Sequence[RoomFigures]

    @property
    def heads(self) -> int:
        """Heads of all rooms; those of confidential rooms are among them."""
        return sum(room.heads for room in self.rooms)

    @property
    def visits(self) -> int:
        return sum(room.visits for room in self.rooms)

    def as_json(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        return {
            "month": self.month.name,
            "lines": [line.as_json() for line in self.lines],
            "rooms": [room.as_json() for room in self.rooms],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        year, number = map(int, data["month"].split("-"))
        return cls(
            Month(year, number),
            [Line.from_json(line) for line in data["lines"]],
            [RoomFigures.from_json(room) for room in data["rooms"]],
        )


def measure(span: Span) -> Report:
    """The month as its rows stand now."""
    return Report(
        span.month,
        [measuring.measure(span, code) for code in measuring.EIGHT],
        [figures.of_room(span, room) for room in span.rooms],
    )
