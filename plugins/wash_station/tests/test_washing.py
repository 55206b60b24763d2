"""One user a bay, one visit a use, and what nobody came for or nobody ended is over by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.visits.models import Visit
from hub.visits.services import undo
from plugins.wash_station import bays, faults, figures, washing
from plugins.wash_station.models import Use
from plugins.wash_station.tests.place import bay, book, count, start, state_of, visits

pytestmark = [pytest.mark.state("wash_place"), pytest.mark.usefixtures("here_now")]
MINUTE = timedelta(minutes=1)


class TestStarting:
    def test_it_works(self):
        use = start()
        assert state_of() == "running"
        assert use.ends_at - use.begun_at == 40 * MINUTE
        assert visits() == 1

    def test_one_user_a_bay(self):
        start()
        with pytest.raises(Refused, match="有人在用"):
            start()

    def test_another_bay_is_free(self):
        start()
        assert start("2").bay.number == "2"

    def test_only_until_the_next_one_comes(self):
        booked = book(hours=0.5)
        assert start().ends_at == booked.starts_at

    def test_not_when_the_next_one_comes_at_once(self):
        book(hours=0.1)
        with pytest.raises(Refused, match="来不及"):
            start()

    def test_not_in_the_ten_minutes_that_somebody_is_waited_for(self, here_now):
        book(hours=1)
        here_now.shift(timedelta(minutes=65))
        assert state_of() == "promised"
        with pytest.raises(Refused, match="有人约了"):
            start()

    def test_a_full_room_does_not_hinder_who_stands_before_a_free_bay(self):
        here.room("wash_station").refuse_above = 1
        start()
        start("2")
        assert visits() == 2


class TestBookings:
    def test_it_has_a_ticket_and_no_name(self):
        use = book()
        assert use.ticket is not None
        assert len(use.ticket) == 6
        assert visits() == 0

    def test_two_do_not_overlap_but_may_touch(self):
        first = book()
        with pytest.raises(Refused, match="已经有人约了"):
            book(hours=2.5)
        after = washing.book(bay().id, first.ends_at)
        assert after.starts_at == first.ends_at

    def test_what_was_not_begun_after_ten_minutes_is_free(self, here_now):
        book(hours=1)
        here_now.shift(timedelta(minutes=70))
        assert state_of() == "free"
        assert start().state == "kept"

    def test_it_is_begun_with_the_ticket(self, here_now):
        use = book(hours=1)
        here_now.shift(timedelta(minutes=55))
        begun = washing.begin(washing.of_ticket(bay().id, f" {use.ticket.lower()} ").id)
        assert begun.begun_at == here.now
        assert begun.ends_at == use.ends_at
        assert visits() == 1

    def test_not_long_before_its_time(self):
        use = book()
        with pytest.raises(Refused, match="请到时间再来"):
            washing.begin(use.id)

    def test_not_twice_and_not_at_another_bay(self, here_now):
        use = book(hours=0.2)
        washing.begin(use.id)
        with pytest.raises(Refused, match="已经开始"):
            washing.begin(use.id)
        with pytest.raises(Refused, match="没有这个取号码"):
            washing.of_ticket(bay("2").id, use.ticket)

    @pytest.mark.parametrize("hours", [-1, 24 * 4])
    def test_not_in_the_past_and_not_too_far_ahead(self, hours):
        with pytest.raises(Refused):
            book(hours=hours)

    def test_it_is_cancelled_with_words(self):
        use = book()
        washing.cancel(use.id, "停电")
        assert (use.state, use.why) == ("cancelled", "停电")
        assert book().state == "kept"
        with pytest.raises(Refused):
            washing.cancel(use.id, "停电")


class TestFinishing:
    def test_the_time_that_was_used_is_what_counts(self, here_now):
        use = start()
        here_now.shift(timedelta(minutes=25))
        washing.finish(use.id)
        assert state_of() == "free"
        visit = db.session.scalars(select(Visit)).one()
        assert visit.ended_at == use.ended_at == here.now

    def test_not_twice(self, here_now):
        use = start()
        here_now.shift(timedelta(minutes=5))
        washing.finish(use.id)
        with pytest.raises(Refused, match="已经结束了"):
            washing.finish(use.id)

    def test_a_forgotten_one_is_over_when_its_time_is(self, here_now):
        use = start()
        here_now.shift(timedelta(minutes=41))
        assert state_of() == "free"
        assert bays.phase(use, here.now) == "done"
        again = start()
        assert use.ended_at == use.ends_at
        assert again.id != use.id
        assert visits() == 2

    def test_a_tap_by_mistake_is_no_visit(self, here_now):
        use = start()
        here_now.shift(timedelta(seconds=90))
        washing.finish(use.id)
        assert use.state == "mistake"
        assert (visits(), bay().uses) == (0, 0)

    def test_undoing_the_visit_undoes_the_use(self):
        use = start()
        undo(db.session.scalars(select(Visit)).one().id)
        assert (use.state, state_of(), bay().uses) == ("mistake", "free", 0)

    def test_booking_behind_a_late_user_waits_for_its_ten_minutes_still(self, here_now):
        first = start()
        second = washing.book(bay().id, first.ends_at)
        here_now.shift(timedelta(minutes=40))
        assert state_of() == "promised"
        assert washing.begin(second.id).begun_at == here.now


class TestOutOfService:
    def test_nothing_is_begun_or_booked_and_the_reason_is_said(self, here_now):
        use = book(hours=0.2)
        faults.report(bay().id, "major", "枪头断了")
        assert state_of() == "out"
        for deed in (start, book, lambda: washing.begin(use.id)):
            with pytest.raises(Refused, match="停用：故障停用"):
                deed()

    def test_a_bay_that_is_not_offered_is_not_there(self):
        bay().offered = False
        db.session.flush()
        assert {one.bay.number for one in bays.glances()} == {"2", "3"}
        with pytest.raises(Refused, match="不开放"):
            start()


def test_the_card_says_it_in_a_line():
    start()
    faults.stop(bay("2").id, "漏电")
    assert figures.card() == "空闲 1 个，使用中 1 个，停用 1 个"
    assert count(Use) == 1
