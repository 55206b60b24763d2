"""From asking to being promised: what is free, what it costs, what lapses, what is not rentable and why."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from plugins.farm_machinery import renting, upkeep
from plugins.farm_machinery.models import Serviced
from plugins.farm_machinery.pricing import quote
from plugins.farm_machinery.tests.place import (
    AILI,
    LI,
    PLOUGH,
    SPRAYER,
    ask,
    back,
    day,
    machine,
    out,
    person,
)

pytestmark = [pytest.mark.state("farm_machinery_place"), pytest.mark.usefixtures("here_now")]


class TestFreeDays:
    def test_a_machine_is_promised_once_for_the_same_day(self):
        ask(SPRAYER, first=1, days=2)
        with pytest.raises(Refused, match="已经有人约了"):
            ask(SPRAYER, AILI, first=2)

    def test_the_day_after_the_last_is_free(self):
        ask(SPRAYER, first=1, days=2)
        assert ask(SPRAYER, AILI, first=3).days == 1

    def test_a_buffer_is_kept_after_and_before(self):
        ask(PLOUGH, first=3, days=2)
        for first in (5, 2):
            with pytest.raises(Refused, match="准备和清理"):
                ask(PLOUGH, AILI, first=first)
        ask(PLOUGH, AILI, first=6)
        ask(PLOUGH, LI, first=1)

    def test_cancelled_days_are_free_again(self):
        row = ask(SPRAYER, first=1, days=2)
        renting.cancel(row.id, "不要了")
        ask(SPRAYER, AILI, first=1)

    def test_what_nobody_fetched_is_free_again_without_any_job(self, here_now):
        row = ask(SPRAYER, first=1, days=3)
        here_now.shift(timedelta(days=1, hours=1))  # eleven of the first day
        with pytest.raises(Refused):
            ask(SPRAYER, AILI, first=0)
        here_now.shift(timedelta(hours=2))
        assert renting.lapsed(row)
        ask(SPRAYER, AILI, first=0)

    def test_who_comes_late_gets_it_if_it_is_still_there(self, here_now):
        row = ask(SPRAYER, first=1, days=3)
        here_now.shift(timedelta(days=1, hours=5))
        assert renting.lapsed(row)
        assert out(row).state == "out"

    def test_and_does_not_when_it_was_promised_to_somebody_else(self, here_now):
        row = ask(SPRAYER, first=1, days=3)
        here_now.shift(timedelta(days=1, hours=5))
        ask(SPRAYER, AILI, first=1)
        with pytest.raises(Refused, match="已经有人约了"):
            out(row)

    def test_nobody_loses_days_because_the_one_before_is_late(self, here_now):
        late = out(ask(SPRAYER))
        next_one = ask(SPRAYER, AILI, first=1, days=3)
        here_now.shift(timedelta(days=2))  # two days on, it is still out
        assert not renting.lapsed(next_one)
        back(late)
        here_now.shift(timedelta(hours=3))
        assert not renting.lapsed(next_one)
        assert out(next_one).state == "out"

    def test_what_came_back_early_is_free_for_the_rest(self, here_now):
        row = out(ask(SPRAYER, days=5))
        here_now.shift(timedelta(days=1))
        back(row)
        ask(SPRAYER, AILI, first=1)

    def test_what_is_overdue_is_not_free_today(self, here_now):
        out(ask(SPRAYER))
        here_now.shift(timedelta(days=2))
        with pytest.raises(Refused, match="没有还回来"):
            ask(SPRAYER, AILI, first=0)
        ask(SPRAYER, AILI, first=3)

    @pytest.mark.parametrize(("first", "days"), [(-1, 1), (121, 1), (0, 11), (2, 0)])
    def test_days_that_make_no_sense_are_refused(self, first, days):
        with pytest.raises(Refused):
            ask(SPRAYER, first=first, days=days)

    def test_other_days_are_found(self):
        ask(SPRAYER, first=1, days=2)
        days = [wish.span.first_day for wish in renting.other_days(machine(SPRAYER), day(1), 2)]
        assert days == [day(3), day(4), day(5)]


class TestApproval:
    def test_a_request_keeps_its_days_until_it_is_answered(self):
        row = ask(SPRAYER, first=2, approve=False)
        with pytest.raises(Refused):
            ask(SPRAYER, AILI, first=2)
        assert renting.approve(row.id).state == "approved"

    def test_it_is_answered_once(self):
        row = ask(SPRAYER, first=2)
        with pytest.raises(Refused, match="已经有人办过"):
            renting.approve(row.id)

    def test_what_is_over_is_not_approved(self, here_now):
        row = ask(SPRAYER, first=1, approve=False)
        here_now.shift(timedelta(days=3))
        with pytest.raises(Refused, match="已经过了"):
            renting.approve(row.id)


class TestNotRentable:
    def test_what_is_damaged(self):
        upkeep.report(machine(SPRAYER).id, "喷头堵了")
        with pytest.raises(Refused, match="喷头堵了"):
            ask(SPRAYER, first=5)

    def test_until_it_is_mended(self):
        row = upkeep.report(machine(SPRAYER).id, "喷头堵了")
        upkeep.settle(row.id, "fixed", "换了")
        assert machine(SPRAYER).out_since is None
        ask(SPRAYER, first=5)

    def test_the_day_of_a_planned_service(self):
        upkeep.plan(machine(SPRAYER).id, "换机油", day(3))
        with pytest.raises(Refused, match="安排了保养"):
            ask(SPRAYER, first=2, days=3)
        ask(SPRAYER, first=4)

    def test_all_days_of_a_longer_service(self):
        upkeep.plan(machine(SPRAYER).id, "大修", day(3), days=3)
        for first in (3, 5):
            with pytest.raises(Refused, match="安排了保养"):
                ask(SPRAYER, first=first)
        ask(SPRAYER, first=6)

    def test_a_service_that_is_given_up_frees_its_days(self):
        row = upkeep.plan(machine(SPRAYER).id, "大修", day(3), days=3)
        upkeep.drop(row.id, "不用了")
        ask(SPRAYER, first=4)
        assert (row.planned, row.ended_on, row.ended_why) == (False, day(0), "不用了")

    def test_what_is_done_once_is_over_and_what_is_repeated_comes_again(self, here_now):
        once, again = upkeep.plan(machine().id, "大修", day(0)), upkeep.repeat(machine().id, "打黄油", 10)
        upkeep.serve(once.id, "好了", Decimal(80))
        here_now.shift(timedelta(days=10))
        assert [row[0].name for row in upkeep.kept.due(here.today)] == ["打黄油"]
        upkeep.serve(again.id)
        assert upkeep.kept.due(here.today) == []
        assert [row.cost for row in db.session.scalars(select(Serviced).order_by(Serviced.id))] == [80, None]

    def test_a_minor_fault_stops_nothing(self):
        upkeep.report(machine(SPRAYER).id, "掉漆", "minor")
        assert (machine(SPRAYER).condition, machine(SPRAYER).out_since) == ("worn", None)
        ask(SPRAYER, first=5)

    def test_of_two_grave_faults_both_are_mended_first(self):
        first, second = (upkeep.report(machine(SPRAYER).id, what) for what in ("喷头堵了", "漏药"))
        upkeep.settle(first.id, "fixed", "换了", Decimal(30))
        with pytest.raises(Refused, match="漏药"):
            ask(SPRAYER, first=5)
        upkeep.settle(second.id, "fixed", "焊了")
        ask(SPRAYER, first=5)

    def test_what_was_not_serviced_when_it_was_due(self, here_now):
        row = upkeep.plan(machine(SPRAYER).id, "换机油", day(1))
        here_now.shift(timedelta(days=2))
        with pytest.raises(Refused, match="该保养"):
            ask(SPRAYER, first=5)
        upkeep.serve(row.id)
        ask(SPRAYER, first=5)

    def test_what_ran_too_many_hours_since_its_last_service(self):
        machine().hours = 100
        with pytest.raises(Refused, match="已用 100 小时"):
            ask()
        upkeep.serviced(machine().id)
        ask()

    def test_what_is_retired(self):
        upkeep.retire(machine(SPRAYER).id)
        with pytest.raises(Refused, match="报废"):
            ask(SPRAYER)

    def test_what_was_promised_before_it_broke_does_not_go_out(self):
        row = ask(SPRAYER)
        upkeep.report(machine(SPRAYER).id, "轮胎扎了")
        with pytest.raises(Refused, match="轮胎扎了"):
            out(row)


class TestPrices:
    def test_in_cash_in_points_and_in_both(self):
        found = quote(machine(), 3, 1, with_points=True)
        assert (found.all_cash, found.all_points) == (Decimal("450.00"), 150)
        assert (found.cash, found.points, found.deposit) == (Decimal("300.00"), 50, Decimal("400.00"))

    def test_a_rental_keeps_the_prices_of_its_day(self):
        row = ask(first=2)
        machine().day_rate = Decimal(999)
        assert row.day_rate == Decimal(150)

    def test_more_days_in_points_than_there_are(self):
        with pytest.raises(Refused, match="不能更多"):
            ask(days=2, points_days=3)

    def test_a_machine_without_a_price_in_points_is_for_cash(self):
        with pytest.raises(Refused, match="只收现金"):
            ask("N-02", points_days=1)


def test_one_who_is_new_to_the_yard_is_used_today():
    ask(name=LI)
    assert person(LI).last_used_on == day(0)
