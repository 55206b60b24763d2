"""The table: what was measured, against what, and whether the target is met."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MARKS = "<!-- measured: make bench WRITE=1 -->", "<!-- end -->"
HEAD = ("operation", "hub", "floor", "stock", "hub/floor", "stock/floor", "target", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One operation on one database. `ratio` is what the target speaks of and `most` its limit (`least`: at least)."""

    operation: str
    hub: float | None
    floor: float | None = None
    stock: float | None = None
    unit: str = "ms"
    target: str = ""
    ratio: float | None = None
    most: float | None = None
    least: float | None = None
    note: str = ""
    at: str = ""  # when it was measured, UTC
    clock: str = ""

    @property
    def verdict(self) -> str:
        """Met, or by how much it is missed."""
        if self.ratio is None or (self.most is None and self.least is None):
            return self.note
        limit = self.most if self.most is not None else self.least
        assert limit is not None
        met = self.ratio <= limit if self.most is not None else self.ratio >= limit
        said = "met" if met else f"MISSED: {_figure(self.ratio)} for {_figure(limit)}"
        return f"{said}; {self.note}" if self.note else said

    def cells(self) -> tuple[str, ...]:
        return (
            self.operation,
            *(_with_unit(value, self.unit) for value in (self.hub, self.floor, self.stock)),
            _times(self.hub, self.floor),
            _times(self.stock, self.floor),
            self.target,
            self.verdict,
        )


def against_floor(
    operation: str, took: Mapping[str, float], most: float, statements: int | None = None
) -> Line:
    """What the apps took in seconds; the hub at most so many times the floor."""
    note = f"{statements} statements" if statements is not None else ""
    hub, floor, stock = (took[app] * 1e3 if app in took else None for app in ("hub", "floor", "stock"))
    ratio = took["hub"] / took["floor"]
    return Line(operation, hub, floor, stock, "ms", f"≤ {most:g} × floor", ratio, most, note=note)


def as_table(lines: Iterable[Line]) -> str:
    """The table as it is printed; it is Markdown too."""
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(_width(row[place]) for row in rows) for place in range(len(HEAD))]
    drawn = [_drawn(row, widths) for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([drawn[0], rule, *drawn[1:]])


def put_into(page: Path, text: str) -> None:
    """Replace what stands between the marks of a page."""
    before, _old, rest = page.read_text("utf-8").partition(MARKS[0])
    _old, _mark, after = rest.partition(MARKS[1])
    page.write_text(f"{before}{MARKS[0]}\n\n{text.strip()}\n\n{MARKS[1]}{after}", "utf-8")


def _drawn(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
    return "| " + " | ".join(cells) + " |"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _with_unit(value: float | None, unit: str) -> str:
    return "–" if value is None else f"{_figure(value)} {unit}"


def _times(value: float | None, floor: float | None) -> str:
    return "–" if value is None or not floor else _figure(value / floor)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
