"""预约: first come, first served; who does not come loses the turn by the calendar alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from plugins.reading_room import books, lending, waiting
from plugins.reading_room.models import Wait
from plugins.reading_room.tests.place import (
    AILI,
    COTTON,
    DICTIONARY,
    LI,
    TODAY,
    copy,
    count,
    lend,
    person,
    title,
)

pytestmark = [pytest.mark.state("reading_room_place"), pytest.mark.usefixtures("here_now")]


def reserve(name: str, book: str = "孔雀河畔") -> Wait:
    return waiting.reserve(title(book).id, person(name))


class TestTheQueue:
    def test_a_book_that_comes_back_is_put_aside_for_the_first(self):
        loan = lend()
        first, second = reserve(AILI), reserve(LI)
        assert lending.give_back(loan.id).kept_for is first
        assert (first.copy_id, first.ready_on, second.copy_id) == (copy().id, TODAY, None)
        with pytest.raises(Refused, match="留给了预约的艾力"):
            lend(name=LI)
        lend(name=AILI)
        assert first.state == "taken"

    def test_one_on_the_shelf_is_put_aside_at_once(self):
        wait = reserve(AILI, COTTON)
        assert (wait.copy_id, wait.ready_on) == (copy("B00001").id, TODAY)
        lend("B00002", LI)

    def test_any_copy_of_the_title_serves(self):
        wait = reserve(AILI, COTTON)
        lend("B00003", AILI)
        assert wait.state == "taken"
        lend("B00001", LI)

    def test_who_does_not_come_in_time_loses_the_turn(self, here_now):
        loan = lend()
        first, second = reserve(AILI), reserve(LI)
        lending.give_back(loan.id)
        here_now.shift(timedelta(days=3))
        with pytest.raises(Refused, match="还在保留期内"):
            waiting.pass_on(first.id)
        here_now.shift(timedelta(days=1))
        lend(name=LI)  # without anybody having passed it on
        assert (first.state, second.state) == ("lapsed", "taken")

    def test_passing_on_gives_it_to_the_next(self, here_now):
        loan = lend()
        first, second = reserve(AILI), reserve(LI)
        lending.give_back(loan.id)
        here_now.shift(timedelta(days=4))
        waiting.pass_on(first.id)
        assert (first.state, second.copy_id, second.told_at) == ("lapsed", copy().id, None)

    def test_a_book_that_somebody_waits_for_is_not_renewed(self):
        loan = lend()
        reserve(AILI)
        with pytest.raises(Refused, match="有人等着"):
            lending.renew(loan.id)

    def test_undoing_a_loan_lets_its_reader_wait_again(self):
        wait = reserve(AILI)
        lending.undo_lend(lend(name=AILI).id)
        assert (wait.state, wait.copy_id) == ("waiting", copy().id)

    def test_undoing_a_return_takes_the_book_from_who_waited(self):
        loan = lend()
        wait = reserve(AILI)
        lending.give_back(loan.id)
        lending.undo_return(loan.id)
        assert (wait.state, wait.copy_id) == ("waiting", None)

    def test_a_cancelled_turn_is_the_next_ones(self):
        loan = lend()
        first, second = reserve(AILI), reserve(LI)
        lending.give_back(loan.id)
        waiting.cancel(first.id)
        assert second.copy_id == copy().id

    @pytest.mark.parametrize("deed", [books.miss, books.retire, lambda id: books.damage(id, "散页")])
    def test_a_copy_that_is_gone_is_put_aside_for_nobody(self, deed):
        wait = reserve(AILI)
        deed(copy().id)
        assert wait.copy_id is None


class TestWhatIsRefused:
    def test_waiting_twice(self):
        lend()
        reserve(AILI)
        with pytest.raises(Refused, match="已经预约过"):
            reserve(AILI)

    def test_what_one_has(self):
        lend(name=AILI)
        with pytest.raises(Refused, match="请续借"):
            reserve(AILI)

    def test_what_stays_in(self):
        with pytest.raises(Refused, match="不用预约"):
            reserve(AILI, DICTIONARY)

    def test_what_will_not_come_back(self):
        books.retire(copy().id)
        with pytest.raises(Refused, match="等不到"):
            reserve(AILI)

    def test_telling_before_it_is_there(self):
        lend()
        with pytest.raises(Refused, match="还没有回来"):
            waiting.tell(reserve(AILI).id)


def test_erasing_somebody_gives_their_turn_up():
    from plugins.reading_room import privacy

    lend()
    reserve(AILI)
    assert privacy.erase_waits(person(AILI).id) == 1
    db.session.expire_all()
    assert count(Wait, Wait.state == "cancelled", Wait.resident_id.is_(None)) == 1
