"""The five lines of 五常 on the first screen: the same figures as in the report, out of the same place."""

from __future__ import annotations

from hub.reports import measuring, words
from hub.reports.months import Month
from hub.reports.span import Span


def five(month: Month) -> list[words.Told]:
    """The five lines of the days of a month that are over."""
    span = Span(month, brief=True)
    return [words.tell(measuring.measure(span, code)) for code in measuring.HEADLINES]
