"""What grows with the visits: the hub on a smaller and a larger database at once, the same pages of both in turn."""

from __future__ import annotations

from collections.abc import Callable

from bench.months import HUB, REPORT
from bench.pages import Page, WrongAnswer, pages
from bench.plan import Plan
from bench.results import Line
from bench.talking import Answer, Talker
from bench.timing import Clock, interleave

MOST = 1.2


def measure(less: Plan, more: Plan, talkers: tuple[Talker, Talker], rounds: int, clock: Clock) -> list[Line]:
    """A line for each page that is timed, and for the month's, of the larger one against the smaller."""
    lines = []
    both = zip([*pages(less), *_months()], [*pages(more), *_months()], strict=True)
    for smaller, larger in both:
        timed = interleave(
            {"less": _ask(smaller, talkers[0]), "more": _ask(larger, talkers[1])}, rounds
        )  # fmt: skip
        before, now = (timed[name].time(clock) for name in ("less", "more"))
        times = now / before
        lines.append(
            Line(
                f"{larger.name}: against {less.rows:,} visits", now * 1e3, target=f"≤ {MOST} × its own time",
                ratio=times, most=MOST, note=f"{times:.2f} × of {before * 1e3:.1f} ms",
            )
        )  # fmt: skip
    return lines


def _months() -> list[Page]:
    return [
        Page("month by room and day", HUB, "", None, MOST),
        Page("month's report", REPORT, "", None, MOST),
    ]


def _ask(page: Page, talker: Talker) -> Callable[[], Answer]:
    """Asks for a page and looks that it answers what it did at first."""
    shows_rows = bool(page.floor)
    expected = page.check("hub", talker.get(page.hub), None) if shows_rows else None

    def ask() -> Answer:
        answer = talker.get(page.hub)
        if shows_rows:
            page.check("hub", answer, expected)
        elif answer.status != 200:
            raise WrongAnswer(f"{page.name}: {answer.status}: {answer.body[:300]}")
        return answer

    return ask
