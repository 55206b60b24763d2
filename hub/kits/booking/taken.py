"""What takes up a thing's time: bookings that keep their time, and blocks such as a frost closure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from hub.kits.booking.spans import Span
from hub.room import Refused, _

# What is still out is not free at this very instant either, however late it is.
STILL = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Block:
    """A thing cannot be had for a span of time, and why: a sentence that says what to do instead."""

    span: Span
    why: str


class Clash(Refused):
    """The time is taken. `taken` is the span that stands in the way."""

    def __init__(self, sentence: Any, taken: Span, field: str | None = None) -> None:
        super().__init__(sentence, field)
        self.taken = taken


def time_of(booking: Any, now: datetime) -> Span:
    """The time a booking takes up, set-up and clean-up included. What is not back yet goes on taking it."""
    if not booking.is_open:
        return Span(booking.busy_from, max(booking.busy_until, booking.busy_from + timedelta(microseconds=1)))
    clean_up = max(booking.busy_until - booking.ends_at, timedelta(0))
    return Span(booking.busy_from, max(booking.busy_until, now + STILL + clean_up))


def has_lapsed(booking: Any, in_use: Iterable[Any], now: datetime) -> bool:
    """Whether nobody came in time, so that it is free again. Nobody could come for what somebody else still had:
    `in_use` are the bookings of the same thing that are open."""
    if booking.begun_at is not None or booking.lapses_at is None or booking.lapses_at > now:
        return False
    return not any(other.begun_at < booking.lapses_at for other in in_use if other is not booking)


def most_heads(taken: Iterable[tuple[Span, int]], within: Span) -> int:
    """The most heads that are there at one time within a span. Who leaves at an instant makes room for who comes."""
    moves = []
    for span, heads in taken:
        if span.meets(within):
            moves += [(max(span.start, within.start), heads), (span.end, -heads)]
    return max(accumulate(change for _at, change in sorted(moves)), default=0)


def check_heads(taken: Iterable[tuple[Span, int]], span: Span, heads: int, capacity: int) -> None:
    """There is room for so many more heads. Raises Refused."""
    there = most_heads(taken, span)
    if there + heads > capacity:
        raise Refused(
            _("这段时间已约 %(there)s 人，容量 %(capacity)s 人，还能约 %(left)s 人。请改时间或减少人数。",
              there=there, capacity=capacity, left=max(capacity - there, 0)), "heads",
        )  # fmt: skip
