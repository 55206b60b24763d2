"""Lending, returning, renewing, losing: what may be done, and what is said when it may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.visits.models import Visit
from plugins.reading_room import books, coming, lending
from plugins.reading_room.models import BookVisit, Loan, Use
from plugins.reading_room.shelf import copy_of_scan, find_copies, reader_code, reader_of_scan
from plugins.reading_room.terms import own_policy
from plugins.reading_room.tests.place import (
    AILI,
    COTTON,
    COTTON_ISBN,
    GOAT,
    LI,
    RIVER,
    RIVER_ISBN,
    TODAY,
    WANG,
    copy,
    count,
    lend,
    person,
)

pytestmark = [pytest.mark.state("reading_room_place"), pytest.mark.usefixtures("here_now")]


class TestLending:
    def test_a_book_goes_out_for_ten_days_and_the_reader_is_one_visit(self):
        loan = lend()
        assert (loan.due_on, loan.copy.state) == (TODAY + timedelta(days=10), "out")
        visit = db.session.scalars(select(Visit)).one()
        assert (visit.heads, visit.kind, visit.resident_id) == (1, "loan", person().id)

    def test_several_books_at_once_are_still_one_visit(self):
        for number in ("B00001", "B00004", "B00005"):
            lend(number)
        assert count(Visit) == 1
        assert db.session.scalars(select(BookVisit.what)).one() == f"《{COTTON}》、《{RIVER}》、《{GOAT}》"

    def test_who_comes_again_after_a_while_is_another_visit(self, here_now):
        lend("B00001")
        here_now.shift(timedelta(hours=3))
        lend("B00004")
        assert count(Visit) == 2

    def test_a_copy_that_is_out_says_who_has_it_until_when(self):
        lend()
        with pytest.raises(Refused, match=r"由王\*借着，11月30日应还"):
            lend(name=AILI)

    def test_the_limit_of_books_is_a_setting(self):
        own_policy().books = 2
        lend("B00001")
        lend("B00004")
        with pytest.raises(Refused, match="已经借着 2 册"):
            lend("B00005")

    @pytest.mark.parametrize("number", ["B00007", "B00008"])
    def test_magazines_and_reference_books_stay_in(self, number):
        with pytest.raises(Refused, match="只在室内看"):
            lend(number)

    @pytest.mark.parametrize(
        ("deed", "said"),
        [(lambda id: books.damage(id, "散页"), "报修"), (books.miss, "丢失"), (books.retire, "报废")],
    )
    def test_what_is_not_on_its_shelf_says_why(self, deed, said):
        deed(copy().id)
        with pytest.raises(Refused, match=said):
            lend()

    def test_days_are_a_setting(self):
        own_policy().days = 21
        assert lend().due_on == TODAY + timedelta(days=21)


class TestReturning:
    def test_it_is_on_the_shelf_again(self):
        loan = lend()
        back = lending.give_back(loan.id)
        assert (back.loan.state, copy().state, back.kept_for) == ("returned", "in", None)

    def test_twice_is_said(self):
        loan = lend()
        lending.give_back(loan.id)
        with pytest.raises(Refused, match="已经还过了"):
            lending.give_back(loan.id)

    def test_a_damaged_one_goes_to_be_mended(self):
        lending.give_back(lend().id, "封面掉了")
        assert (copy().state, copy().damage) == ("repair", "封面掉了")
        books.mend(copy().id)
        assert (copy().state, copy().damage) == ("in", "")

    def test_one_that_was_scanned_by_mistake_is_out_again(self, here_now):
        loan = lend()
        lending.give_back(loan.id)
        here_now.shift(timedelta(minutes=9))
        assert lending.undo_return(loan.id).state == "out"
        assert copy().state == "out"

    def test_but_not_after_ten_minutes_nor_when_somebody_has_it(self, here_now):
        loan = lend()
        lending.give_back(loan.id)
        lend(name=AILI)
        with pytest.raises(Refused, match="又办了别的"):
            lending.undo_return(loan.id)
        here_now.shift(timedelta(minutes=11))
        with pytest.raises(Refused, match="过了十分钟"):
            lending.undo_return(loan.id)

    def test_lost_and_found(self):
        lending.lose(lend().id)
        assert (copy().state, copy().lost_on) == ("lost", TODAY)
        books.find(copy().id)
        assert (copy().state, copy().lost_on) == ("in", None)


class TestRenewing:
    def test_once_by_default(self):
        loan = lend()
        assert lending.renew(loan.id).due_on == TODAY + timedelta(days=20)
        with pytest.raises(Refused, match="到了上限"):
            lending.renew(loan.id)

    def test_a_call_made_before_counts_no_more(self):
        loan = lend()
        lending.note_call(loan.id, "renew")
        lending.renew(loan.id)
        assert (loan.calls, loan.called_at) == (1, None)


class TestUndoing:
    def test_the_loan_and_its_visit_are_gone(self):
        lending.undo_lend(lend().id)
        assert (count(Loan), count(Visit), copy().state) == (0, 0, "in")

    @pytest.mark.parametrize("first", [True, False])
    def test_of_two_books_the_visit_stays_with_the_other(self, first):
        loans = [lend("B00001"), lend("B00004")]
        lending.undo_lend(loans[0 if first else 1].id)
        kept = loans[1 if first else 0]
        assert db.session.scalars(select(Visit.source_id)).one() == kept.id
        assert db.session.scalars(select(BookVisit.what)).one() == kept.copy.title.quoted

    def test_not_after_ten_minutes(self, here_now):
        loan = lend()
        here_now.shift(timedelta(minutes=11))
        with pytest.raises(Refused, match="请办归还"):
            lending.undo_lend(loan.id)

    def test_undoing_the_visit_undoes_what_was_borrowed_on_it(self):
        from hub.visits.services import undo

        lend("B00001")
        lend("B00004")
        db.session.flush()
        undo(db.session.scalars(select(Visit.id)).one())
        assert (count(Loan), copy("B00001").state, copy().state) == (0, "in", "in")


class TestAfterwards:
    def test_a_forgotten_loan_is_marked(self):
        began = here.now - timedelta(days=3)
        loan = lending.lend_afterwards(copy().id, person(), began, began + timedelta(days=1))
        assert (loan.late, loan.state, copy().state) == (True, "returned", "in")

    def test_it_cannot_overlap_another(self, here_now):
        lend()
        here_now.shift(timedelta(hours=2))
        with pytest.raises(Refused, match="请核对时间"):
            lending.lend_afterwards(copy().id, person(AILI), here.now - timedelta(hours=1), here.now)


class TestScanning:
    def test_a_label_is_read_in_either_case(self):
        assert copy_of_scan(" b00004 ").id == copy().id

    def test_the_isbn_means_the_only_copy(self):
        assert copy_of_scan(RIVER_ISBN).id == copy().id

    def test_of_several_the_only_one_in_that_state(self):
        lend("B00001")
        lend("B00002", AILI)
        assert copy_of_scan(COTTON_ISBN, prefer="in").number == "B00003"
        with pytest.raises(Refused, match="有 3 册"):
            copy_of_scan(COTTON_ISBN)

    @pytest.mark.parametrize("scanned", ["B99999", "9787999000037", "9787999000014", "国\u202e", "'; --"])
    def test_what_is_not_there_is_said(self, scanned):
        with pytest.raises(Refused):
            copy_of_scan(scanned)

    def test_a_readers_card_names_the_reader_and_nothing_else_does(self):
        code = reader_code(person().id)
        assert reader_of_scan(code.lower()) is person()
        wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
        assert [reader_of_scan(text) for text in (wrong, "R1", "B00001", "R" + "9" * 30, "")] == [None] * 5

    @pytest.mark.parametrize("words", ["孔雀", "kqhp", "kongque", "沈月白", "978799900002", "b00004", "i2/1"])
    def test_a_book_is_found_by_what_people_know_of_it(self, words):
        assert copy().id in [found.id for found in find_copies(words, 10)]


class TestReadingInTheRoom:
    def test_heads_are_counted_without_names_or_loans(self):
        visit = coming.read(3, ["B00008", "B00007"])
        assert (visit.heads, visit.kind, visit.resident_id) == (3, "read", None)
        assert (count(Use), count(Loan)) == (2, 0)

    def test_undone_the_books_are_unread_too(self):
        from hub.visits.services import undo

        visit = coming.read(3, ["B00008"])
        db.session.flush()
        undo(visit.id)
        db.session.flush()
        db.session.expire_all()
        assert (count(Use), count(Visit)) == (0, 0)


def test_three_readers_are_three_visits():
    for name, number in ((WANG, "B00001"), (AILI, "B00002"), (LI, "B00003")):
        lend(number, name)
    assert count(Visit) == 3
