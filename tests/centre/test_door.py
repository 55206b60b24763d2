"""The tally at the door."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from hub.centre.door import count_in, door_counts, door_today, set_count
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from tests.centre.place import OTHER, acting

pytestmark = pytest.mark.state("centre")


def test_nobody_counted_is_not_zero(app):
    with acting(app):
        assert door_today() is None
        set_count(here.today, 0)
        assert door_today() == 0


def test_taps_add_up(app):
    with acting(app):
        for heads in (1, 5, 10):
            count_in(heads)
        assert door_today() == 16


def test_the_days_figure_replaces_the_taps(app):
    with acting(app):
        count_in(10)
        set_count(here.today, 7)
        assert door_today() == 7


def test_an_earlier_day_can_be_entered(app):
    with acting(app):
        day = here.today - timedelta(days=3)
        set_count(day, 120)
        assert door_counts(day, here.today) == {day: 120}


def test_a_day_to_come_is_refused(app):
    with acting(app), pytest.raises(Refused):
        set_count(here.today + timedelta(days=1), 5)


def test_a_figure_no_village_reaches_is_refused(app):
    with acting(app), pytest.raises(Refused):
        set_count(date(2025, 11, 1), 100_001)


def test_each_village_counts_its_own(app):
    with acting(app):
        count_in(5)
    with acting(app, "neighbour", OTHER):
        assert door_today() is None


def test_taps_of_several_keepers_at_once_all_count(app):
    def tap(_: int) -> None:
        with acting(app):
            count_in(1)

    with ThreadPoolExecutor(4) as keepers:
        list(keepers.map(tap, range(20)))
    with acting(app):
        assert door_today() == 20
