"""预约、维修、耗材、培训: the rules behind the counter."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from plugins.tool_station import briefing, lending, repairs, reserving, stock
from plugins.tool_station.blocking import why_blocked
from plugins.tool_station.models import StockMove
from plugins.tool_station.tests.place import AILI, TODAY, WANG, gloves, lend, person, tool

pytestmark = [pytest.mark.state("tool_place"), pytest.mark.usefixtures("here_now")]


def day(number: int) -> date:
    return date(2025, 11, number)


def reserve(first: date, end: date | None = None, number: str = "T-02", name: str = AILI):
    booking = reserving.reserve(tool(number).id, person(name), first, end)
    db.session.flush()
    return booking


class TestReserving:
    def test_it_works_for_as_long_as_the_tool_is_lent(self):
        assert reserve(day(25)).end_day == day(28)

    def test_the_day_it_ends_another_may_begin(self):
        reserve(day(25), day(27))
        assert reserve(day(27), day(28), name=WANG).first_day == day(27)

    def test_two_never_share_a_day(self):
        reserve(day(25), day(27))
        with pytest.raises(Refused, match="预约了"):
            reserve(day(26), day(28), name=WANG)

    def test_a_loan_ends_before_it(self):
        reserve(day(22), day(24))
        with pytest.raises(Refused, match="最晚11月22日要还"):
            lend("T-02", WANG)
        assert lend("T-02", WANG, due_on=day(22)).due_on == day(22)

    def test_on_its_days_nobody_else_gets_the_tool(self):
        reserve(TODAY)
        with pytest.raises(Refused, match="不能借给别人"):
            lend("T-02", WANG, due_on=TODAY)
        assert lend("T-02", AILI).state == "out"

    def test_it_does_not_begin_while_the_tool_is_out(self):
        lend("T-02")
        with pytest.raises(Refused, match="11月23日应还"):
            reserve(day(22), day(23))
        assert reserve(day(23)).first_day == day(23)

    def test_nobody_came_and_the_tool_is_free_again(self, here_now):
        reserve(TODAY)
        here_now.shift(timedelta(days=2))
        assert lend("T-02", WANG).state == "out"

    @pytest.mark.parametrize(("first", "end"), [(19, None), (25, 25), (21, 60)])
    def test_days_that_make_no_sense_are_refused(self, first, end):
        until = None if end is None else day(1) + timedelta(days=end - 1)
        with pytest.raises(Refused):
            reserve(day(first), until)

    def test_cancelled_it_stands_in_nobodys_way(self):
        reserving.cancel(reserve(TODAY).id)
        assert why_blocked(tool("T-02")) == ""


class TestRepairing:
    def test_from_the_fault_to_the_shelf(self):
        ticket = repairs.report(tool("T-01").id, "棘轮打滑")
        db.session.flush()
        assert "报修了" in why_blocked(tool("T-01"))
        repairs.start(ticket.id)
        repairs.close(ticket.id, "back", "上油", Decimal("5.00"))
        assert (ticket.state, ticket.cost, tool("T-01").state) == ("back", Decimal("5.00"), "in")

    def test_or_to_its_end(self):
        ticket = repairs.report(tool("T-01").id, "断了")
        db.session.flush()
        repairs.close(ticket.id, "retired")
        assert tool("T-01").state == "retired"

    def test_what_is_out_is_reported_when_it_comes_back(self):
        lend("T-01")
        with pytest.raises(Refused, match="归还时选"):
            repairs.report(tool("T-01").id, "断了")

    def test_once_is_enough(self):
        repairs.report(tool("T-01").id, "断了")
        with pytest.raises(Refused):
            repairs.report(tool("T-01").id, "还是断的")

    def test_retiring_closes_what_is_open(self):
        ticket = repairs.report(tool("T-01").id, "断了")
        repairs.retire(tool("T-01").id)
        assert (ticket.state, tool("T-01").state) == ("retired", "retired")

    def test_a_lost_tool_turns_up(self):
        lending.lose(lend("T-01").id)
        assert repairs.found(tool("T-01").id).state == "in"


class TestStock:
    def test_receive_issue_and_count(self):
        stock.receive(gloves().id, 20)
        stock.issue(gloves().id, 5, "大扫除")
        move = stock.count(gloves().id, 25)
        assert (gloves().stock, move.change) == (25, -2)
        db.session.flush()
        assert [row.stock_after for row in db.session.query(StockMove).order_by(StockMove.id)] == [32, 27, 25]

    def test_never_below_zero(self):
        with pytest.raises(Refused, match="不够发"):
            stock.issue(gloves().id, 13)

    def test_it_is_low_at_its_mark(self):
        assert stock.low() == []
        stock.issue(gloves().id, 2)
        assert stock.low() == [gloves()]


class TestBriefing:
    def test_it_holds_for_a_year(self):
        assert briefing.brief(person(WANG), TODAY, None, adult=True).valid_until == TODAY + timedelta(
            days=365
        )
        db.session.flush()
        assert lend("T-04", WANG).state == "out"

    def test_children_are_not_briefed(self):
        with pytest.raises(Refused, match="成年"):
            briefing.brief(person(WANG), TODAY, None, adult=False)

    def test_withdrawn_it_opens_nothing(self):
        row = briefing.brief(person(WANG), TODAY - timedelta(days=3), None, adult=True)
        db.session.flush()
        briefing.withdraw(row.id)
        with pytest.raises(Refused, match="已到期"):
            lend("T-04", WANG)
