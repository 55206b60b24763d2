"""Whatever keepers do, in whatever order: a tool is in one place, lent to one person, and nothing is below zero."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from plugins.tool_station import lending, repairs, reserving, stock
from plugins.tool_station.models import Loan, Reservation, StockMove, Supply, Ticket, Tool
from plugins.tool_station.tests.place import AILI, NOW, WANG, gloves, handout, person, there, tool

NUMBERS = st.sampled_from(["T-01", "T-02", "T-03", "T-04"])
PEOPLE = st.sampled_from([WANG, AILI])


class Counter(RuleBasedStateMachine):
    """A day at the counter, in one transaction that is thrown away; each deed in a savepoint, as a request would be."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.now = self.clock.start()
        self.village = there(self.app)
        self.village.__enter__()

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
            select(Loan).where(Loan.tool_id == tool(number).id, Loan.ended_at.is_(None))
        ).first()
        if loan is not None:
            self.attempt(lambda: deed(loan))

    @rule(number=NUMBERS, name=PEOPLE, pairs=st.integers(0, 3), days=st.integers(0, 5))
    def lend(self, number, name, pairs, days):
        due = self.today() + timedelta(days=days)
        supplies = pairs if tool(number).supply_id else 0
        self.attempt(lambda: lending.lend(handout(number, name, supplies=supplies, due_on=due)))

    @rule(number=NUMBERS, condition=st.sampled_from(["ok", "repair"]))
    def give_back(self, number, condition):
        self.on_loan(number, lambda loan: lending.give_back(loan.id, condition, fault="坏了"))

    @rule(number=NUMBERS)
    def renew(self, number):
        self.on_loan(number, lambda loan: lending.renew(loan.id))

    @rule(number=NUMBERS)
    def undo(self, number):
        self.on_loan(number, lambda loan: lending.undo_lend(loan.id))

    @rule(number=NUMBERS)
    def lose(self, number):
        self.on_loan(number, lambda loan: lending.lose(loan.id))

    @rule(number=NUMBERS)
    def find(self, number):
        self.attempt(lambda: repairs.found(tool(number).id))

    @rule(number=NUMBERS)
    def report(self, number):
        self.attempt(lambda: repairs.report(tool(number).id, "坏了"))

    @rule(number=NUMBERS, outcome=st.sampled_from(["back", "back", "retired"]))
    def repair(self, number, outcome):
        ticket = db.session.scalars(
            select(Ticket).where(Ticket.tool_id == tool(number).id, Ticket.closed_at.is_(None))
        ).first()
        if ticket is not None:
            self.attempt(lambda: repairs.close(ticket.id, outcome))

    @rule(number=NUMBERS, name=PEOPLE, ahead=st.integers(0, 6), days=st.integers(1, 3))
    def reserve(self, number, name, ahead, days):
        first = self.today() + timedelta(days=ahead)
        self.attempt(
            lambda: reserving.reserve(tool(number).id, person(name), first, first + timedelta(days=days))
        )

    @rule(number=NUMBERS, name=PEOPLE, ago=st.integers(1, 90), kept=st.integers(0, 60))
    def enter_afterwards(self, number, name, ago, kept):
        out = self.instant() - timedelta(hours=ago)
        past = lending.Past(out, min(out + timedelta(hours=kept), self.instant()) if kept else None)
        self.attempt(lambda: lending.lend_afterwards(handout(number, name), past))

    @rule(pairs=st.integers(0, 8), deed=st.sampled_from([stock.issue, stock.receive, stock.count]))
    def move_stock(self, pairs, deed):
        self.attempt(lambda: deed(gloves().id, pairs))

    @rule(hours=st.integers(1, 40))
    def wait(self, hours):
        self.now.shift(timedelta(hours=hours))

    def instant(self):
        from hub.kernel.clock import now

        return now()

    def today(self):
        from hub.kernel.here import here

        return here.today

    @invariant()
    def a_tool_is_in_one_place(self):
        db.session.flush()
        for row in db.session.scalars(select(Tool)):
            out = self.number(Loan, Loan.tool_id == row.id, Loan.ended_at.is_(None))
            broken = self.number(Ticket, Ticket.tool_id == row.id, Ticket.closed_at.is_(None))
            assert (out, broken) == (row.state == "out", row.state == "repair")

    @invariant()
    def no_two_loans_of_a_tool_share_a_time(self):
        rows = db.session.execute(
            select(Loan.tool_id, Loan.out_at, Loan.ended_at).order_by(Loan.tool_id, Loan.out_at)
        ).all()
        for (first, _out, ended), (second, out, _ended) in pairwise(rows):
            assert first != second or (ended is not None and ended <= out)

    @invariant()
    def no_two_waiting_reservations_of_a_tool_share_a_day(self):
        rows = db.session.scalars(select(Reservation).where(Reservation.state == "waiting")).all()
        waiting = [row for row in rows if row.first_day >= self.today() - timedelta(days=1)]
        for one in waiting:
            for other in waiting:
                apart = one.end_day <= other.first_day or other.end_day <= one.first_day
                assert one is other or one.tool_id != other.tool_id or apart

    @invariant()
    def the_stock_is_what_its_moves_say(self):
        supply = db.session.scalars(select(Supply)).one()
        moved = db.session.scalar(select(func.sum(StockMove.change))) or 0
        assert supply.stock == 12 + moved >= 0

    @staticmethod
    def number(model, *conditions) -> int:
        return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


@pytest.mark.state("tool_place")
def test_nothing_keepers_do_breaks_the_rules(app):
    machine = type("CounterHere", (Counter,), {"app": app})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )  # fmt: skip
