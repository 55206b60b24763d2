"""What the room keeps of people, how it forgets them, and that the demo keeps to it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from hub.audit.models import AuditEntry
from hub.demo.demo import Demo
from hub.kernel.database import db
from hub.people.models import Resident
from hub.visits.models import Visit
from plugins.reading_room import lending, privacy, waiting
from plugins.reading_room.demo import fill
from plugins.reading_room.isbn import read_isbn
from plugins.reading_room.models import Copy, Loan, Policy, Scan, Stocktake, Title, Wait
from plugins.reading_room.tests.place import AILI, TODAY, copy, count, lend, person, title

pytestmark = [pytest.mark.state("reading_room_place"), pytest.mark.usefixtures("here_now")]


class TestForgetting:
    def test_sixty_days_after_the_return_nobody_knows_who_had_it_and_the_count_stays(self, here_now):
        lending.give_back(lend().id)
        here_now.shift(timedelta(days=60))
        assert privacy.unlink_old_loans() == 0
        here_now.shift(timedelta(hours=1))
        assert privacy.unlink_old_loans() == 1
        assert (count(Loan), count(Loan, Loan.borrower_id.is_not(None))) == (1, 0)
        assert (count(Visit), count(Visit, Visit.resident_id.is_not(None))) == (1, 0)

    def test_a_book_still_out_does_not_keep_the_others_of_that_visit_known(self, here_now):
        lend("B00001")
        lending.give_back(lend("B00004").id)
        here_now.shift(timedelta(days=61))
        assert privacy.unlink_old_loans() == 1
        assert count(Visit, Visit.resident_id.is_not(None)) == 0
        assert count(Loan, Loan.borrower_id.is_not(None)) == 1

    def test_reservations_go_the_same_way_once_they_are_over(self, here_now):
        lend()
        wait = waiting.reserve(title().id, person(AILI))
        here_now.shift(timedelta(days=61))
        assert privacy.unlink_old_waits() == 0
        waiting.cancel(wait.id)
        assert privacy.unlink_old_waits() == 1

    def test_nobody_is_remembered_for_a_book_they_never_fetched(self, here_now):
        wait = waiting.reserve(title().id, person(AILI))
        here_now.shift(timedelta(days=60))
        assert privacy.unlink_old_waits() == 0
        here_now.shift(timedelta(days=1))
        assert privacy.unlink_old_waits() == 1
        db.session.refresh(wait)
        assert (wait.state, wait.resident_id) == ("lapsed", None)

    def test_nor_for_one_that_never_came(self, here_now):
        lend()
        wait = waiting.reserve(title().id, person(AILI))
        here_now.shift(timedelta(days=366))
        assert privacy.unlink_old_waits() == 1
        db.session.refresh(wait)
        assert (wait.state, wait.resident_id) == ("cancelled", None)

    def test_the_audit_tells_of_a_name_and_not_of_the_letters_made_of_it(self):
        row = title()
        row.name, row.sound, row.initials = "和田怎么种", "hetianzenmezhong", "htzmz"
        db.session.flush()
        latest = select(AuditEntry).where(AuditEntry.table == "reading_room__title")
        entry = db.session.scalars(
            latest.order_by(AuditEntry.id.desc()), execution_options={"hub_trusted": True}
        ).first()
        assert entry is not None
        assert list(entry.changes) == ["name"]

    def test_the_audit_never_says_who_borrowed(self):
        lend()
        db.session.flush()
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.table == "reading_room__loan"),
            execution_options={"hub_trusted": True},
        ).first()
        assert entry is not None
        assert entry.changes["borrower_id"] == [None, "***"]


class TestErasing:
    def test_every_place_says_what_it_holds_and_lets_go_of_it(self):
        aili = person(AILI).id
        lend("B00001", AILI)
        waiting.reserve(title().id, person(AILI))
        db.session.flush()
        assert [len(list(place.find(aili))) for place in privacy.PERSONAL_DATA] == [1, 1]
        assert [place.erase(aili) for place in privacy.PERSONAL_DATA] == [1, 1]
        assert [list(place.find(aili)) for place in privacy.PERSONAL_DATA] == [[], []]
        assert (count(Loan), count(Wait)) == (1, 1)

    def test_a_book_still_out_with_somebody_erased_comes_back_as_ever(self):
        loan = lend(name=AILI)
        privacy.erase_loans(person(AILI).id)
        db.session.refresh(loan)
        lending.give_back(loan.id)
        assert copy().state == "in"


class TestTheDemo:
    @pytest.fixture(autouse=True)
    def told(self, here_now):
        """Beside what is there already, which is renamed to make room."""
        residents = list(db.session.scalars(select(Resident.id)))
        for row in db.session.scalars(select(Copy)):
            row.number = "X" + row.number
        for row in db.session.scalars(select(Title)):
            row.isbn = ""
        db.session.delete(db.session.scalars(select(Policy)).one())
        db.session.flush()
        fill(Demo(Random(7), date(2025, 5, 20), TODAY, residents))

    def test_it_is_a_village_library_with_right_check_digits(self):
        assert count(Title) > 70
        assert count(Copy) > 140
        for isbn in db.session.scalars(select(Title.isbn).where(Title.isbn != "")):
            assert read_isbn(isbn) == isbn

    def test_no_copy_was_ever_with_two(self):
        rows = db.session.execute(
            select(Loan.copy_id, Loan.out_at, Loan.ended_at).order_by(Loan.copy_id, Loan.out_at)
        )
        before = None
        for row in rows:
            if before is not None and before.copy_id == row.copy_id:
                assert before.ended_at is not None
                assert before.ended_at <= row.out_at
            before = row

    def test_what_is_out_is_what_the_copies_say(self):
        out = set(db.session.scalars(select(Loan.copy_id).where(Loan.ended_at.is_(None))))
        assert out == set(db.session.scalars(select(Copy.id).where(Copy.state == "out")))
        assert count(Loan, Loan.ended_at.is_(None), Loan.due_on < TODAY) == 3

    def test_a_book_is_put_aside_and_a_stocktake_goes_on(self):
        wait = db.session.scalars(select(Wait).where(Wait.copy_id.is_not(None))).one()
        assert wait.copy is not None
        assert wait.copy.state == "in"
        row = db.session.scalars(select(Stocktake).where(Stocktake.state == "open")).one()
        assert row.scanned == count(Scan, Scan.stocktake_id == row.id)

    def test_there_is_nothing_left_to_forget(self):
        assert privacy.unlink_old_loans() == 0
        known = select(func.count(Visit.id)).where(Visit.resident_id.is_not(None))
        assert (db.session.scalar(known) or 0) > 0
