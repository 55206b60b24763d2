"""What was measured is kept as JSON and grows part by part: a part that is measured again takes the place of its former
lines and of no others, so that a long run can be made in pieces, on several days, and still be one table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.results import Line

Measured = dict[str, dict[str, list[Line]]]  # database and size → part → lines
PARTS = (
    "pages",
    "month",
    "growth",
    "export",
    "record",
    "many",
    "start",
    "import",
    "town",
    "lending",
)  # what records comes last
BY_EITHER_CLOCK = (
    "pages",
    "month",
    "growth",
    "record",
    "lending",
)  # all else is timed by the wall clock, whatever is asked
_FIELDS = [field.name for field in fields(Line)]


def kept(file: Path) -> Measured:
    """What was measured before; nothing where there is no such file, or one of another make."""
    try:
        told = json.loads(file.read_text("utf-8"))["measured"]
        return {
            name: {
                part: _by(part, [Line(**{key: line[key] for key in _FIELDS}) for line in lines])
                for part, lines in parts.items()
            }
            for name, parts in told.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def keep(
    file: Path, facts: Mapping[str, Any], name: str, part: str, lines: Sequence[Line], clock: str
) -> Measured:
    """Put a part beside what was measured before, and answer all of it."""
    measured = kept(file)
    at = datetime.now(UTC).isoformat(timespec="minutes")
    measured.setdefault(name, {})[part] = _by(part, [replace(line, at=at, clock=clock) for line in lines])
    told = {
        where: {
            which: [asdict(line) | {"verdict": line.verdict} for line in measured[where][which]]
            for which in sorted(measured[where], key=_order)
        }
        for where in measured
    }
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(dict(facts) | {"measured": told}, ensure_ascii=False, indent=1), "utf-8")
    beside.replace(file)
    return measured


def lines_of(measured: Measured, name: str) -> list[Line]:
    """All lines of one database, in the order of the parts."""
    parts = measured.get(name, {})
    return [line for part in sorted(parts, key=_order) for line in parts[part]]


def spoken_of(measured: Measured) -> str:
    """When and by which clock it was measured: 2026-11-25; by the wall clock."""
    parts = [(part, line) for parts in measured.values() for part in parts for line in parts[part]]
    days = sorted({line.at[:10] for _part, line in parts if line.at})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}" if days else "?"
    clocks = sorted({line.clock for part, line in parts if part in BY_EITHER_CLOCK and line.clock})
    if "cpu" not in clocks:
        return f"{when}; by the wall clock"
    return f"{when}; pages by the {' and the '.join(clocks)} clock, all else by the wall clock"


def _by(part: str, lines: Iterable[Line]) -> list[Line]:
    """Lines with the clock that they were really measured by."""
    return [line if part in BY_EITHER_CLOCK else replace(line, clock="wall") for line in lines]


def _order(part: str) -> int:
    return PARTS.index(part) if part in PARTS else len(PARTS)
