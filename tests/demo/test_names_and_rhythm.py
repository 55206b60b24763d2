"""Chance with a seed: the same demo every time, and never outside its bounds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.demo.names import invented_names, invented_phone
from hub.demo.rhythm import OTHER, RHYTHMS, heads_of, moment_within, visits_of_day
from hub.people.names import check_name, check_phone

# A busy machine draws its first examples slowly; that says nothing of the code.
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
seeds = st.integers(0, 10_000)
rhythms = st.sampled_from([*RHYTHMS.values(), OTHER])


def test_the_same_seed_invents_the_same_people():
    first, second = (list(islice(invented_names(Random(7)), 50)) for _ in range(2))
    assert first == second


@calmly
@given(seeds)
def test_invented_names_and_phones_are_such_as_the_hub_keeps(seed):
    names = list(islice(invented_names(Random(seed)), 40))
    assert len(set(names)) == 40
    assert [check_name(name) for name in names] == names
    assert check_phone(invented_phone(seed)) == invented_phone(seed)


@calmly
@given(seeds, rhythms, st.integers(0, 20), st.integers(1, 24))
def test_a_moment_lies_within_the_hours(seed, rhythm, opens, length):
    start = datetime(2025, 8, 13, tzinfo=UTC)
    hours = start + timedelta(hours=opens), start + timedelta(hours=opens + length)
    moment = moment_within(rhythm, hours, start, Random(seed))
    assert hours[0] <= moment < hours[1]


@calmly
@given(seeds, rhythms, st.one_of(st.none(), st.integers(1, 40)))
def test_heads_never_exceed_what_the_room_holds(seed, rhythm, most):
    assert 1 <= heads_of(rhythm, most, Random(seed)) <= (most or 10_000)


@calmly
@given(seeds, rhythms, st.floats(0, 2), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_day_never_has_fewer_than_no_visits(seed, rhythm, share, day):
    assert visits_of_day(rhythm, day, share, Random(seed)) >= 0
