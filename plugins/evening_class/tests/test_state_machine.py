"""Whatever is done on whatever evenings, in whatever order, while time passes: nobody is released without their rule,
no evening closes over a child, its numbers are those of its list, and it is one visit."""

from __future__ import annotations

from datetime import time, timedelta

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
from hub.visits.models import Visit
from plugins.evening_class import arriving, children, entering, evenings, leaving
from plugins.evening_class.entering import Entry
from plugins.evening_class.models import Attendance, Enrolment, Pickup, Session
from plugins.evening_class.tests.place import LAST, NOW, there

WHICH = st.integers(0, 3)
HOW = st.sampled_from(["adult", "alone", "phone", "excused"])


class Evenings(RuleBasedStateMachine):
    """Days of the class, in one transaction that is thrown away; each deed in a savepoint, as a request would be."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.now = self.clock.start()
        self.village = there(self.app)
        self.village.__enter__()
        self.ids = list(db.session.scalars(select(Enrolment.id).order_by(Enrolment.id)))
        self.pickups = list(db.session.scalars(select(Pickup.id).order_by(Pickup.id)))

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

    def on_row(self, data, deed) -> None:
        ids = db.session.scalars(select(Attendance.id).order_by(Attendance.id)).all()
        if ids:
            self.attempt(lambda: deed(data.draw(st.sampled_from(ids))))

    @rule(which=WHICH)
    def sign_in(self, which):
        self.attempt(lambda: arriving.sign_in(self.ids[which]))

    @rule(which=WHICH)
    def excuse(self, which):
        self.attempt(lambda: arriving.excuse(self.ids[which]))

    @rule(data=st.data())
    def release(self, data):
        pickup = data.draw(st.sampled_from(self.pickups))
        self.on_row(data, lambda id: leaving.release_to(id, pickup, time(23, 0)))

    @rule(data=st.data())
    def walk(self, data):
        self.on_row(data, lambda id: leaving.release_alone(id, time(23, 0)))

    @rule(data=st.data())
    def phone(self, data):
        number = data.draw(st.sampled_from(["19900001002", "19900001033", "19900009999"]))
        self.on_row(data, lambda id: leaving.release_by_phone(id, number, "监护人", "某某", time(23, 0)))

    @rule(data=st.data())
    def undo_release(self, data):
        self.on_row(data, leaving.undo_release)

    @rule(data=st.data())
    def undo_sign_in(self, data):
        self.on_row(data, arriving.undo_sign_in)

    @rule(data=st.data())
    def close_or_reopen(self, data):
        ids = db.session.scalars(select(Session.id)).all()
        if ids:
            deed = data.draw(st.sampled_from([evenings.close, evenings.reopen]))
            self.attempt(lambda: deed(data.draw(st.sampled_from(ids))))

    @rule(which=WHICH, how=HOW, back=st.integers(0, 3))
    def from_paper(self, which, how, back):
        entry = Entry(self.ids[which], how, self.pickups[which] if how == "adult" else None, "某某")
        day = here.today - timedelta(days=back)
        self.attempt(lambda: entering.enter(day, time(18, 30), time(20, 30), [entry]))

    @rule(which=WHICH)
    def leave(self, which):
        self.attempt(lambda: children.leave(self.ids[which]))

    @rule(minutes=st.sampled_from([3, 15, 130, 60 * 24]))
    def time_passes(self, minutes):
        self.now.shift(timedelta(minutes=minutes))

    @invariant()
    def every_release_has_its_proof(self):
        rows = db.session.execute(
            select(Attendance, Enrolment, Pickup, Session)
            .join(Attendance.enrolment)
            .join(Attendance.session)
            .outerjoin(Pickup, Pickup.id == Attendance.pickup_id)
            .where(Attendance.out_at.is_not(None))
        )
        for row, child, pickup, session in rows:
            if row.how == "alone":
                assert child.walks_on is not None
            elif row.how == "adult":
                assert pickup.enrolment_id == child.id
                assert pickup.valid_until >= session.day
            else:
                assert row.allowed_phone in (child.phone, child.phone2)
                assert row.allowed_by
                assert row.allowed_at
                assert row.taken_by

    @invariant()
    def evenings_are_one_visit_each_and_closed_ones_are_empty(self):
        for session in db.session.scalars(select(Session)):
            seen = [v for v in db.session.scalars(select(Visit)) if v.source_id == session.id]
            rows = db.session.scalars(select(Attendance).where(Attendance.session_id == session.id)).all()
            came = [row for row in rows if row.in_at is not None]
            if session.state == "open":
                left = sum(row.out_at is not None for row in came)
                assert [(v.heads, v.gone) for v in seen] == ([(len(came), left)] if came else [])
                continue
            assert all(row.out_at is not None for row in came)
            assert session.came == len(came) == session.by_adult + session.by_phone + session.alone
            assert session.absent == len(rows) - len(came)
            assert [v.heads for v in seen] == ([len(came)] if came else [])
            assert session.day <= LAST


@pytest.mark.backends("sqlite")
@pytest.mark.state("class_place")
def test_whatever_is_done(app):
    machine = type("Machine", (Evenings,), {"app": app})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )  # fmt: skip
