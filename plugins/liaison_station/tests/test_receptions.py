"""Reception days: published in time, held with heads, cancelled for a reason."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.visits import services as visits
from hub.visits.models import Visit
from plugins.liaison_station import receptions
from plugins.liaison_station.tests.place import TODAY, a_reception, deputy

pytestmark = [pytest.mark.state("liaison_place"), pytest.mark.usefixtures("here_now")]


class TestPublishing:
    @pytest.mark.parametrize("ahead", [-1, 0, 1, 2])
    def test_later_than_three_days_before_it_is_refused_with_the_first_day_that_is_possible(self, ahead):
        with pytest.raises(Refused, match=r"至少提前三天公布.*最早是11月23日"):
            a_reception(TODAY + timedelta(days=ahead))

    def test_three_days_before_it_is_published(self):
        assert a_reception(TODAY + timedelta(days=3)).state == "planned"

    def test_hours_in_the_wrong_order_a_far_day_and_a_deputy_who_left(self):
        with pytest.raises(Refused, match="晚于开始"):
            receptions.publish(deputy().id, date(2025, 11, 28), time(11), time(11))
        with pytest.raises(Refused, match="一年以内"):
            a_reception(date(9998, 1, 1))
        deputy().left_on = TODAY
        db.session.flush()
        with pytest.raises(Refused, match="没有找到这位代表"):
            a_reception()

    def test_nobody_receives_twice_at_once(self):
        a_reception()
        with pytest.raises(Refused, match="9:30–11:30 已经有接待"):
            receptions.publish(deputy().id, date(2025, 11, 24), time(11), time(12))
        receptions.publish(deputy().id, date(2025, 11, 24), time(11, 30), time(12))


class TestHolding:
    def test_its_heads_are_one_visit_at_its_time(self, here_now):
        row = a_reception()
        with pytest.raises(Refused, match="还没有开始"):
            receptions.record_held(row.id, 4)
        here_now.shift(timedelta(days=4))
        receptions.record_held(row.id, 4)
        visit = db.session.scalars(select(Visit)).one()
        assert (visit.heads, visit.kind, visit.day) == (4, "reception", date(2025, 11, 24))
        with pytest.raises(Refused, match="已经登记过"):
            receptions.record_held(row.id, 4)

    def test_nobody_came_is_no_visit(self, here_now):
        row = a_reception()
        here_now.shift(timedelta(days=5))
        assert receptions.record_held(row.id, 0).state == "held"
        assert db.session.scalars(select(Visit)).first() is None

    def test_its_visit_taken_back_it_is_yet_to_be_recorded(self, here_now):
        row = a_reception()
        here_now.shift(timedelta(days=4))
        receptions.record_held(row.id, 4)
        visits.undo(db.session.scalars(select(Visit.id)).one(), "记错了")
        assert (row.state, row.heads) == ("planned", None)


class TestCancelling:
    def test_it_needs_a_reason_and_stays_announced(self):
        row = a_reception()
        with pytest.raises(Refused, match="为什么取消"):
            receptions.cancel(row.id, " ")
        receptions.cancel(row.id, "大雪封路")
        assert [one.reason for one in receptions.upcoming()] == ["大雪封路"]
        with pytest.raises(Refused, match="已经取消"):
            receptions.record_held(row.id, 2)


def test_what_is_not_there_is_refused_in_words():
    with pytest.raises(Refused, match="没有找到"):
        receptions.cancel(99, "没有")
