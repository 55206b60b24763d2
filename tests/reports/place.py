"""What rooms tell, set by a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from hub.kernel.declarations import IndicatorFact
from hub.kernel.state import the_hub
from hub.reports import measuring
from hub.reports.lines import Line
from hub.reports.months import Month
from hub.reports.span import Span

OCTOBER = Month(2025, 10)
Tell = Callable[..., None]


@pytest.fixture
def tell(app, monkeypatch) -> Tell:
    """Let a room tell facts: `tell("yard", service_due=Share(1, 2))`; a function is asked with the period."""

    def tell(room: str, late: dict[str, Any] | None = None, **facts: Any) -> None:
        loaded = the_hub().rooms.get(room)
        declared = [
            IndicatorFact(
                name,  # type: ignore[arg-type]
                answer if callable(answer) else lambda _period, answer=answer: answer,
                late=(lambda _period, name=name: late[name]) if late and name in late else None,
            )
            for name, answer in facts.items()
        ]
        monkeypatch.setattr(loaded, "declared", replace(loaded.declared, indicator_facts=tuple(declared)))

    return tell


def line(code: str, month: Month = OCTOBER) -> Line:
    """A line measured now."""
    return measuring.measure(Span(month), code)


def at(day: int, hour: int = 10, minute: int = 0) -> datetime:
    """An instant of October 2025 by the village's clock, eight hours ahead."""
    return datetime(2025, 10, day, hour - 8, minute, tzinfo=UTC)


def day(number: int) -> date:
    return date(2025, 10, number)
