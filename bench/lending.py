"""What is lent: the list of loans and the machines' calendar of a season, against hand-written statements, and whether
they are as fast with ten times as much behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from bench.lent import SEASON
from bench.pages import FIRST, HIGH, LAST, LOW, Page, WrongAnswer
from bench.plan import Plan
from bench.results import Line, against_floor
from bench.talking import Answer, Talker
from bench.timing import Clock, time_page

SIZES = (100_000, 1_000_000)
QUICK = (10_000, 100_000)
MOST = 3
WEEKS_FROM = date(
    2025, 10, 6
)  # the Monday on which thirteen weeks begin, from the picking to the end of the plan
FLAT = 1.2
_RENTAL = re.compile(r'/rental/(\d+)"')
_USED = re.compile(r"用 (\d) 天")


@dataclass(frozen=True, slots=True)
class Calendar(Page):
    """A page whose rentals stand in no order that two would share."""

    def check(self, app: str, answer: Answer, expected: list[int] | None) -> list[int]:
        """The rentals in an answer. Raises WrongAnswer where they are not the floor's."""
        found = sorted({int(id) for id in _RENTAL.findall(answer.body)})
        if answer.status != 200 or not found or (expected is not None and found != expected):
            raise WrongAnswer(
                f"{self.name}: {app} answered {answer.status} with {found[:5]}…, not {(expected or [])[:5]}…"
            )
        return found


@dataclass(frozen=True, slots=True)
class Season(Page):
    """A page of weeks, which name no rental: how many days of each week of each machine are taken, in their order."""

    def check(self, app: str, answer: Answer, expected: list[int] | None) -> list[int]:
        """The days taken, cell by cell. Raises WrongAnswer where they are not the floor's."""
        found = [int(days) for days in _USED.findall(answer.body)]
        if answer.status != 200 or not sum(found) or (expected is not None and found != expected):
            raise WrongAnswer(
                f"{self.name}: {app} answered {answer.status} with {found[:5]}…, not {(expected or [])[:5]}…"
            )
        return found


def plan_of(loans: int) -> Plan:
    """A village that lends so much; its visits are few, and told apart by their number from those of other plans."""
    return Plan(rows=loans // 100 + 1, residents=min(30_000, loans // 10), loans=loans)


def pages(plan: Plan) -> list[Page]:
    """What is timed."""
    deep = plan.loans - plan.loans * 9 // 10 // 50 * 50 + 1
    at = quote(plan.moment(deep - 1, plan.loans).replace(tzinfo=None).isoformat(" ", "microseconds"))
    low, high = quote(LOW + ".000000"), quote(HIGH + ".000000")
    history = "/rooms/reading_room/history/"
    return [
        Page("loans: first page", history, "/loans", None, MOST),
        Page("loans: page at depth nine tenths", f"{history}?after={deep}", f"/loans?at={at}&id={deep}", None, MOST),
        Page(
            "loans: one month", f"{history}?out_at_from={FIRST}&out_at_to={LAST}", f"/loans?low={low}&high={high}",
            None, MOST,
        ),
        Page("loans: what is out, by its day", "/rooms/reading_room/loans/", "/loans?out=1", None, MOST),
        Calendar(
            "machines: two weeks of a season", f"/rooms/farm_machinery/calendar?from={SEASON}",
            f"/calendar?from={SEASON}", None, MOST,
        ),
        Season(
            "machines: a season of thirteen weeks", f"/rooms/farm_machinery/calendar/season?from={WEEKS_FROM}",
            f"/season?from={WEEKS_FROM}", None, MOST,
        ),
    ]  # fmt: skip


def measure(
    plan: Plan, talkers: Mapping[str, Talker], rounds: int, clock: Clock, first: dict[str, float]
) -> list[Line]:
    """The lines of one size; `first` is what the smallest of this run took, by page, and is filled by it."""
    lines: list[Line] = []
    flat: list[Line] = []
    asked = {app: talkers[app] for app in ("hub", "floor")}
    for page in pages(plan):
        timed = time_page(page, asked, rounds)
        took = {app: one.time(clock) for app, one in timed.items()}
        lines.append(against_floor(page.name, took, page.most, timed["hub"].statements))
        before = first.setdefault(page.name, took["hub"])
        if before is not took["hub"]:
            flat.append(_flat(page.name, took["hub"], before))
    return [*lines, *flat]


def _flat(name: str, took: float, before: float) -> Line:
    return Line(
        f"{name}: against a tenth", took * 1e3, unit="ms", target=f"≤ {FLAT} × its own time", ratio=took / before,
        most=FLAT, note=f"{took / before:.2f} × of {before * 1e3:.1f} ms",
    )  # fmt: skip


def sizes(quick: bool) -> Sequence[Plan]:
    """The villages that are measured, the smallest first."""
    return [plan_of(loans) for loans in (QUICK if quick else SIZES)]
