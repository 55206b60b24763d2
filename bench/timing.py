"""Timing side by side: one request of each app in turn, again and again, and the median of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from bench.pages import APPS, Page
from bench.talking import Answer, Talker

ENOUGH = 2.5  # seconds that one app is asked for one thing; a slow one is asked less often
FEWEST = 3

# By the clock, a request over loopback from its first byte to the answer's last. Or the work of the server's thread
# alone, which a busy machine disturbs less, but in which PostgreSQL, being a process of its own, is not counted.
Clock = Literal["wall", "cpu"]


@dataclass(slots=True)
class Timed:
    """What one app took, in seconds by the clock, of its processor and for its statement, and how many statements."""

    took: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    statements: int = 0

    def add(self, answer: Answer) -> None:
        self.took.append(answer.took)
        self.busy.append(answer.busy)
        self.asked.append(answer.asked)
        self.statements = int(answer.headers.get("X-Statements", 0))

    @property
    def is_enough(self) -> bool:
        return len(self.took) >= FEWEST and sum(self.took) > ENOUGH

    def time(self, clock: Clock) -> float:
        """The median by one of the clocks."""
        return median(self.took if clock == "wall" else self.busy)


def time_page(page: Page, talkers: Mapping[str, Talker], rounds: int) -> dict[str, Timed]:
    """All apps on one page. Each answer is checked."""
    asked = {app: path for app in APPS if app in talkers and (path := page.path(app))}
    floor = talkers["floor"].get(page.floor)
    expected = page.check("floor", floor, None)

    def ask(app: str) -> Answer:
        answer = talkers[app].get(asked[app])
        page.check(app, answer, expected)
        return answer

    return interleave({app: lambda app=app: ask(app) for app in asked}, rounds)  # type: ignore[misc]


def interleave(asks: Mapping[str, Callable[[], Answer]], rounds: int) -> dict[str, Timed]:
    """Each in turn, once to warm up and then `rounds` times; in every other round the other way round."""
    timed = {app: Timed() for app in asks}
    for ask in asks.values():
        ask()
    names = list(asks)
    for number in range(rounds):
        for app in names if number % 2 == 0 else reversed(names):
            if not timed[app].is_enough:
                timed[app].add(asks[app]())
    return timed


def seconds(work: Callable[[], object]) -> float:
    """How long something takes once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
