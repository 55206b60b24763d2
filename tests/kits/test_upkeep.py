"""The upkeep kit: condition, faults, out of service, planned service; on tables that are made for the test."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kits.upkeep import (
    Due,
    due_of,
    due_words,
    faults_between,
    forget_words,
    out_days,
    out_words,
    plan_words,
)
from hub.room import Period
from plugins.wash_station.faults import upkeep
from plugins.wash_station.models import Bay, Fault, Outage, Service
from plugins.wash_station.tests.place import NOW, bay, count, there

pytestmark = [pytest.mark.state("wash_place"), pytest.mark.usefixtures("here_now")]
TODAY = date(2025, 11, 20)


@pytest.fixture
def here_now(app):
    """In the village, at ten o'clock of a Thursday."""
    with time_machine.travel(NOW, tick=False) as clock, there(app):
        yield clock


class _Plan:
    def __init__(self, every_days=None, every_uses=None, last_on=TODAY, last_uses=0):
        self.every_days, self.every_uses = every_days, every_uses
        self.last_on, self.last_uses = last_on, last_uses


@pytest.fixture
def thing(here_now) -> Bay:
    return upkeep.hold_one(bay().id)


class TestFaults:
    def test_the_condition_is_that_of_the_gravest(self, thing):
        minor = upkeep.report(thing, "minor", "滴水")
        assert thing.condition == "worn"
        major = upkeep.report(thing, "major", "不出水")
        assert thing.condition == "broken"
        upkeep.settle(major.id, "fixed", "换了")
        assert thing.condition == "worn"
        upkeep.settle(minor.id, "dismissed", "没有")
        assert thing.condition == "good"

    def test_a_stop_takes_it_out_with_a_reason_that_is_shown(self, thing):
        fault = upkeep.report(thing, "danger", "漏电", stop=True)
        assert fault.stopped
        assert out_words(thing).startswith("停用：")

    def test_a_second_stop_keeps_the_first_reason(self, thing):
        upkeep.take_out(thing, "漏电")
        assert not upkeep.report(thing, "danger", "着火", stop=True).stopped
        assert thing.out_reason == "漏电"
        assert count(Outage) == 1

    def test_it_is_settled_once_and_with_words(self, thing):
        fault = upkeep.report(thing, "minor", "滴水")
        with pytest.raises(Refused, match="请写一句"):
            upkeep.settle(fault.id, "fixed", " ")
        upkeep.settle(fault.id, "fixed", "好了")
        with pytest.raises(Refused, match="已经处理了"):
            upkeep.settle(fault.id, "fixed", "好了")

    def test_the_gravest_stand_first(self, thing):
        for severity in ("minor", "danger", "major"):
            upkeep.report(thing, severity, severity)
        assert [fault.severity for fault in upkeep.open_faults()] == ["danger", "major", "minor"]

    def test_their_words_are_forgotten_and_they_are_still_counted(self, thing):
        fault = upkeep.report(thing, "minor", "王小明说滴水")
        settled = Fault.state != "open"
        assert forget_words(Fault, "retention", settled) == 0
        upkeep.settle(fault.id, "fixed", "好了")
        assert forget_words(Fault, "retention", settled) == 1
        assert forget_words(Fault, "retention", settled) == 0
        db.session.refresh(fault)
        assert (fault.what, fault.outcome) == ("", "")
        assert faults_between(Fault)(_day()) == 1


class TestOutOfService:
    def test_it_needs_a_reason(self, thing):
        with pytest.raises(Refused, match="停用要写一句原因"):
            upkeep.take_out(thing, " ")

    def test_it_is_not_put_back_while_something_is_dangerous(self, thing):
        fault = upkeep.report(thing, "danger", "漏电", stop=True)
        with pytest.raises(Refused, match="有危险"):
            upkeep.put_back(thing)
        upkeep.settle(fault.id, "fixed", "修了", back=True)
        assert thing.out_since is None
        with pytest.raises(Refused, match="没有停用"):
            upkeep.put_back(thing)

    def test_its_days_are_counted_to_the_hour(self, thing, here_now):
        upkeep.take_out(thing, "漏电")
        here_now.shift(timedelta(hours=6))
        assert out_days(Outage, "bay_id", _day()) == {thing.id: 0.2}
        upkeep.put_back(thing)
        here_now.shift(timedelta(days=3))
        assert out_days(Outage, "bay_id", _day()) == {thing.id: 0.2}
        assert out_days(Outage, "bay_id", _day(3)) == {}


class TestPlannedService:
    def test_by_days_by_uses_and_by_whichever_comes_first(self):
        assert not due_of(_Plan(every_days=30), 0).is_due(TODAY + timedelta(days=29))
        assert due_of(_Plan(every_days=30), 0).is_due(TODAY + timedelta(days=30))
        assert due_of(_Plan(every_uses=50), 50).is_due(TODAY)
        assert not due_of(_Plan(every_uses=50, last_uses=50), 99).is_due(TODAY)
        assert due_of(_Plan(every_days=30, every_uses=50), 50).is_due(TODAY)

    def test_in_words(self):
        assert plan_words(_Plan(30, 200)) == "每 30 天，或每 200 次"
        assert due_words(Due(TODAY - timedelta(days=3), None), TODAY) == "已过 3 天"
        assert due_words(Due(TODAY, 20), TODAY) == "今天该做，再用 20 次该做"
        assert due_words(Due(None, -5), TODAY) == "已多用 5 次"

    @given(st.integers(1, 3660), st.integers(1, 1000), st.integers(0, 5000), st.integers(0, 4000))
    def test_what_was_just_done_is_not_due_and_what_is_due_stays_due(self, days, uses, used, later):
        plan = _Plan(days, uses, last_uses=used)
        assert not due_of(plan, used).is_due(TODAY)
        if due_of(plan, used + later).is_due(TODAY + timedelta(days=later)):
            assert due_of(plan, used + later + 1).is_due(TODAY + timedelta(days=later + 1))
        assert due_of(plan, used + uses).is_due(TODAY)

    def test_it_is_due_until_it_is_done(self, thing, here_now):
        service = Service(bay_id=thing.id, name="换滤芯", every_uses=10, last_on=TODAY, last_uses=0)
        db.session.add(service)
        db.session.flush()
        assert upkeep.due(here.today) == []
        thing.uses = 10
        db.session.flush()
        assert [row[0].name for row in upkeep.due(here.today)] == ["换滤芯"]
        upkeep.serve(service.id, "换了")
        assert upkeep.due(here.today) == []
        service.planned = False
        with pytest.raises(Refused, match="不做了"):
            upkeep.serve(service.id)


def _day(after: int = 0) -> Period:
    first = TODAY + timedelta(days=after)
    starts = datetime(first.year, first.month, first.day, tzinfo=here.tz)
    return Period(first, first, starts, starts + timedelta(days=1))
