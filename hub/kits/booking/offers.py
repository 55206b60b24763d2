"""Other times to offer at once when the one that was wanted cannot be had: a few that differ, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from hub.kits.booking.calendar import Calendar, Wish
from hub.kits.booking.spans import Span, slots
from hub.kits.booking.taken import Block
from hub.room import here

STEP = timedelta(minutes=30)
DAY = timedelta(days=1)


def free_offers(
    calendar: Calendar[Any, Any],
    thing_id: int,
    wanted: Wish,
    hours: Iterable[Span],
    most: int = 3,
    *,
    not_before: datetime | None = None,
    blocks: Sequence[Block] = (),
) -> list[Wish]:
    """Up to `most` free times of the same length within the opening `hours`, none of which meet each other; in one
    query. First come those near the day that was wanted, of one day those near its clock time."""
    earliest = max(here.now, not_before or here.now)
    spans = {
        span
        for opened in hours
        for span in slots(_from_half_hour(opened), wanted.span.length, STEP)
        if span.start >= earliest and span != wanted.span
    }
    near = sorted(spans, key=lambda span: _distance(span, wanted.span))
    wishes = [Wish(span, wanted.before, wanted.after, wanted.heads, wanted.capacity) for span in near]
    chosen: list[Wish] = []
    for wish in calendar.each_free(thing_id, wishes, blocks=blocks):
        if not any(wish.busy.meets(one.busy) for one in chosen):
            chosen.append(wish)
        if len(chosen) == most:
            break
    return chosen


def _from_half_hour(opened: Span) -> Span:
    """Opening hours from a full or half hour of the village's clock on."""
    over = opened.start.astimezone(here.tz).minute % 30
    start = opened.start + timedelta(minutes=30 - over if over else 0)
    return Span(start, max(opened.end, start + timedelta(minutes=1)))


def _distance(span: Span, wanted: Span) -> tuple[int, timedelta, datetime]:
    days = abs((span.first_day - wanted.first_day).days)
    clock = abs(span.start - wanted.start - DAY * (span.first_day - wanted.first_day).days)
    return days, clock, span.start
