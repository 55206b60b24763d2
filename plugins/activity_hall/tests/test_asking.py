"""Asking for a hall: buffers, heads, hours, repeats; and what is answered."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from flask import g
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.kits.booking import DatesTaken, Repeat
from hub.room import change_rows
from hub.villages.models import CalendarDay
from plugins.activity_hall import answering, asking, holding
from plugins.activity_hall.models import Booking, Event, Series
from plugins.activity_hall.tests.place import (
    CHOIR,
    DANCERS,
    EVENING,
    FRIDAY,
    ask,
    at,
    count,
    event,
    hall,
    request,
    thing,
    weekly,
)

pytestmark = [pytest.mark.state("activity_place"), pytest.mark.usefixtures("here_now")]


class TestOneBooking:
    def test_it_is_asked_for_and_keeps_its_time_with_set_up_and_clean_up(self):
        row = ask(approve=False)
        assert (row.state, row.busy_from, row.busy_until) == (
            "requested",
            at(FRIDAY, 19, 45),
            at(FRIDAY, 21, 45),
        )
        assert count(Event) == 0

    @pytest.mark.parametrize(
        "times", [(time(19), time(20)), (time(21, 30), time(22, 15)), (time(18), time(19, 35))]
    )
    def test_another_one_does_not_come_into_its_set_up_or_clean_up(self, times):
        ask()
        with pytest.raises(Refused, match="有人约了"):
            ask(times=times)

    def test_with_both_set_up_and_clean_up_between_them_there_is_room(self):
        ask()
        ask(times=(time(18), time(19, 30)))
        ask(times=EVENING, hall_id=hall("舞蹈室").id)
        assert count(Booking) == 3

    def test_too_many_heads_are_refused_until_somebody_says_why(self):
        with pytest.raises(Refused, match="151 人超过上限 150 人"):
            ask(heads=151)
        assert ask(heads=151, override_reason="春节联欢").override_reason == "春节联欢"

    def test_many_heads_are_said(self):
        assert asking.ask(request(heads=120)).warnings == ["这段时间共 120 人，人比较多，请留意。"]

    def test_a_hall_of_its_own_limit_has_that_one(self):
        with pytest.raises(Refused, match="超过上限 40 人"):
            ask(heads=41, hall_id=hall("舞蹈室").id)

    def test_outside_the_opening_hours_it_needs_a_reason(self):
        late = (time(22), time(23))
        with pytest.raises(Refused, match="不在开放时间里"):
            ask(times=late)
        assert ask(times=late, override_reason="元旦守岁").state == "approved"

    def test_on_a_day_that_is_closed_too(self):
        db.session.add(CalendarDay(day=FRIDAY, kind="holiday", closed=True))
        db.session.flush()
        with pytest.raises(Refused, match="这一天不开放"):
            ask()

    @pytest.mark.parametrize(
        ("day", "times", "says"),
        [
            (date(2025, 11, 19), EVENING, "已经过了"), (date(2027, 1, 1), EVENING, "最多提前 180 天"),
            (FRIDAY, (time(20), time(19)), "结束要晚于开始"), (FRIDAY, (time(20), time(20, 5)), "15 分钟到 12 小时"),
            (FRIDAY, (time(9), time(22)), "15 分钟到 12 小时"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_is_refused(self, day, times, says):
        with pytest.raises(Refused, match=says):
            ask(day, times)

    def test_equipment_that_is_out_of_service_is_said(self):
        holding.upkeep.found(thing().id, "major", "没有声音")
        assert "音响现在停用" in asking.ask(request(wanted=["音响", "投影仪"])).warnings[0]


class TestRepeats:
    def test_every_date_is_a_booking_of_one_rule(self):
        rows = weekly(4)
        assert [row.span.first_day.day for row in rows] == [21, 28, 5, 12]
        assert {row.series_id for row in rows} == {rows[0].series.id}
        assert rows[0].series.repeat_words == "每周的周五，共 4 次"

    def test_dates_that_are_taken_are_listed_and_left_out_only_when_asked(self):
        ask(date(2025, 11, 28), group=CHOIR)
        wish = request(repeat=Repeat("weekly", times=3))
        with pytest.raises(DatesTaken, match="3 场当中有 1 场办不了：11月28日") as refusal:
            asking.ask(wish)
        assert "有人约了" in refusal.value.taken[0].why
        assert count(Series) == 0
        left = request(repeat=Repeat("weekly", times=3), leave_out=[date(2025, 11, 28)])
        assert [row.span.first_day.day for row in asking.ask(left).bookings] == [21, 5]

    def test_a_closed_day_in_the_row_is_listed_with_its_reason(self):
        db.session.add(CalendarDay(day=date(2025, 11, 28), kind="holiday", closed=True))
        db.session.flush()
        with pytest.raises(DatesTaken) as refusal:
            weekly(3)
        assert refusal.value.taken[0].why == "这一天不开放。"

    def test_over_the_end_of_the_year_and_without_holidays(self):
        for day in (date(2026, 1, 1), date(2026, 1, 2)):
            db.session.add(CalendarDay(day=day, kind="holiday", name="元旦"))
        db.session.flush()
        rule = Repeat("weekly", until=date(2026, 1, 16), skip_holidays=True)
        rows = asking.ask(request(date(2025, 12, 19), repeat=rule)).bookings
        assert [row.span.first_day for row in rows] == [
            date(2025, 12, 19), date(2025, 12, 26), date(2026, 1, 9), date(2026, 1, 16),
        ]  # fmt: skip

    def test_a_single_one_that_is_in_the_way_of_nothing_stays(self):
        rows = weekly(3)
        answering.cancel([rows[1].id], "比赛")
        ask(date(2025, 11, 28), group=CHOIR)
        with pytest.raises(Refused):
            ask(date(2025, 12, 5), group=CHOIR)


class TestAnswers:
    def test_agreed_to_it_is_a_planned_event(self):
        row = ask(approve=False)
        answering.approve([row.id], "可以，记得关灯")
        assert (row.state, row.words, event(row).state, event(row).name) == (
            "approved",
            "可以，记得关灯",
            "planned",
            "排练",
        )

    def test_declined_with_words_its_time_is_free(self):
        row = ask(approve=False)
        with pytest.raises(Refused, match="写一句原因"):
            answering.decline([row.id], " ")
        answering.decline([row.id], "那天开村民大会")
        ask(group=CHOIR)

    def test_a_whole_rule_in_one_answer(self):
        rows = weekly(4)
        assert len(answering.approve([row.id for row in rows])) == 4
        assert count(Event) == 4

    def test_it_is_answered_once(self):
        row = ask(approve=False)
        answering.approve([row.id])
        with pytest.raises(Refused, match="已经答复过"):
            answering.decline([row.id], "不行")
        assert count(Event) == 1

    def test_one_whose_time_is_over_is_not_agreed_to(self, here_now):
        row = ask(approve=False)
        here_now.shift(timedelta(days=3))
        with pytest.raises(Refused, match="已经过了"):
            answering.approve([row.id])

    def test_cancelled_it_is_no_event_any_more(self):
        row = ask()
        answering.cancel([row.id], "队员外出")
        assert (row.state, event(row).state, event(row).note) == ("cancelled", "cancelled", "队员外出")
        with pytest.raises(Refused, match="已经取消"):
            answering.cancel([row.id], "队员外出")
        ask(group=CHOIR)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_whatever_is_asked_for_no_two_share_a_hall_and_all_are_as_asked(app, data):
    """Random requests, once and again and again, in two halls: those that are kept never meet, set-up and clean-up
    included, and whatever was refused left nothing behind."""
    for model in (Event, Booking):
        change_rows(delete(model), "retention")
    names = ("活动室", "舞蹈室")
    for _number in range(data.draw(st.integers(2, 6))):
        day = FRIDAY + timedelta(days=data.draw(st.integers(0, 16)))
        begins = data.draw(st.integers(9, 20))
        length = data.draw(st.integers(1, 3))
        rule = data.draw(st.sampled_from([None, Repeat("weekly", times=4), Repeat("fortnightly", times=3),
                                          Repeat("monthly", times=2)]))  # fmt: skip
        before = count(Booking)
        wish = request(
            day, (time(begins), time(min(begins + length, 22))), repeat=rule, heads=9, group=DANCERS,
            hall_id=hall(data.draw(st.sampled_from(names))).id,
        )  # fmt: skip
        try:
            made = asking.ask(wish, approve=data.draw(st.booleans())).bookings
        except DatesTaken as refusal:
            assert count(Booking) == before
            days = [one.day for one in refusal.taken]
            free = len(refusal.occurrences) - len(days)
            if free:
                made = asking.ask(asking.Request(**_fields(wish) | {"leave_out": days})).bookings
                assert len(made) == free
            continue
        except Refused:
            assert count(Booking) == before
            continue
        assert count(Booking) == before + len(made)
    rows = db.session.query(Booking).order_by(Booking.hall_id, Booking.starts_at).all()
    for one, other in pairwise(rows):
        if one.hall_id == other.hall_id:
            assert one.busy_until <= other.busy_from
            assert other.starts_at - one.ends_at >= timedelta(minutes=30)


def _fields(wish: asking.Request) -> dict:
    return {name: getattr(wish, name) for name in asking.Request.__slots__}


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Shanghai", 12), ("Asia/Urumqi", 14)])
def test_eight_in_the_evening_is_that_of_the_villages_clock_in_every_week_of_the_winter(zone, hour):
    g.hub_zone = ZoneInfo(zone)
    rule = Repeat("fortnightly", times=5)
    rows = asking.ask(request(date(2025, 12, 5), repeat=rule, override_reason="元旦前后")).bookings
    assert {row.starts_at.hour for row in rows} == {hour}
    assert [row.span.first_day for row in rows][2:4] == [date(2026, 1, 2), date(2026, 1, 16)]
