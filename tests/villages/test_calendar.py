"""Working days, holidays and 调休."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.villages.calendar import add_working_days, is_working_day, load_year, special_days
from hub.villages.hours import scheduled_minutes
from hub.villages.models import CalendarDay
from tests.centre.place import OTHER, acting

pytestmark = pytest.mark.state("centre")
dates = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.fixture
def village(app):
    with acting(app):
        yield here.village


class TestWeekdays:
    def test_without_a_calendar_the_week_decides(self, village):
        monday = date(2025, 11, 17)
        assert [is_working_day(monday + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2

    def test_terms_begin_the_day_after(self, village):
        assert add_working_days(date(2025, 11, 20), 1) == date(2025, 11, 21)
        assert add_working_days(date(2025, 11, 20), 2) == date(2025, 11, 24)

    def test_no_working_day_is_the_day_itself(self, village):
        assert add_working_days(date(2025, 11, 22), 0) == date(2025, 11, 22)

    @pytest.mark.parametrize("n", [-1, 1001])
    def test_a_term_that_makes_no_sense_is_an_error(self, village, n):
        with pytest.raises(ValueError, match="working days"):
            add_working_days(date(2025, 11, 20), n)


class TestHolidays:
    def test_a_year_is_loaded(self, village):
        added, kept = load_year(2026)
        assert (added, kept) == (39, 0)
        new_year = db.session.query(CalendarDay).filter_by(day=date(2026, 2, 17)).one()
        assert (new_year.kind, new_year.name) == ("holiday", "春节")

    def test_a_holiday_is_no_working_day_and_a_moved_one_is(self, village):
        load_year(2026)
        assert not is_working_day(date(2026, 10, 1))
        assert is_working_day(date(2026, 2, 28))
        assert special_days(date(2026, 2, 28), date(2026, 2, 28)) == {date(2026, 2, 28): "workday"}

    def test_what_the_village_wrote_itself_stays(self, village):
        db.session.add(CalendarDay(day=date(2026, 10, 1), kind="workday", name="秋收"))
        db.session.flush()
        assert load_year(2026) == (38, 1)
        assert is_working_day(date(2026, 10, 1))

    def test_loading_twice_adds_nothing(self, village):
        load_year(2026)
        assert load_year(2026) == (0, 39)

    def test_a_year_that_is_not_announced_is_said_to_be_so(self, village):
        with pytest.raises(Refused, match="2042 年"):
            load_year(2042)

    def test_a_holiday_does_not_close_the_centre_unless_the_village_says_so(self, village):
        day = date(2026, 10, 1)
        load_year(2026)
        assert scheduled_minutes(None, day, day) == 13 * 60
        db.session.query(CalendarDay).filter_by(day=day).one().closed = True
        db.session.flush()
        assert scheduled_minutes(None, day, day) == 0

    def test_the_neighbours_calendar_is_their_own(self, app):
        with acting(app):
            load_year(2026)
        with acting(app, "neighbour", OTHER):
            assert special_days(date(2026, 10, 1), date(2026, 10, 1)) == {}


same_village = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=40,
    deadline=None,
)


@given(day=dates, n=st.integers(1, 200))
@same_village
def test_so_many_working_days_lie_between(village, day, n):
    if not db.session.query(CalendarDay).first():
        load_year(2026)
    due = add_working_days(day, n)
    between = [day + timedelta(days=i) for i in range(1, (due - day).days + 1)]
    assert is_working_day(due)
    assert sum(map(is_working_day, between)) == n
