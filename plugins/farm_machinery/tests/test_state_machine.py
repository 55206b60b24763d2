"""Whatever keepers do, in whatever order, and however time passes: no machine is promised twice for the same time, its
buffer included; nothing is both free and out; points and money add up."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kits.booking import Span, days_span
from hub.points.models import PointEntry
from hub.visits.models import Visit
from plugins.farm_machinery import handing, queue, renting, settling, upkeep
from plugins.farm_machinery.models import Fault, Machine, Rental, Service, Wait
from plugins.farm_machinery.tests.place import (
    AILI,
    LI,
    NOW,
    PLOUGH,
    SECOND,
    SPRAYER,
    WANG,
    ask,
    count,
    look,
    machine,
    out,
    there,
    wait,
)
from plugins.farm_machinery.yard import calendar

PEOPLE = st.sampled_from([WANG, AILI, LI])
MACHINES = st.sampled_from([PLOUGH, SPRAYER, SECOND])
FIRST, DAYS = st.integers(0, 5), st.integers(1, 3)


class Yard(RuleBasedStateMachine):
    """Days in the yard, in one transaction that is thrown away; each deed in a savepoint, as a request would be."""

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

    def on_rental(self, data, state: str, deed) -> None:
        ids = db.session.scalars(select(Rental.id).where(Rental.state == state)).all()
        if ids:
            row = db.session.get(Rental, data.draw(st.sampled_from(ids)))
            self.attempt(lambda: deed(row))

    @rule(
        number=MACHINES,
        name=PEOPLE,
        first=FIRST,
        days=DAYS,
        in_points=st.integers(0, 2),
        approve=st.booleans(),
    )
    def ask(self, number, name, first, days, in_points, approve):
        self.attempt(lambda: ask(number, name, first, days, points_days=in_points, approve=approve))

    @rule(data=st.data())
    def approve(self, data):
        self.on_rental(data, "requested", lambda row: renting.approve(row.id))

    @rule(data=st.data(), state=st.sampled_from(["requested", "approved"]))
    def cancel(self, data, state):
        self.on_rental(data, state, lambda row: renting.cancel(row.id, "不要了"))

    @rule(data=st.data())
    def hand_out(self, data):
        self.on_rental(data, "approved", out)

    @rule(data=st.data())
    def undo(self, data):
        self.on_rental(data, "out", lambda row: handing.undo_hand_out(row.id))

    @rule(data=st.data())
    def take_back(self, data):
        self.on_rental(data, "out", lambda row: handing.take_back(row.id))

    @rule(data=st.data(), hours=st.integers(0, 60), damaged=st.booleans())
    def inspect(self, data, hours, damaged):
        damage = Decimal(30 if damaged else 0)
        self.on_rental(
            data, "returned",
            lambda row: handing.inspect(row.id, look(row, hours=hours, damaged=damaged, note="刮了"), damage=damage),
        )  # fmt: skip

    @rule(data=st.data(), state=st.sampled_from(["inspected", "disputed", "settled"]))
    def settle(self, data, state):
        self.on_rental(data, state, lambda row: settling.settle(row.id))

    @rule(data=st.data())
    def dispute(self, data):
        self.on_rental(data, "inspected", lambda row: settling.dispute(row.id, "不同意"))

    @rule(kind=st.sampled_from(["深耕机", "打药机"]), name=PEOPLE, first=FIRST, days=DAYS)
    def queue(self, kind, name, first, days):
        self.attempt(lambda: wait(kind, name, first, first + 4, days))

    @rule()
    def offer(self):
        waits = queue.waiting()
        if waits:
            self.attempt(lambda: queue.offer(waits[0].id))

    @rule(number=MACHINES, plan=st.booleans())
    def break_or_plan(self, number, plan):
        id = machine(number).id
        deed = (lambda: upkeep.plan(id, "换油", here.today + timedelta(days=2))) if plan else None
        self.attempt(deed or (lambda: upkeep.report(id, "坏了")))

    @rule()
    def mend(self):
        for id in db.session.scalars(select(Service.id).where(Service.planned)).all():
            self.attempt(lambda id=id: upkeep.serve(id))
        for id in db.session.scalars(select(Fault.id).where(Fault.state == "open")).all():
            self.attempt(lambda id=id: upkeep.settle(id, "fixed", "修好了"))

    @rule(hours=st.sampled_from([3, 12, 24, 60]))
    def wait_a_while(self, hours):
        self.now.shift(timedelta(hours=hours))

    @invariant()
    def nothing_is_promised_twice_with_its_buffer(self):
        db.session.flush()
        everything = Span(NOW - timedelta(days=30), NOW + timedelta(days=300))
        for rows in calendar.between(everything).values():
            spans = sorted((row.busy_from, row.busy_until) for row in rows if row.busy_until > row.busy_from)
            for (_from, until), (start, _until) in pairwise(spans):
                assert until <= start

    @invariant()
    def nothing_is_both_free_and_out(self):
        today = days_span(here.today, here.today)
        for thing in db.session.scalars(select(Machine)):
            row = calendar.in_use([thing.id]).get(thing.id)
            assert (thing.state == "out") == (row is not None)
            if row is not None:
                assert row in calendar.between(today, [thing.id])[thing.id]

    @invariant()
    def a_machine_that_is_out_is_counted_as_one_visit(self):
        begun = count(Rental, Rental.begun_at.is_not(None))
        assert count(Visit) == begun == db.session.scalar(select(func.count(func.distinct(Visit.source_id))))

    @invariant()
    def money_and_points_add_up(self):
        for row in db.session.scalars(select(Rental).where(Rental.state == "settled")):
            assert row.hire + row.late_charge + row.damage == row.deposit_taken + row.balance
            assert row.hire == row.day_rate * (row.days_charged - row.points_days)
            assert row.late_charge <= row.late_cap
            spent = -db.session.scalar(
                select(func.coalesce(func.sum(PointEntry.amount), 0)).where(
                    PointEntry.source_type == handing.SOURCE, PointEntry.source_id == row.id
                )
            )
            assert spent == row.points_spent == row.points_rate * row.points_days

    @invariant()
    def who_was_offered_something_has_it(self):
        for place in db.session.scalars(select(Wait).where(Wait.state == "taken")):
            assert count(Rental, Rental.wait_id == place.id, Rental.state != "cancelled") == 1


@pytest.mark.state("farm_machinery_place")
def test_a_yard_adds_up(app):
    Yard.app = app
    run_state_machine_as_test(
        Yard,
        settings=settings(
            max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
