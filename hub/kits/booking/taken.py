"""What takes up a thing's time: bookings that keep their time, and blocks such as a frost closure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from hub.kits.booking.spans import Span
from hub.room import Refused, Room, _

# What is still out is not free at this very instant either, however late it is.
STILL = timedelta(minutes=1)
REASON_LENGTH = 2  # signs, from which on something is taken for a reason


@dataclass(frozen=True, slots=True)
class Block:
    """A thing cannot be had for a span of time, and why: a sentence that says what to do instead."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many heads find room together: more than `warn` is said, more than `most` is refused unless there is a
    `reason`, which the room keeps. None: no limit."""

    most: int | None
    warn: int | None = None
    reason: str = ""

    @classmethod
    def of(cls, room: Room, reason: str = "") -> Capacity:
        """That of a room of the village."""
        return cls(room.refuse_above, room.warn_above, reason)


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


def check_heads(taken: Iterable[tuple[Span, int]], span: Span, heads: int, room: Capacity) -> str:
    """There is room for so many more heads: a sentence where it gets full, else "". Raises Refused where it would be
    over-full and nobody says why they are let in all the same."""
    there = most_heads(taken, span)
    if room.most is not None and there + heads > room.most and len(room.reason.strip()) < REASON_LENGTH:
        left = max(room.most - there, 0)
        facts = {"there": there, "heads": heads, "most": room.most, "left": left}
        if there:
            sentence = _(
                "这段时间已约 %(there)s 人，上限 %(most)s 人，还能约 %(left)s 人。请改时间或减少人数，"
                "确要安排的写明原因。",
                **facts,
            )
        else:
            sentence = _("%(heads)s 人超过上限 %(most)s 人。请减少人数，确要安排的写明原因。", **facts)
        raise Refused(sentence, "override_reason")
    if room.most is not None and there + heads > room.most:
        return _("这段时间共 %(n)s 人，超过上限 %(most)s 人。", n=there + heads, most=room.most)
    if room.warn is not None and there + heads > room.warn:
        return _("这段时间共 %(n)s 人，人比较多，请留意。", n=there + heads)
    return ""
