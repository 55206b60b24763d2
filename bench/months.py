"""A month of one village by room and day: the hub's page, a hand-written query on the day's totals, and counting;
beside them the whole report, which asks every room for its own figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from statistics import median
from urllib.parse import quote

from bench.pages import FIRST, HIGH, LAST, LOW, MONTH, WrongAnswer
from bench.results import Line, against_floor
from bench.talking import Answer, Talker
from bench.timing import Clock, interleave

HUB = f"/month/days?month={MONTH}"
REPORT = f"/month?month={MONTH}"
TOTALS = f"/month?low={FIRST}&high={LAST}"
ASKED = f"/report?low={FIRST}&high={LAST}"
COUNTED = f"/counted?low={quote(LOW)}&high={quote(HIGH)}"
_ROW = re.compile(r'id="row-(\d+)"><td>([^<]*)</td><td>(\d+)</td><td>(\d+)</td>')
_CELL = re.compile(r'<td class="num">(\d+)</td>')
_LINE = re.compile(r'<p id="(\w+)">([^<]*)</p>')
_MADE_OF = re.compile(
    r'<div class="five" id="(\w+)">.*?</div>\n<p class="soft">[^<]* = ([^<]*?)。', re.DOTALL
)
_TABLE = re.compile(r'<dl class="pairs[ "]')
_FIGURE = re.compile(r'<dd class="num"><b>([^<]*)</b>')
_SUM = re.compile(r'<td class="num"><b>(\d+)</b></td>')


def measure(talkers: Mapping[str, Talker], rounds: int, clock: Clock) -> list[Line]:
    """Five lines of the table: the page of days alone, the same by counting, and the whole report."""
    check(talkers)
    hub, floor = talkers["hub"], talkers["floor"]
    timed = interleave(
        {
            "hub": lambda: hub.get(HUB),
            "floor": lambda: floor.get(TOTALS),
            "counted": lambda: floor.get(COUNTED),
            "report": lambda: _fine(hub.get(REPORT)),
            "asked": lambda: floor.get(ASKED),
        },
        rounds,
    )
    page, totals, counted, report, asked = (
        timed[name].time(clock) for name in ("hub", "floor", "counted", "report", "asked")
    )
    said, walked = (median(timed[name].asked) for name in ("floor", "counted"))
    return [
        against_floor("month by room and day", {"hub": page, "floor": totals}, 3, timed["hub"].statements),
        against_floor("month's report", {"hub": report, "floor": asked}, 3, timed["report"].statements),
        Line(
            "month: the same by counting visits, at the floor", page * 1e3, counted * 1e3, None, "ms",
            "≥ 20 × faster than counting", counted / page, least=20,
        ),
        Line(
            "month: the statement on the totals, against counting", said * 1e3, walked * 1e3, None, "ms",
            "≥ 20 × faster than counting", walked / said if said else None, least=20,
            note=f"{walked / said:.1f}" if said else "",
        ),
    ]  # fmt: skip


def check(talkers: Mapping[str, Talker]) -> None:
    """All three tell the same heads of each room on each day, and the report those of each room. Raises WrongAnswer."""
    totals = _by_room_and_day(talkers["floor"].get(TOTALS))
    if not totals or totals != _by_room_and_day(talkers["floor"].get(COUNTED)):
        raise WrongAnswer("the day's totals are not what counting gives")
    of_rooms, of_days = Counter[str](), Counter[str]()
    for (room, day), heads in totals.items():
        of_rooms[room] += heads
        of_days[day] += heads
    page, report = _fine(talkers["hub"].get(HUB)).body, _fine(talkers["hub"].get(REPORT)).body
    if Counter(map(int, _CELL.findall(page))) != Counter([*totals.values(), *of_days.values()]):
        raise WrongAnswer("the hub's month by room and day tells other heads")
    if Counter(map(int, _SUM.findall(page))) != Counter([*of_rooms.values(), sum(of_rooms.values())]):
        raise WrongAnswer("the hub's month by room and day adds up otherwise")
    for heads in of_rooms.values():
        if f">{heads:,}<" not in report:  # in thousands, as people read them
            raise WrongAnswer(f"the hub's report does not tell {heads:,} heads")
    same(_fine(talkers["floor"].get(ASKED)).body, report)


def same(asked: str, report: str) -> None:
    """The hub's report tells the numbers that the hand-written queries answer: numerator and denominator of each
    indicator that has them, and every figure of each room. Raises WrongAnswer."""
    told = {code: _numbers(made_of) for code, made_of in _MADE_OF.findall(report)}
    for code, numbers in _LINE.findall(asked):
        expected = numbers.split(" ÷ ")[:2]
        if told.get(code) != expected:
            raise WrongAnswer(f"{code}: the hub tells {told.get(code)}, the floor {expected}")
    rooms = [_numbers(" ÷ ".join(_FIGURE.findall(part))) for part in _TABLE.split(report)[2:]]
    expected_rooms = [re.findall(r"<dd>([^<]*)</dd>", room) for room in re.findall(r"<dl id=.*?</dl>", asked)]
    for hub, floor in zip(rooms, expected_rooms, strict=True):
        if hub != floor:
            raise WrongAnswer(f"a room's figures: the hub tells {hub}, the floor {floor}")


def _numbers(text: str) -> list[str]:
    return [part.split(" ")[0].partition("(")[0].replace(",", "") for part in text.split(" ÷ ")]


def _fine(answer: Answer) -> Answer:
    if answer.status != 200:
        raise WrongAnswer(f"no month but {answer.status}: {answer.body[:300]}")
    return answer


def _by_room_and_day(answer: Answer) -> dict[tuple[str, str], int]:
    return {(room, day): int(heads) for room, day, _visits, heads in _ROW.findall(answer.body)}
