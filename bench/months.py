"""A month of one village by room and day: the hub's page, a hand-written query on the day's totals, and counting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from bench.pages import FIRST, HIGH, LAST, LOW, MONTH, WrongAnswer
from bench.results import Line, against_floor
from bench.talking import Answer, Talker
from bench.timing import Clock, interleave

HUB = f"/month?month={MONTH}"
TOTALS = f"/month?low={FIRST}&high={LAST}"
REPORT = f"/report?low={FIRST}&high={LAST}"
COUNTED = f"/counted?low={quote(LOW)}&high={quote(HIGH)}"
_ROW = re.compile(r'id="row-(\d+)"><td>[^<]*</td><td>(\d+)</td><td>(\d+)</td>')


def measure(talkers: Mapping[str, Talker], rounds: int, clock: Clock) -> list[Line]:
    """Three lines of the table. The page is one: it tells the visits by room and day, and all of the report."""
    check(talkers)
    hub, floor = talkers["hub"], talkers["floor"]
    timed = interleave(
        {
            "hub": lambda: hub.get(HUB),
            "floor": lambda: floor.get(TOTALS),
            "counted": lambda: floor.get(COUNTED),
            "report": lambda: floor.get(REPORT),
        },
        rounds,
    )
    page, totals, counted, report = (timed[name].time(clock) for name in ("hub", "floor", "counted", "report"))
    return [
        against_floor("month by room and day", {"hub": page, "floor": totals}, 3, timed["hub"].statements),
        against_floor("month's report", {"hub": page, "floor": report}, 3, timed["hub"].statements),
        Line(
            "month: the same by counting visits, at the floor", page * 1e3, counted * 1e3, None, "ms",
            "≥ 20 × faster than counting", counted / page, least=20,
            note=f"the two statements alone: {counted / totals:.1f}",
        ),
    ]  # fmt: skip


def check(talkers: Mapping[str, Talker]) -> None:
    """All three tell the same heads of each room. Raises WrongAnswer."""
    totals = _by_room(talkers["floor"].get(TOTALS))
    if not totals or totals != _by_room(talkers["floor"].get(COUNTED)):
        raise WrongAnswer("the day's totals are not what counting gives")
    page = talkers["hub"].get(HUB)
    for heads in totals.values():
        if page.status != 200 or f">{heads}<" not in page.body:
            raise WrongAnswer(f"the hub's month does not tell {heads} heads")


def _by_room(answer: Answer) -> dict[str, int]:
    rooms: dict[str, int] = {}
    for room, _visits, heads in _ROW.findall(answer.body):
        rooms[room] = rooms.get(room, 0) + int(heads)
    return rooms
