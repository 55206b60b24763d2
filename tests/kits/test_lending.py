"""The parts of lending that need no database: days, parts, the rules of renewing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kits.lending import (
    Days,
    Terms,
    check_free,
    days_of_loan,
    due_day,
    join_parts,
    missing_parts,
    renewed_due,
    split_parts,
    was_late,
)
from hub.room import Refused

START = date(2025, 11, 20)
PLACES = st.integers(0, 30)
NAMES = st.lists(st.text("钻头盒钥匙ab", min_size=1, max_size=4), unique=True, max_size=6)


def span(first: int, length: int) -> Days:
    return Days(START + timedelta(days=first), START + timedelta(days=first + length))


@given(PLACES, st.integers(1, 9), PLACES, st.integers(1, 9))
def test_spans_meet_exactly_when_they_share_a_day(first, length, other, other_length):
    shared = set(range(first, first + length)) & set(range(other, other + other_length))
    one, two = span(first, length), span(other, other_length)
    assert one.meets(two) == two.meets(one) == bool(shared)
    assert len(one) == length


@pytest.mark.parametrize("length", [0, -1])
def test_a_span_ends_after_it_begins(length):
    with pytest.raises(ValueError, match="ends after"):
        span(0, length)


def test_what_comes_back_on_its_first_day_still_takes_that_day():
    assert len(days_of_loan(START, START)) == 1


def test_what_is_due_on_a_day_can_be_fetched_again_on_it():
    due = due_day(START, 3)
    assert not days_of_loan(START, due).meets(Days(due, due + timedelta(days=1)))


@given(st.integers(1, 9), st.integers(0, 5))
def test_a_buffer_lengthens_a_span_at_its_end(length, buffer):
    assert len(span(0, length).with_buffer(buffer)) == length + buffer


@given(NAMES)
def test_parts_are_read_back_as_they_were_written(names):
    assert split_parts(join_parts(names)) == tuple(names)


@given(NAMES, NAMES)
def test_missing_is_what_should_be_there_and_is_not(expected, present):
    missing = missing_parts(expected, present)
    assert set(missing) == set(expected) - set(present)


def test_parts_may_be_separated_as_people_do():
    assert split_parts(" 钻头盒，钥匙; 手柄\n钥匙、") == ("钻头盒", "钥匙", "手柄")


def test_a_day_ends_at_midnight_in_the_village():
    zone = ZoneInfo("Asia/Shanghai")
    assert not was_late(START, datetime(2025, 11, 20, 15, 59, tzinfo=UTC), zone)
    assert was_late(START, datetime(2025, 11, 20, 16, 0, tzinfo=UTC), zone)
    assert was_late(START, None, zone)


@pytest.mark.usefixtures("page_of_the_hub")
class TestRules:
    def test_a_reservation_of_ones_own_is_in_nobodys_way(self):
        mine = SimpleNamespace(
            first_day=START, end_day=START + timedelta(days=2), resident_id=7, resident=None
        )
        check_free(span(0, 3), [mine], borrower_id=7)
        with pytest.raises(Refused):
            check_free(span(0, 3), [mine], borrower_id=8)

    @pytest.mark.parametrize(
        ("first", "buffer", "free"), [(3, 0, True), (3, 1, False), (4, 1, True), (4, 2, False)]
    )
    def test_days_of_buffer_lie_between_two_uses(self, first, buffer, free):
        booking = SimpleNamespace(
            first_day=START, end_day=START + timedelta(days=3), resident_id=7, resident=None
        )
        if free:
            check_free(span(first, 2), [booking], buffer=buffer)
            return
        with pytest.raises(Refused):
            check_free(span(first, 2), [booking], buffer=buffer)

    def test_a_buffer_is_kept_before_what_comes_after_too(self):
        later = SimpleNamespace(
            first_day=START + timedelta(days=5),
            end_day=START + timedelta(days=6),
            resident_id=7,
            resident=None,
        )
        check_free(span(0, 4), [later], buffer=1)
        with pytest.raises(Refused):
            check_free(span(0, 5), [later], buffer=1)

    @given(done=st.integers(0, 5), limit=st.integers(0, 5), overdue=st.integers(-5, 5))
    def test_a_renewal_always_ends_later_and_never_passes_the_limit(self, done, limit, overdue):
        today = START + timedelta(days=overdue)
        loan = SimpleNamespace(renewals=done, due_on=START, borrower_id=1)
        try:
            due = renewed_due(loan, Terms(days=3, renewals=limit), today, None, [])
        except Refused:
            assert done >= limit
        else:
            assert done < limit
            assert due == max(START, today) + timedelta(days=3)


@pytest.fixture(scope="module")
def page_of_the_hub():
    """Sentences need a language."""
    from flask import Flask
    from flask_babel import Babel

    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        yield
