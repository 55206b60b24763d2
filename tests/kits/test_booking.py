"""The parts of booking that need no table: spans, gaps, heads, what lapses. Its calendar is tested in the rooms that
use it, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kits.booking import Capacity, Span, check_heads, gaps, has_lapsed, most_heads, slots, time_of
from hub.room import Refused

START = datetime(2025, 11, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLACES, LENGTHS = st.integers(0, 30), st.integers(1, 9)


def span(first: int, length: int) -> Span:
    return Span(START + first * HOUR, START + (first + length) * HOUR)


SPANS = st.builds(span, PLACES, LENGTHS)


def hours_of(one: Span) -> set[int]:
    return set(range((one.start - START) // HOUR, (one.end - START) // HOUR))


def booking(first: int = 0, length: int = 2, **more) -> SimpleNamespace:
    """A booking with an hour of clean-up."""
    one = span(first, length)
    row = SimpleNamespace(
        starts_at=one.start, ends_at=one.end, busy_from=one.start, busy_until=one.end + HOUR, begun_at=None,
        ended_at=None, lapses_at=None, heads=1,
    )  # fmt: skip
    row.__dict__.update(more)
    row.is_open = row.begun_at is not None and row.ended_at is None
    return row


@given(SPANS, SPANS)
def test_spans_meet_exactly_when_they_share_an_hour(one, other):
    assert one.meets(other) == other.meets(one) == bool(hours_of(one) & hours_of(other))


@pytest.mark.parametrize("length", [0, -1])
def test_a_span_ends_after_it_begins(length):
    with pytest.raises(ValueError, match="ends after"):
        span(0, length)


@given(st.lists(SPANS, max_size=8), SPANS)
def test_gaps_are_exactly_what_is_left(taken, within):
    free = gaps(taken, within)
    left = hours_of(within).difference(*map(hours_of, taken))
    assert set().union(*map(hours_of, free)) == left
    assert free == sorted(free)
    assert not any(one.meets(other) or one.end == other.start for one, other in pairwise(free))


@given(st.lists(st.tuples(SPANS, st.integers(1, 5)), max_size=8), SPANS)
def test_the_most_heads_are_those_of_the_fullest_hour(taken, within):
    hours = [sum(heads for one, heads in taken if hour in hours_of(one)) for hour in hours_of(within)]
    assert most_heads(taken, within) == max(hours, default=0)


def test_there_is_room_up_to_the_capacity_and_no_further():
    taken = [(span(0, 2), 20), (span(2, 2), 8)]
    check_heads(taken, span(1, 2), 10, Capacity(30))
    with pytest.raises(Refused, match="还能约 10 人"):
        check_heads(taken, span(1, 2), 11, Capacity(30))


def test_slots_lie_within_and_begin_every_step():
    found = list(slots(span(0, 3), 2 * HOUR, HOUR))
    assert found == [span(0, 2), span(1, 2)]


class TestLapsing:
    def test_what_nobody_came_for_is_free_again_at_its_instant(self):
        row = booking(lapses_at=START + HOUR)
        assert not has_lapsed(row, [], START + HOUR - timedelta(seconds=1))
        assert has_lapsed(row, [], START + HOUR)

    def test_what_is_kept_in_any_case_is_not(self):
        assert not has_lapsed(booking(), [], START + 99 * HOUR)

    def test_nor_what_was_begun(self):
        assert not has_lapsed(booking(lapses_at=START, begun_at=START), [], START + HOUR)

    def test_nor_what_nobody_could_come_for(self):
        still_out = booking(-3, 2, begun_at=START - 3 * HOUR)
        assert not has_lapsed(booking(lapses_at=START + HOUR), [still_out], START + 2 * HOUR)

    def test_but_what_had_lapsed_before_stays_so(self):
        came_later = booking(2, 2, begun_at=START + 2 * HOUR)
        assert has_lapsed(booking(lapses_at=START + HOUR), [came_later], START + 3 * HOUR)


class TestTheTimeItTakes:
    def test_with_its_clean_up(self):
        assert time_of(booking(0, 2), START) == span(0, 3)

    def test_what_is_still_out_takes_this_instant_and_its_clean_up(self):
        late = booking(0, 2, begun_at=START)
        now = START + 9 * HOUR
        taken = time_of(late, now)
        assert taken.holds(now)
        assert taken.end > now + HOUR
