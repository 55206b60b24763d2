"""Two keepers, one copy. The race is proved to be there: without the lock and the index it is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from plugins.reading_room import books, lending, shelf, waiting
from plugins.reading_room.models import Copy, Loan, Wait
from plugins.reading_room.terms import own_policy
from plugins.reading_room.tests.place import AILI, COTTON, LI, WANG, copy, count, lend, person, there, title

pytestmark = [pytest.mark.state("reading_room_place"), pytest.mark.usefixtures("clock")]
KEEPERS = 6
READERS = (WANG, AILI, LI)


def at_once(app, deed: Callable[[int], object]) -> list[object]:
    """What the deed answers in several transactions begun together; a refusal, or the database's own, is an answer."""
    start = threading.Barrier(KEEPERS)

    def run(number: int) -> object:
        start.wait()
        try:
            with there(app):
                return deed(number)
        except (Refused, IntegrityError) as refusal:
            return refusal

    with ThreadPoolExecutor(KEEPERS) as pool:
        return list(pool.map(run, range(KEEPERS)))


def lend_once(number: int) -> int:
    return lend("B00004", READERS[number % 3]).id


def open_loans(app) -> int:
    with there(app):
        return count(Loan, Loan.ended_at.is_(None))


@pytest.fixture
def all_look_first(monkeypatch):
    """Whoever has looked at the copy waits until all have; with the lock nobody else gets that far."""
    looked = threading.Barrier(KEEPERS)
    check = lending.check_copy

    def check_and_wait(row: Copy) -> None:
        check(row)
        try:
            looked.wait(timeout=1)
        except threading.BrokenBarrierError:
            return

    monkeypatch.setattr(lending, "check_copy", check_and_wait)


@pytest.fixture
def without_lock(monkeypatch):
    def look(copy_id: int) -> Copy:
        return db.session.scalars(select(Copy).where(Copy.id == copy_id)).one()

    monkeypatch.setattr(lending, "lock_copy", look)
    monkeypatch.setattr(shelf, "lock_copy", look)


@pytest.mark.usefixtures("all_look_first")
class TestOneCopy:
    def test_it_goes_out_once(self, app):
        answers = at_once(app, lend_once)
        assert sum(isinstance(answer, int) for answer in answers) == 1
        assert open_loans(app) == 1

    @pytest.mark.backends("postgresql")
    @pytest.mark.usefixtures("without_lock")
    def test_without_the_lock_the_index_still_holds(self, app):
        answers = at_once(app, lend_once)
        assert sum(isinstance(answer, IntegrityError) for answer in answers) == KEEPERS - 1
        assert open_loans(app) == 1

    @pytest.mark.backends("postgresql")
    @pytest.mark.usefixtures("without_lock")
    def test_without_either_it_would_be_lent_to_all(self, app, database):
        engine = create_engine(database.owner_url)
        with engine.begin() as connection:
            connection.execute(sql("DROP INDEX uq_reading_room__loan_open"))
        engine.dispose()
        at_once(app, lend_once)
        assert open_loans(app) > 1


def test_a_reader_at_the_limit_gets_one_more_and_no_second(app):
    with there(app):
        own_policy().books = 2
        lend("B00001")
    numbers = ("B00002", "B00003", "B00004", "B00005", "B00006", "B00002")
    answers = at_once(app, lambda number: lend(numbers[number]).id)
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert open_loans(app) == 2


def test_a_copy_comes_back_once_and_is_put_aside_for_one(app):
    with there(app):
        loan = lend("B00004").id
        db.session.flush()
        for name in (AILI, LI):
            waiting.reserve(title().id, person(name))
    answers = at_once(app, lambda _number: lending.give_back(loan).loan.state)
    assert answers.count("returned") == 1
    with there(app):
        assert count(Wait, Wait.copy_id.is_not(None)) == 1


def test_new_copies_get_numbers_of_their_own(app):
    answers = at_once(app, lambda _number: [one.number for one in books.add_copies(title(COTTON), 3)])
    numbers = [number for answer in answers if isinstance(answer, list) for number in answer]
    assert len(numbers) == len(set(numbers)) >= 3
    with there(app):
        assert copy(numbers[0]).title.name == COTTON
