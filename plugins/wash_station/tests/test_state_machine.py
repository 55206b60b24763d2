"""Whatever is done at the bays, in whatever order, while time passes: one user a bay, nothing begun out of service, no
visit counted twice, and minutes that add up."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

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
from hub.room import Period
from hub.visits.models import Visit
from plugins.wash_station import bays, by_bay, faults, frost, washing
from plugins.wash_station.models import Bay, Closure, Fault, Outage, Use
from plugins.wash_station.tests.place import NOW, there

NUMBERS = st.sampled_from([1, 2])
SOURCES = st.sampled_from(["keeper", "public"])


class Station(RuleBasedStateMachine):
    """Days at the station, in one transaction that is thrown away; each deed in a savepoint, as a request would be."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.now = self.clock.start()
        self.village = there(self.app)
        self.village.__enter__()
        self.ids = list(db.session.scalars(select(Bay.id).order_by(Bay.number)))

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

    def on_use(self, data, deed) -> None:
        ids = db.session.scalars(select(Use.id)).all()
        if ids:
            self.attempt(lambda: deed(data.draw(st.sampled_from(ids))))

    @rule(number=NUMBERS, source=SOURCES)
    def start(self, number, source):
        self.attempt(lambda: washing.start(self.ids[number - 1], source=source))

    @rule(number=NUMBERS, minutes=st.integers(0, 200), length=st.integers(10, 40))
    def book(self, number, minutes, length):
        at = here.now + timedelta(minutes=minutes)
        self.attempt(lambda: washing.book(self.ids[number - 1], at, length))

    @rule(data=st.data())
    def begin(self, data):
        self.on_use(data, washing.begin)

    @rule(data=st.data())
    def finish(self, data):
        self.on_use(data, washing.finish)

    @rule(data=st.data())
    def cancel(self, data):
        self.on_use(data, lambda id: washing.cancel(id, "不来了"))

    @rule(number=NUMBERS, severity=st.sampled_from(["minor", "major", "danger"]), outside=st.booleans())
    def report(self, number, severity, outside):
        deed = faults.report_from_outside if outside else faults.report
        self.attempt(lambda: deed(self.ids[number - 1], severity, "坏了"))

    @rule(data=st.data(), state=st.sampled_from(["fixed", "dismissed"]), back=st.booleans())
    def settle(self, data, state, back):
        ids = db.session.scalars(select(Fault.id).where(Fault.state == "open")).all()
        if ids:
            id = data.draw(st.sampled_from(ids))
            self.attempt(lambda: faults.upkeep.settle(id, state, "看过", back=back))

    @rule(number=NUMBERS)
    def stop(self, number):
        self.attempt(lambda: faults.stop(self.ids[number - 1], "不安全"))

    @rule(number=NUMBERS)
    def put_back(self, number):
        self.attempt(lambda: faults.put_back(self.ids[number - 1]))

    @rule(number=NUMBERS, minutes=st.integers(0, 60), hours=st.integers(1, 5), cancel=st.booleans())
    def freeze(self, number, minutes, hours, cancel):
        first = here.now + timedelta(minutes=minutes)
        last = first + timedelta(hours=hours)
        self.attempt(lambda: frost.close([self.ids[number - 1]], first, last, "冰冻", cancel=cancel))

    @rule(data=st.data())
    def lift(self, data):
        ids = db.session.scalars(select(Closure.id)).all()
        if ids:
            self.attempt(lambda: frost.lift(data.draw(st.sampled_from(ids))))

    @rule(minutes=st.sampled_from([1, 3, 9, 11, 25, 45, 300]))
    def wait(self, minutes):
        self.now.shift(timedelta(minutes=minutes))

    @invariant()
    def one_user_a_bay(self):
        for id in self.ids:
            spans = sorted(
                (use.begun_at, use.ended_at or min(use.ends_at, max(here.now, use.begun_at)))
                for use in self.uses() if use.bay_id == id and use.begun_at and use.state == "kept"
            )  # fmt: skip
            for (_begun, ended), (begun, _ended) in pairwise(spans):
                assert ended <= begun

    @invariant()
    def what_is_promised_does_not_overlap(self):
        for id in self.ids:
            kept = [use for use in self.uses() if use.bay_id == id]
            running = [use for use in kept if bays.phase(use, here.now) == "running"]
            now = [use for use in kept if bays.phase(use, here.now, running) in ("running", "waiting")]
            for one, other in pairwise(sorted(now, key=lambda use: use.starts_at)):
                assert one.ends_at <= other.starts_at

    @invariant()
    def nothing_begins_out_of_service_or_in_a_frost(self):
        outages = db.session.scalars(select(Outage)).all()
        for use in self.uses():
            for out in outages:
                if use.begun_at and out.bay_id == use.bay_id:
                    assert not (
                        out.began_at < use.begun_at and (out.ended_at is None or use.begun_at < out.ended_at)
                    )

    @invariant()
    def a_use_is_a_visit_and_a_visit_a_use(self):
        db.session.flush()
        begun = {use.id for use in self.uses() if use.begun_at and use.state == "kept"}
        told = list(db.session.scalars(select(Visit.source_id).where(Visit.source_type == washing.SOURCE)))
        assert sorted(told) == sorted(begun)
        uses = {bay.id: bay.uses for bay in db.session.scalars(select(Bay))}
        assert sum(uses.values()) == len(begun)

    @invariant()
    def minutes_add_up(self):
        period = Period(here.today, here.today, NOW - timedelta(days=1), NOW + timedelta(days=99))
        told = sum(row.minutes for row in by_bay.of_period(period))
        spans = [
            (use.ended_at or min(use.ends_at, here.now)) - use.begun_at
            for use in self.uses() if use.begun_at and use.state == "kept"
        ]  # fmt: skip
        assert told == sum(round(span / timedelta(minutes=1)) for span in spans)

    def uses(self) -> list[Use]:
        return list(db.session.scalars(select(Use)))


@pytest.mark.state("wash_place")
def test_a_station_adds_up(app):
    Station.app = app
    run_state_machine_as_test(
        Station,
        settings=settings(
            max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
