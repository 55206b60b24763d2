"""Spans of time, half-open: what ends at nine and what begins at nine do not meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hub.room import _, clock_time, here, short_day, short_moment

NONE = timedelta(0)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The time from `start` until, but without, `end`; both are instants."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a span ends after it begins")

    def meets(self, other: Span) -> bool:
        """Whether the two share an instant."""
        return self.start < other.end and other.start < self.end

    def holds(self, instant: datetime) -> bool:
        """Whether the instant lies in it."""
        return self.start <= instant < self.end

    def widened(self, before: timedelta = NONE, after: timedelta = NONE) -> Span:
        """With set-up before and clean-up after it."""
        return Span(self.start - before, self.end + after)

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def first_day(self) -> date:
        """Its first day in the village's calendar."""
        return self.start.astimezone(here.tz).date()

    @property
    def last_day(self) -> date:
        """Its last day in the village's calendar; what ends at midnight does not touch the next."""
        return (self.end - timedelta(microseconds=1)).astimezone(here.tz).date()


def midnight(day: date) -> datetime:
    """The instant at which a day begins in the village."""
    return datetime.combine(day, time(0), here.tz).astimezone(UTC)


def days_span(first: date, last: date) -> Span:
    """Whole days, the last one included."""
    return Span(midnight(first), midnight(last + _DAY))


def slots(within: Span, length: timedelta, step: timedelta) -> Iterator[Span]:
    """All spans of a length that begin every `step` and lie within another."""
    start = within.start
    while start + length <= within.end:
        yield Span(start, start + length)
        start += step


def runs_of_days(first: date, days: int, until: date) -> Iterator[Span]:
    """All spans of so many whole days, one beginning each day, the last one ending with `until`."""
    day = first
    while day + timedelta(days=days - 1) <= until:
        yield days_span(day, day + timedelta(days=days - 1))
        day += _DAY


def gaps(taken: Iterable[Span], within: Span) -> list[Span]:
    """What is left of a span when others are taken out of it: the free intervals, in their order."""
    free, start = [], within.start
    for span in sorted(taken):
        if span.start > start:
            if span.start >= within.end:
                break
            free.append(Span(start, span.start))
        start = max(start, span.end)
    if start < within.end:
        free.append(Span(start, within.end))
    return free


def span_words(span: Span) -> str:
    """8月13日至8月15日 for whole days, 8月13日 14:00—15:30 for hours."""
    if span.start == midnight(span.first_day) and span.end == midnight(span.last_day + _DAY):
        first, last = short_day(span.first_day), short_day(span.last_day)
        return first if span.first_day == span.last_day else _("%(first)s至%(last)s", first=first, last=last)
    same_day = span.first_day == span.last_day
    return f"{short_moment(span.start)}—{clock_time(span.end) if same_day else short_moment(span.end)}"
