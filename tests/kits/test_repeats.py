"""The booking kit's repeats: which days, at which instants, and what is said of those that cannot be had."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import g
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar as Read

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.kits.booking import (
    Capacity,
    DatesTaken,
    Entry,
    Occurrence,
    Repeat,
    Span,
    Wish,
    calendar_file,
    check_heads,
    clock_span,
    those_that_stand,
)
from hub.kits.booking.repeats import MOST
from hub.villages.models import CalendarDay
from plugins.wash_station.tests.place import NOW, there

pytestmark = [
    pytest.mark.backends("sqlite"),
    pytest.mark.state("wash_place"),
    pytest.mark.usefixtures("village"),
]
EVENING = (time(20), time(21, 30))
SATURDAY = date(2025, 11, 22)


@pytest.fixture
def village(app):
    with time_machine.travel(NOW, tick=False), there(app):
        yield


def in_zone(name: str) -> None:
    g.hub_zone = ZoneInfo(name)


def on(day: date, starts: time = EVENING[0], ends: time = EVENING[1]) -> Span:
    span = clock_span(day, starts, day, ends)
    assert span is not None
    return span


class TestDays:
    def test_every_week_until_a_day_that_is_one_of_them(self):
        days = Repeat("weekly", until=date(2025, 12, 13)).days(SATURDAY)
        assert [day.day for day in days] == [22, 29, 6, 13]

    def test_every_other_week_across_the_end_of_a_year(self):
        days = Repeat("fortnightly", times=4).days(date(2025, 12, 20))
        assert days == [date(2025, 12, 20), date(2026, 1, 3), date(2026, 1, 17), date(2026, 1, 31)]

    def test_every_month_on_the_same_weekday(self):
        days = Repeat("monthly", times=3).days(date(2025, 11, 8))
        assert days == [date(2025, 11, 8), date(2025, 12, 13), date(2026, 1, 10)]

    def test_the_fifth_of_a_month_is_the_last(self):
        days = Repeat("monthly", times=4).days(date(2025, 11, 29))
        assert days == [date(2025, 11, 29), date(2025, 12, 27), date(2026, 1, 31), date(2026, 2, 28)]

    def test_the_end_that_comes_first_ends_it(self):
        assert len(Repeat("weekly", until=date(2025, 12, 6), times=9).days(SATURDAY)) == 3
        assert len(Repeat("weekly", until=date(2026, 12, 6), times=9).days(SATURDAY)) == 9

    def test_holidays_and_moved_working_days_are_skipped_where_asked_and_are_not_counted(self):
        for day, kind in ((date(2026, 1, 3), "holiday"), (date(2026, 1, 4), "workday")):
            db.session.add(CalendarDay(day=day, kind=kind, name="元旦"))
        db.session.flush()
        after_christmas, sunday = date(2025, 12, 27), date(2025, 12, 28)
        assert date(2026, 1, 3) in Repeat("weekly", times=3).days(after_christmas)
        without = Repeat("weekly", times=3, skip_holidays=True).days(after_christmas)
        assert without == [date(2025, 12, 27), date(2026, 1, 10), date(2026, 1, 17)]
        assert date(2026, 1, 4) in Repeat("weekly", times=3, skip_holidays=True).days(sunday)
        assert date(2026, 1, 4) not in Repeat("weekly", times=3, skip_workdays=True).days(sunday)

    def test_where_every_day_is_skipped_nothing_remains(self):
        db.session.add(CalendarDay(day=SATURDAY, kind="holiday"))
        db.session.flush()
        with pytest.raises(Refused, match="一场也没有"):
            Repeat("weekly", until=SATURDAY, skip_holidays=True).days(SATURDAY)

    @pytest.mark.parametrize(
        ("repeat", "says"),
        [
            (Repeat("weekly"), "请写重复到哪一天"),
            (Repeat("weekly", until=SATURDAY - timedelta(days=1)), "不能早于第一次"),
            (Repeat("weekly", until=date(9999, 12, 31)), "两年以后"),
            (Repeat("weekly", until=SATURDAY + timedelta(days=700)), "最多排 60 场"),
            (Repeat("weekly", times=MOST + 1), "最多排 60 场"),
            (Repeat("weekly", times=0), "最多排 60 场"),
        ],
    )
    def test_a_rule_that_does_not_end_in_sight_is_refused(self, repeat, says):
        with pytest.raises(Refused, match=says):
            repeat.days(SATURDAY)

    def test_in_words(self):
        assert (
            Repeat("weekly", times=8, skip_holidays=True).words(SATURDAY)
            == "每周的周六，共 8 次，放假的日子不办"
        )
        assert (
            Repeat("monthly", until=date(2026, 3, 1))
            .words(date(2025, 11, 8))
            .startswith("每月第二个周六，到 ")
        )


class TestClockTime:
    @pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "America/New_York"])
    def test_it_stays_when_the_clocks_are_changed(self, zone):
        in_zone(zone)
        spans = Repeat("weekly", times=40).spans(on(date(2025, 9, 6)))
        local = [
            (span.start.astimezone(ZoneInfo(zone)), span.end.astimezone(ZoneInfo(zone))) for span in spans
        ]
        assert {(start.time(), end.time()) for start, end in local} == {EVENING}

    def test_the_same_clock_is_two_hours_apart_in_two_zones(self):
        shanghai = on(SATURDAY)
        in_zone("Asia/Urumqi")
        assert on(SATURDAY).start - shanghai.start == timedelta(hours=2)

    def test_across_the_summer_time_that_china_once_had(self):
        in_zone("Asia/Shanghai")
        before, after = on(date(1988, 4, 10)), on(date(1988, 4, 17))
        assert after.start - before.start == timedelta(days=7, hours=-1)

    def test_a_night_goes_on_past_midnight_and_past_the_year(self):
        night = clock_span(date(2025, 12, 31), time(22), date(2026, 1, 1), time(1))
        assert night is not None
        last = Repeat("weekly", times=2).spans(night)[-1]
        assert (last.first_day, last.last_day) == (date(2026, 1, 7), date(2026, 1, 8))
        assert last.length == timedelta(hours=3)

    def test_an_hour_that_the_clocks_skip_keeps_its_length(self):
        in_zone("Europe/Berlin")
        early = on(date(2026, 3, 22), time(2, 30), time(3, 15))
        spans = Repeat("weekly", times=3).spans(early)
        assert [span.length for span in spans] == [timedelta(minutes=45)] * 3


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["weekly", "fortnightly", "monthly"]),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.integers(1, 30),
    st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin"]),
)
def test_every_occurrence_has_the_weekday_and_the_clock_time_of_the_first(every, first, times, zone):
    repeat = Repeat(every, times=times)
    try:
        days = repeat.days(first)
    except Refused:
        pytest.fail("a rule of so many times has days")
    assert days[0] == first
    assert days == sorted(set(days))
    assert {day.weekday() for day in days} == {first.weekday()}
    assert len(days) == times or days[-1] + timedelta(days=35) - first > timedelta(days=732)
    if every != "monthly":
        gap = 7 if every == "weekly" else 14
        assert all((day - first).days % gap == 0 for day in days)
    else:
        assert len({(day.year, day.month) for day in days}) == len(days)
    g.hub_zone = ZoneInfo(zone)
    spans = repeat.spans(on(first))
    assert [span.first_day for span in spans] == days
    assert all(span.start.astimezone(ZoneInfo(zone)).time() == EVENING[0] for span in spans)


class TestDatesThatAreTaken:
    def wishes(self) -> list[Wish]:
        return [Wish(span) for span in Repeat("weekly", times=3).spans(on(SATURDAY))]

    def test_all_of_them_are_told_and_none_is_left_out_silently(self):
        one, other, third = self.wishes()
        listed = [Occurrence(one), Occurrence(other, "有人约了。"), Occurrence(third)]
        with pytest.raises(DatesTaken, match="3 场当中有 1 场办不了：11月29日") as refusal:
            those_that_stand(listed)
        assert [each.day for each in refusal.value.taken] == [SATURDAY + timedelta(days=7)]

    def test_what_is_left_out_is_not_booked(self):
        one, other, third = self.wishes()
        listed = [Occurrence(one), Occurrence(other, left_out=True), Occurrence(third)]
        assert those_that_stand(listed) == [one, third]

    def test_with_nothing_left_there_is_nothing_to_book(self):
        with pytest.raises(Refused, match="一场也没有留下"):
            those_that_stand([Occurrence(wish, left_out=True) for wish in self.wishes()])


class TestHeads:
    SPAN = Span(datetime(2025, 11, 20, tzinfo=UTC), datetime(2025, 11, 20, 2, tzinfo=UTC))

    def test_many_small_bookings_fit_where_one_large_does_not(self):
        taken = [(self.SPAN, 5)] * 6
        assert check_heads(taken, self.SPAN, 10, Capacity(40)) == ""
        with pytest.raises(Refused, match="还能约 10 人"):
            check_heads(taken, self.SPAN, 11, Capacity(40))

    def test_many_are_said_and_too_many_need_a_reason(self):
        assert "人比较多" in check_heads([], self.SPAN, 35, Capacity(40, 30))
        with pytest.raises(Refused, match="41 人超过上限 40 人") as refusal:
            check_heads([], self.SPAN, 41, Capacity(40, 30))
        assert refusal.value.field == "override_reason"
        assert "超过上限" in check_heads([], self.SPAN, 41, Capacity(40, 30, "县里的参观团"))

    def test_without_a_limit_all_find_room(self):
        assert check_heads([], self.SPAN, 9999, Capacity(None)) == ""


class TestTheCalendarFile:
    def test_it_is_read_back_as_it_was_written(self):
        span = on(SATURDAY)
        entries = [
            Entry(("hall.event", 7), "广场舞；排练, 第一组", span, "便民活动室", "请穿软底鞋\n不要带水"),
            Entry(("hall.event", 8), "停办的", span, cancelled=True),
        ]
        read = Read.from_ical(calendar_file("上户村", entries))
        events = read.walk("VEVENT")
        assert str(read["x-wr-calname"]) == "上户村"
        assert [str(event["summary"]) for event in events] == ["广场舞；排练, 第一组", "停办的"]
        assert events[0]["dtstart"].dt == span.start
        assert str(events[0]["description"]) == "请穿软底鞋\n不要带水"
        assert [str(event["status"]) for event in events] == ["CONFIRMED", "CANCELLED"]
        assert events[0]["uid"] != events[1]["uid"]

    def test_an_entry_is_the_same_one_in_every_file(self):
        entry = Entry(("hall.event", 7), "舞", on(SATURDAY))
        first, second = (Read.from_ical(calendar_file("村", [entry])).walk("VEVENT")[0]["uid"] for _ in "ab")
        assert first == second
