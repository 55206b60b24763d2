"""Whatever keepers do, in whatever order: a copy is in one place, with one reader, put aside for one at most."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from plugins.reading_room import books, lending, waiting
from plugins.reading_room.models import Copy, Loan, Wait
from plugins.reading_room.terms import own_policy
from plugins.reading_room.tests.place import (
    AILI,
    COTTON,
    LI,
    NOW,
    RIVER,
    WANG,
    copy,
    count,
    lend,
    person,
    there,
    title,
)

NUMBERS = st.sampled_from(["B00001", "B00002", "B00004", "B00004"])
PEOPLE = st.sampled_from([WANG, AILI, LI])
BOOKS = st.sampled_from([COTTON, RIVER, RIVER])
MOST = 2


class Counter(RuleBasedStateMachine):
    """Days at the counter, in one transaction that is thrown away; each deed in a savepoint, as a request would be."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.now = self.clock.start()
        self.village = there(self.app)
        self.village.__enter__()
        own_policy().books = MOST
        books.retire(copy("B00003").id)

    def teardown(self) -> None:
        db.session.rollback()
        self.village.__exit__(None, None, None)
        self.clock.stop()

    def attempt(self, deed) -> None:
        try:
            with db.session.begin_nested():
                deed()
        except Refused:
            db.session.expire_all()

    def on_loan(self, number: str, deed) -> None:
        loan = db.session.scalars(
            select(Loan).where(Loan.copy_id == copy(number).id, Loan.ended_at.is_(None))
        ).first()
        if loan is not None:
            self.attempt(lambda: deed(loan.id))

    def on_wait(self, name: str, deed) -> None:
        wait = db.session.scalars(
            select(Wait).where(Wait.resident_id == person(name).id, Wait.state == "waiting")
        ).first()
        if wait is not None:
            self.attempt(lambda: deed(wait.id))

    @rule(number=NUMBERS, name=PEOPLE)
    def lend(self, number, name):
        self.attempt(lambda: lend(number, name))

    @rule(number=NUMBERS, damage=st.sampled_from(["", "", "散页"]))
    def give_back(self, number, damage):
        self.on_loan(number, lambda loan: lending.give_back(loan, damage))

    @rule(number=NUMBERS)
    def renew(self, number):
        self.on_loan(number, lending.renew)

    @rule(number=NUMBERS)
    def undo(self, number):
        self.on_loan(number, lending.undo_lend)

    @rule(number=NUMBERS)
    def undo_return(self, number):
        loan = db.session.scalars(
            select(Loan).where(Loan.copy_id == copy(number).id).order_by(Loan.ended_at.desc())
        ).first()
        if loan is not None:
            self.attempt(lambda: lending.undo_return(loan.id))

    @rule(number=NUMBERS, deed=st.sampled_from([lending.lose]))
    def lose(self, number, deed):
        self.on_loan(number, deed)

    @rule(number=NUMBERS, deed=st.sampled_from([books.find, books.mend, books.miss]))
    def look_after(self, number, deed):
        self.attempt(lambda: deed(copy(number).id))

    @rule(book=BOOKS, name=PEOPLE)
    def reserve(self, book, name):
        self.attempt(lambda: waiting.reserve(title(book).id, person(name)))

    @rule(name=PEOPLE, deed=st.sampled_from([waiting.cancel, waiting.pass_on, waiting.tell]))
    def settle(self, name, deed):
        self.on_wait(name, deed)

    @rule(number=NUMBERS, name=PEOPLE, ago=st.integers(1, 90), kept=st.integers(0, 60))
    def enter_afterwards(self, number, name, ago, kept):
        out = here.now - timedelta(hours=ago)
        back = min(out + timedelta(hours=kept), here.now) if kept else None
        self.attempt(lambda: lending.lend_afterwards(copy(number).id, person(name), out, back))

    @rule(hours=st.sampled_from([1, 5, 30, 100]))
    def wait(self, hours):
        self.now.shift(timedelta(hours=hours))

    @invariant()
    def a_copy_is_in_one_place(self):
        db.session.flush()
        for row in db.session.scalars(select(Copy)):
            out = count(Loan, Loan.copy_id == row.id, Loan.ended_at.is_(None))
            assert out == (row.state == "out")
            assert (row.lost_on is not None) == (row.state == "lost")

    @invariant()
    def nobody_has_too_many(self):
        for name in (WANG, AILI, LI):
            assert count(Loan, Loan.borrower_id == person(name).id, Loan.ended_at.is_(None)) <= MOST

    @invariant()
    def what_is_put_aside_stands_there_and_is_for_one(self):
        aside = db.session.scalars(
            select(Wait).where(Wait.state == "waiting", Wait.copy_id.is_not(None))
        ).all()
        assert len({wait.copy_id for wait in aside}) == len(aside)
        for wait in aside:
            assert wait.copy is not None
            assert wait.copy.state == "in"
            assert wait.copy.title_id == wait.title_id

    @invariant()
    def nobody_waits_while_a_copy_is_free(self):
        for book in (COTTON, RIVER):
            waits = waiting.queue.waiting(title(book).id)
            aside = {wait.copy_id for wait in waits}
            free = [
                row
                for row in db.session.scalars(
                    select(Copy).where(Copy.title_id == title(book).id, Copy.state == "in")
                )
                if row.id not in aside
            ]
            assert not free or not any(wait.copy_id is None for wait in waits)


@pytest.mark.state("reading_room_place")
def test_nothing_keepers_do_breaks_the_rules(app):
    machine = type("CounterHere", (Counter,), {"app": app})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )  # fmt: skip
