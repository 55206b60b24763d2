"""When a village should be open: seasons, holidays, own hours, clocks that are put forward and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.centre.models import Room
from hub.villages.hours import Timetable, common, days, merged, minutes
from hub.villages.models import Season

ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "America/Santiago")]
SHANGHAI, URUMQI, BERLIN, SANTIAGO = ZONES
HOUR = timedelta(hours=1)
# The machine may be busy with other tests; time is no finding here.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

zones = st.sampled_from(ZONES)
dates = st.dates(date(2000, 1, 1), date(2099, 12, 30))
times = st.times(timezones=st.none()).map(lambda value: value.replace(second=0, microsecond=0))
firsts = st.dates(date(2001, 1, 1), date(2001, 12, 31)).map(lambda day: (day.month, day.day))


@st.composite
def season_lists(draw) -> list[Season]:
    return [
        Season(
            name=str(first), starts_month=first[0], starts_day=first[1], opens=draw(times), closes=draw(times)
        )
        for first in draw(st.lists(firsts, min_size=1, max_size=4, unique=True))
    ]


def season(month: int, day: int, opens: time, closes: time) -> Season:
    return Season(name=f"{month}-{day}", starts_month=month, starts_day=day, opens=opens, closes=closes)


def table(*seasons: Season, closed: tuple[date, ...] = (), zone: ZoneInfo = SHANGHAI) -> Timetable:
    return Timetable(seasons, frozenset(closed), zone)


def in_words(intervals: list[tuple[datetime, datetime]], zone: ZoneInfo = SHANGHAI) -> list[str]:
    return [f"{a.astimezone(zone):%m-%d %H:%M} {b.astimezone(zone):%m-%d %H:%M}" for a, b in intervals]


SUMMER = season(5, 1, time(8), time(23))
WINTER = season(10, 1, time(9), time(22, 30))
ALWAYS = Room(key="wash", name="洗", icon="洗", hours="always")


class TestSeasons:
    @pytest.mark.parametrize(
        ("day", "hours"),
        [
            (date(2025, 7, 15), "07-15 08:00 07-15 23:00"),
            (date(2025, 11, 20), "11-20 09:00 11-20 22:30"),
            (date(2025, 5, 1), "05-01 08:00 05-01 23:00"),
            (date(2025, 9, 30), "09-30 08:00 09-30 23:00"),
            (date(2026, 1, 1), "01-01 09:00 01-01 22:30"),
            (date(2026, 4, 30), "04-30 09:00 04-30 22:30"),
        ],
        ids=[
            "summer",
            "winter",
            "the first day",
            "the last day",
            "past the year's end",
            "before the year's first",
        ],
    )
    def test_the_season_in_force_gives_the_hours(self, day, hours):
        assert in_words(table(SUMMER, WINTER).hours(None, day)) == [hours]

    def test_a_village_without_seasons_has_no_hours(self):
        assert table().hours(None, date(2025, 7, 15)) == []

    def test_in_urumqi_the_same_hours_are_two_hours_later(self):
        day = date(2025, 7, 15)
        (shanghai,), (urumqi,) = (table(SUMMER, zone=zone).hours(None, day) for zone in (SHANGHAI, URUMQI))
        assert urumqi[0] - shanghai[0] == 2 * HOUR

    @given(seasons=season_lists(), day=dates)
    @calm
    def test_the_season_in_force_is_the_last_that_began(self, seasons, day):
        chosen = table(*seasons).season(day)
        assert chosen
        back = (day - timedelta(days=n) for n in range(366 + 1))
        begun = next(
            first
            for first in back
            for s in seasons
            if (s.starts_month, s.starts_day) == (first.month, first.day)
        )
        assert (chosen.starts_month, chosen.starts_day) == (begun.month, begun.day)


class TestHours:
    def test_a_closed_day_has_none(self):
        day = date(2026, 2, 17)
        assert table(WINTER, closed=(day,)).hours(None, day) == []

    def test_a_closed_day_does_not_close_what_is_always_open(self):
        day = date(2026, 2, 17)
        assert minutes(table(WINTER, closed=(day,)).hours(ALWAYS, day)) == 1440

    def test_a_room_has_its_own(self):
        room = Room(key="class", name="课", icon="课", hours="own", opens=time(18, 30), closes=time(20))
        assert in_words(table(WINTER).hours(room, date(2025, 11, 20))) == ["11-20 18:30 11-20 20:00"]

    def test_closing_not_after_opening_means_past_midnight(self):
        late = season(1, 1, time(20), time(2))
        assert in_words(table(late).hours(None, date(2025, 12, 31))) == ["12-31 20:00 01-01 02:00"]

    @pytest.mark.parametrize(("day", "hours"), [(date(2025, 3, 30), 23), (date(2025, 10, 26), 25)])
    def test_always_is_the_whole_day_even_when_the_clock_changes(self, day, hours):
        assert minutes(table(zone=BERLIN).hours(ALWAYS, day)) == hours * 60

    def test_hours_that_the_clock_swallows_are_none(self):
        night = season(1, 1, time(2, 15), time(2, 45))
        assert minutes(table(night, zone=BERLIN).hours(None, date(2025, 3, 30))) in (0, 30)

    @given(seasons=season_lists(), day=dates, zone=zones)
    @calm
    def test_every_interval_is_half_open_in_utc_and_begins_on_its_day(self, seasons, day, zone):
        for starts, ends in table(*seasons, zone=zone).hours(None, day):
            assert starts.tzinfo is UTC
            assert starts < ends <= starts + 25 * HOUR
            assert abs(starts.astimezone(zone).date() - day) <= timedelta(days=1)

    @given(seasons=season_lists(), day=dates, zone=zones)
    @calm
    def test_an_instant_within_the_hours_is_running(self, seasons, day, zone):
        timetable = table(*seasons, zone=zone)
        for starts, ends in timetable.hours(None, day):
            assert timetable.running(None, starts) is not None
            assert timetable.running(None, ends - timedelta(microseconds=1)) is not None

    @given(first=dates, length=st.integers(0, 400), zone=zones)
    @calm
    def test_always_is_every_minute_without_gap(self, first, length, zone):
        last = min(first + timedelta(days=length), date(2099, 12, 30))
        whole = merged(i for day in days(first, last) for i in table(zone=zone).hours(ALWAYS, day))
        assert len(whole) == 1
        assert whole[0][0].astimezone(zone).date() == first
        assert (whole[0][1] - timedelta(microseconds=1)).astimezone(zone).date() == last


instants = st.integers(0, 400).map(
    lambda minute: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
intervals = st.lists(st.tuples(instants, instants), max_size=12)


def every_minute(given: list[tuple[datetime, datetime]]) -> set[datetime]:
    return {a + n * timedelta(minutes=1) for a, b in given for n in range((b - a) // timedelta(minutes=1))}


class TestIntervals:
    @given(intervals)
    @calm
    def test_merged_intervals_hold_the_same_minutes_once(self, given):
        assert every_minute(merged(given)) == every_minute(given)
        assert minutes(merged(given)) == len(every_minute(given))

    @given(intervals)
    @calm
    def test_merged_intervals_are_apart_and_in_order(self, given):
        result = merged(given)
        assert all(one[1] < other[0] for one, other in pairwise(result))

    @given(intervals, intervals)
    @calm
    def test_what_two_lists_have_in_common_is_in_both(self, one, other):
        both = common(merged(one), merged(other))
        assert every_minute(both) == every_minute(one) & every_minute(other)
