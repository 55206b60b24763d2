"""What is done with a request: states, the clock, handing over, rating."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hub.accounts.models import Membership
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from plugins.service_hall import handling, intake
from plugins.service_hall.intake import Intake
from plugins.service_hall.models import Rating, Request, Step
from plugins.service_hall.tests.place import AILI, CARD, LOW, accept, count, item, steps, workers

pytestmark = [pytest.mark.state("hall_place"), pytest.mark.usefixtures("here_now")]


class TestTheWholeWay:
    def test_accepted_waiting_forwarded_done_closed(self, here_now):
        request = accept(CARD)
        handling.wait(request.id, "身份证原件\n照片")
        assert (request.state, request.lacking) == ("waiting", ("身份证原件", "照片"))
        here_now.shift(timedelta(days=4))
        handling.resume(request.id)
        handling.forward(request.id, "镇社保窗口")
        handling.chase(request.id, "窗口说在排队")
        handling.settle(request.id, "卡已取")
        handling.close(request.id)
        assert request.state == "closed"
        assert request.resolved_at is not None
        assert steps(request) == ["accepted", "waiting", "resumed", "forwarded", "chased", "done", "closed"]

    def test_what_waits_from_the_town_goes_back_to_the_town(self):
        request = accept(CARD)
        handling.forward(request.id, "镇社保窗口")
        handling.wait(request.id, "照片")
        assert handling.resume(request.id).state == "forwarded"

    def test_what_the_town_sends_back_is_worked_on_here(self):
        request = accept(CARD)
        handling.forward(request.id, "镇社保窗口")
        handling.take_back(request.id, "缺照片")
        assert (request.state, request.forwarded_at, request.chase_on) == ("accepted", None, None)

    def test_refusing_needs_a_reason_and_settling_a_result(self):
        request = accept()
        with pytest.raises(Refused, match="要写原因"):
            handling.refuse(request.id, " ")
        with pytest.raises(Refused, match="要写结果"):
            handling.settle(request.id, "")
        handling.refuse(request.id, "条件不符")
        assert (request.state, request.refusals) == ("refused", 1)

    def test_closing_needs_a_result(self):
        with pytest.raises(Refused, match="不能改成“办结”"):
            handling.close(accept().id)

    def test_what_is_settled_is_not_settled_again(self):
        request = accept()
        handling.settle(request.id, "办好")
        for deed in (handling.settle, handling.refuse, handling.wait, handling.forward):
            with pytest.raises(Refused):
                deed(request.id, "再来")

    def test_a_request_of_nobody_is_refused_in_words(self):
        with pytest.raises(Refused, match="没有找到"):
            handling.close(99)


class TestTheClock:
    def test_it_stands_still_while_one_waits(self, here_now):
        request = accept(CARD)  # Thursday; five days: next Thursday
        here_now.shift(timedelta(days=1))
        handling.wait(request.id, "照片")
        here_now.shift(timedelta(days=10))  # Monday the 1st of December
        handling.resume(request.id)
        assert request.stopped_on is None
        assert request.due_on == request.first_due_on == date(2025, 12, 5)  # four days were left

    def test_what_was_late_stays_late(self, here_now):
        request = accept(CARD)
        here_now.shift(timedelta(days=10))
        handling.wait(request.id, "照片")
        here_now.shift(timedelta(days=10))
        assert handling.resume(request.id).due_on == date(2025, 11, 27)

    def test_an_extension_lengthens_the_term_and_is_remembered(self):
        request = accept(CARD)
        handling.OFFICE.lengthen(request.id, 3, "等核对", ["asker"])
        assert (request.due_on, request.first_due_on) == (date(2025, 12, 2), date(2025, 11, 27))
        assert request.extensions == 1

    def test_what_is_late_or_waits_is_not_extended(self, here_now):
        request = accept(CARD)
        handling.wait(request.id, "照片")
        with pytest.raises(Refused, match="停表"):
            handling.OFFICE.lengthen(request.id, 3, "等核对", ["asker"])
        handling.resume(request.id)
        here_now.shift(timedelta(days=20))
        with pytest.raises(Refused, match="超期"):
            handling.OFFICE.lengthen(request.id, 3, "等核对", ["asker"])

    def test_reopening_gives_a_new_term_and_leaves_the_first(self, here_now):
        request = accept(CARD)
        handling.settle(request.id, "办好")
        here_now.shift(timedelta(days=30))
        handling.reopen(request.id, "卡不能用")
        assert (request.state, request.resolved_at, request.reopened) == ("accepted", None, 1)
        assert request.due_on == date(2025, 12, 26)
        assert request.first_due_on == date(2025, 11, 27)


class TestHandingOver:
    def test_one_goes_to_somebody_of_the_room(self):
        request = accept()
        _first, second = workers()
        handling.OFFICE.give_to(request.id, second, "家里有事")
        assert request.handler_id == second
        assert steps(request)[-1] == "handed"

    def test_it_goes_to_nobody_else(self):
        request = accept()
        with pytest.raises(Refused, match="现在在这里工作"):
            handling.OFFICE.give_to(request.id, 99)

    def test_all_of_one_who_leaves_goes_over_at_once_and_nothing_stays(self):
        first, second = workers()
        mine = [accept(), accept(LOW), intake.save_draft(Intake(item_id=item(LOW).id))]
        handling.settle(mine[0].id, "办好")
        handed = handling.OFFICE.give_all(first, second)
        assert {row.id for row in handed} == {mine[1].id, mine[2].id}
        assert count(Request, Request.handler_id == first, Request.state != "done") == 0

    def test_to_one_who_has_left_nothing_is_given(self):
        request = accept()
        _first, second = workers()
        db.session.scalars(select(Membership).where(Membership.user_id == second)).one().active = False
        with pytest.raises(Refused):
            handling.OFFICE.give_to(request.id, second)


class TestRating:
    def test_it_is_given_once_and_after_the_end(self):
        request = accept(CARD, AILI)
        with pytest.raises(Refused, match="办完以后"):
            handling.OFFICE.rate(request.id, 5, "self")
        handling.settle(request.id, "办好")
        handling.OFFICE.rate(request.id, 5, "self")
        with pytest.raises(Refused, match="评价过"):
            handling.OFFICE.rate(request.id, 1, "self")
        assert count(Rating) == 1


class TestSteps:
    def test_they_are_never_changed(self):
        accept()
        step = db.session.scalars(select(Step)).one()
        step.note = "改了"
        with pytest.raises(TypeError, match="only added"):
            db.session.flush()
        db.session.rollback()
