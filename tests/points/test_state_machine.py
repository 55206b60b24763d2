"""Whatever is earned, spent and taken back: the balance is the sum of the entries and never below zero."""

from __future__ import annotations

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.points import figures, keeping
from hub.points.services import earn, reverse, spend
from tests.points.place import AILI, NOW, WANG, person, sums_agree, there

PEOPLE = st.sampled_from([WANG, AILI])
AMOUNTS = st.integers(1, 60)


class Ledger(RuleBasedStateMachine):
    """Postings in one transaction that is thrown away; each in a savepoint, as a request would be."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.now = self.clock.start()
        self.village = there(self.app)
        self.village.__enter__()
        self.keys: list[str] = []

    def teardown(self) -> None:
        db.session.rollback()
        self.village.__exit__(None, None, None)
        self.clock.stop()

    def attempt(self, deed) -> None:
        try:
            with db.session.begin_nested():
                self.keys.append(deed().token)
        except Refused:
            db.session.expire_all()

    @rule(name=PEOPLE, amount=AMOUNTS)
    def earn(self, name, amount):
        self.attempt(
            lambda: earn(person(name), amount, text="清雪", source=("test.deed", len(self.keys) + 1))
        )

    @rule(name=PEOPLE, amount=AMOUNTS)
    def spend(self, name, amount):
        self.attempt(
            lambda: spend(person(name), amount, text="牙膏", source=("test.sold", len(self.keys) + 1))
        )

    @rule(data=st.data())
    def take_back(self, data):
        ours = [key for key in self.keys if not key.startswith("reverse")]
        if ours:
            key = data.draw(st.sampled_from(ours))
            self.attempt(lambda: reverse(key, "有误"))

    @rule(days=st.sampled_from([1, 400]))
    def wait_and_carry(self, days):
        self.now.shift(days * 86400)
        keeping.carry_over()

    @invariant()
    def sums_agree(self):
        assert sums_agree()

    @invariant()
    def what_is_left_of_each_earning_adds_up(self):
        assert sum(lot.left for lot in figures.lots()) == figures.outstanding()


@pytest.mark.state("points_place")
def test_a_ledger_adds_up(app):
    Ledger.app = app
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
