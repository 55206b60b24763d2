"""Time in tests."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hub.kernel.clock import day_bounds
from hub.kernel.declarations import Period
from hub.kernel.here import here

THURSDAY = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # ten in the morning in the village


def a_period(first: date, last: date) -> Period:
    """The local days of the village one is in, both included, as figures of a month are asked for."""
    return Period(first, last, day_bounds(first, here.tz)[0], day_bounds(last, here.tz)[1])
