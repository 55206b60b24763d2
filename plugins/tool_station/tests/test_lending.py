"""借出、归还、续借、补录: the rules at the counter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.visits.models import Visit
from plugins.tool_station import lending, repairs, reserving
from plugins.tool_station.lending import Past
from plugins.tool_station.models import Briefing, Loan, StockMove, Ticket, ToolVisit
from plugins.tool_station.tests.place import AILI, TODAY, WANG, count, gloves, handout, lend, person, tool

pytestmark = [pytest.mark.state("tool_place"), pytest.mark.usefixtures("here_now")]
HOUR = timedelta(hours=1)


class TestLending:
    def test_it_works(self):
        loan = lend("T-02")
        assert (loan.due_on, loan.state, loan.late) == (date(2025, 11, 23), "out", False)
        assert tool("T-02").state == "out"

    def test_it_counts_one_visit_with_the_tool_in_its_log(self):
        loan = lend("T-02")
        visit = db.session.query(Visit).one()
        assert (visit.source_type, visit.source_id) == ("tool_station.loan", loan.id)
        assert (visit.kind, visit.heads, visit.resident_id) == ("loan", 1, person(WANG).id)
        assert db.session.query(ToolVisit).one().tool == "打气筒 T-02"

    def test_a_tool_that_is_out_is_not_lent_and_the_reason_names_who_and_when(self):
        lend("T-02")
        with pytest.raises(Refused, match=r"王\*借着，11月23日应还"):
            lend("T-02", AILI)

    def test_the_days_of_a_tool_go_before_those_of_its_class(self):
        tool("T-02").days = 7
        assert lend("T-02").due_on == TODAY + timedelta(days=7)

    @pytest.mark.parametrize("days", [-1, 91])
    def test_a_day_that_makes_no_sense_is_refused(self, days):
        with pytest.raises(Refused):
            lend("T-02", due_on=TODAY + timedelta(days=days))

    def test_parts_that_do_not_go_out_are_not_expected_back(self):
        assert lend("T-01", parts=["套筒"]).handed == "套筒"

    def test_a_deposit_is_kept_with_the_loan(self):
        assert lend("T-02", deposit=Decimal("50.00")).deposit == Decimal("50.00")


class TestProtection:
    def test_a_power_tool_goes_out_with_its_gear_as_a_pair(self):
        assert lend("T-03").gear == "护目镜"

    def test_without_the_gear_it_stays(self):
        with pytest.raises(Refused, match="还差护目镜"):
            lend("T-03", gear=())

    def test_without_the_safety_note_it_stays(self):
        with pytest.raises(Refused, match="安全提示"):
            lend("T-03", briefed=False)

    def test_gear_that_did_not_come_back_keeps_the_tool_in_until_it_is_replaced(self):
        loan = lend("T-03")
        lending.give_back(loan.id, "parts", present=["钻头盒", "夹头钥匙"])
        with pytest.raises(Refused, match="缺护具：护目镜"):
            lend("T-03")
        repairs.complete(tool("T-03").id)
        assert lend("T-03").state == "out"

    def test_gloves_go_out_with_the_tool_and_out_of_the_stock(self):
        loan = lend("T-03", supplies=2)
        assert gloves().stock == 10
        assert db.session.query(StockMove).one().loan_id == loan.id

    def test_gloves_that_are_not_there_are_not_given(self):
        with pytest.raises(Refused, match="只剩 12 副"):
            lend("T-03", supplies=13)


class TestDangerousTools:
    def test_a_briefed_adult_gets_one(self):
        assert lend("T-04", AILI).state == "out"

    def test_nobody_else_does(self):
        with pytest.raises(Refused, match="成年并做过安全培训"):
            lend("T-04", WANG)

    def test_nor_when_the_briefing_has_run_out(self):
        db.session.query(Briefing).one().valid_until = TODAY - timedelta(days=1)
        with pytest.raises(Refused, match="昨天已到期"):
            lend("T-04", AILI)

    def test_a_loan_entered_afterwards_is_no_way_around_it(self, here_now):
        past = Past(datetime(2025, 11, 19, 3, 0, tzinfo=UTC))
        with pytest.raises(Refused, match="成年"):
            lending.lend_afterwards(handout("T-04", WANG), past)

    def test_nor_a_briefing_that_came_later(self):
        past = Past(datetime(2025, 5, 30, 3, 0, tzinfo=UTC), datetime(2025, 5, 30, 9, 0, tzinfo=UTC))
        with pytest.raises(Refused, match="成年"):
            lending.lend_afterwards(handout("T-04", AILI), past)


class TestReturning:
    def test_it_works(self):
        loan = lend("T-01")
        lending.give_back(loan.id)
        assert (loan.state, loan.condition, loan.missing, tool("T-01").state) == ("returned", "ok", "", "in")

    def test_twice_is_refused(self):
        loan = lend()
        lending.give_back(loan.id)
        with pytest.raises(Refused, match="已经还过了"):
            lending.give_back(loan.id)

    def test_what_did_not_come_back_is_noted_even_when_the_rest_is_sound(self):
        loan = lend("T-01")
        lending.give_back(loan.id, "ok", present=["套筒"])
        assert (loan.condition, loan.missing, tool("T-01").missing) == ("parts", "棘轮扳手", "棘轮扳手")

    def test_lost_parts_must_be_named(self):
        loan = lend("T-01")
        with pytest.raises(Refused, match="取消勾选"):
            lending.give_back(loan.id, "parts", present=loan.checklist)

    def test_a_broken_tool_goes_to_repair(self):
        loan = lend("T-01")
        lending.give_back(loan.id, "repair", present=loan.checklist, fault="棘轮打滑")
        assert tool("T-01").state == "repair"
        assert db.session.query(Ticket).one().fault == "棘轮打滑"

    def test_a_broken_tool_needs_a_word_on_what_is_broken(self):
        loan = lend("T-01")
        with pytest.raises(Refused, match="哪里坏了"):
            lending.give_back(loan.id, "repair")

    def test_a_lost_tool_ends_the_loan(self):
        loan = lend("T-01")
        lending.lose(loan.id)
        assert (loan.state, tool("T-01").state) == ("lost", "lost")
        with pytest.raises(Refused, match="丢失"):
            lend("T-01")


class TestRenewing:
    def test_it_counts_from_the_day_it_was_due(self):
        loan = lend("T-02")
        assert lending.renew(loan.id).due_on == date(2025, 11, 26)

    def test_when_overdue_it_counts_from_today(self, here_now):
        loan = lend("T-02")
        here_now.shift(timedelta(days=10))
        assert lending.renew(loan.id).due_on == date(2025, 12, 3)

    def test_at_the_limit_of_its_class_it_is_refused(self):
        loan = lend("T-03")
        lending.renew(loan.id)
        with pytest.raises(Refused, match="到了上限"):
            lending.renew(loan.id)

    def test_when_somebody_reserved_the_tool_it_is_refused_with_the_day(self):
        loan = lend("T-02")
        reserving.reserve(loan.tool_id, person(AILI), date(2025, 11, 24), date(2025, 11, 25))
        with pytest.raises(Refused, match=r"艾力.*预约了11月24日至11月25日，最晚11月24日要还"):
            lending.renew(loan.id)
        assert lending.renew(loan.id, date(2025, 11, 24)).due_on == date(2025, 11, 24)


class TestEnteringAfterwards:
    def test_it_keeps_the_real_times_and_the_mark(self):
        out, back = datetime(2025, 11, 18, 3, 0, tzinfo=UTC), datetime(2025, 11, 19, 3, 0, tzinfo=UTC)
        loan = lending.lend_afterwards(handout("T-02"), Past(out, back))
        assert (loan.out_at, loan.ended_at, loan.late, loan.state) == (out, back, True, "returned")
        visit = db.session.query(Visit).one()
        assert (visit.started_at, visit.late) == (out, True)
        assert tool("T-02").state == "in"

    def test_one_that_is_still_out_is_open(self):
        loan = lending.lend_afterwards(handout("T-02"), Past(datetime(2025, 11, 18, 3, 0, tzinfo=UTC)))
        assert (loan.state, tool("T-02").state, loan.due_on) == ("out", "out", date(2025, 11, 21))

    def test_the_same_tool_is_never_with_two_at_a_time(self):
        out, back = datetime(2025, 11, 18, 3, 0, tzinfo=UTC), datetime(2025, 11, 19, 3, 0, tzinfo=UTC)
        lending.lend_afterwards(handout("T-02"), Past(out, back))
        with pytest.raises(Refused, match="登记在别人名下"):
            lending.lend_afterwards(handout("T-02", AILI), Past(out + HOUR, back + HOUR))

    def test_a_time_to_come_is_refused(self):
        with pytest.raises(Refused, match="不能在将来"):
            lending.lend_afterwards(handout("T-02"), Past(datetime(2025, 11, 21, 3, 0, tzinfo=UTC)))


class TestUndoing:
    def test_the_loan_its_visit_and_its_gloves_are_as_before(self):
        loan = lend("T-03", supplies=2)
        lending.undo_lend(loan.id)
        assert (count(Loan), count(Visit), count(ToolVisit), count(StockMove)) == (0, 0, 0, 0)
        assert (tool("T-03").state, gloves().stock) == ("in", 12)

    def test_taking_back_the_visit_takes_back_the_loan(self):
        from hub.visits import services as visits

        lend("T-03", supplies=2)
        visits.undo(db.session.query(Visit).one().id)
        assert (count(Loan), tool("T-03").state, gloves().stock) == (0, "in", 12)

    def test_after_ten_minutes_it_is_too_late(self, here_now):
        from hub.kernel.here import here

        loan = lend("T-02")
        here_now.shift(timedelta(minutes=11))
        here.enter(here.village, None, ["tool_station.lend"], here.rooms.values())
        with pytest.raises(Refused, match="十分钟"):
            lending.undo_lend(loan.id)
        db.session.rollback()

    def test_a_reservation_waits_again(self):
        booking = reserving.reserve(tool("T-02").id, person(WANG), TODAY)
        loan = lend("T-02")
        assert booking.state == "taken"
        lending.undo_lend(loan.id)
        assert booking.state == "waiting"
