"""Whatever is done at the desk, in whatever order, while time passes: heads fit, no guide is in two places, and a group
that came is one visit."""

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
from plugins.party_history_hall import booking, receiving
from plugins.party_history_hall.models import Group, Guide
from plugins.party_history_hall.tests.place import NOW, there, visits

HOURS = st.sampled_from([0, 0.5, 1, 2, 5, 30])


class Desk(RuleBasedStateMachine):
    """Days at the hall, in one transaction that is thrown away; each deed in a savepoint, as a request would be."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.now = self.clock.start()
        self.village = there(self.app)
        self.village.__enter__()
        self.guides = [None, *db.session.scalars(select(Guide.id).order_by(Guide.name))]

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

    def on_group(self, data, deed) -> None:
        if ids := db.session.scalars(select(Group.id)).all():
            self.attempt(lambda: deed(data.draw(st.sampled_from(ids))))

    @rule(heads=st.integers(1, 130), hours=HOURS, minutes=st.sampled_from([15, 60, 90]), guide=st.integers(0, 2),
          split=st.booleans())  # fmt: skip
    def book(self, heads, hours, minutes, guide, split):
        at = here.now + timedelta(hours=hours)
        asked = booking.Wanted("第一党支部", "party_day", heads, at, minutes, self.guides[guide], split=split)
        self.attempt(lambda: booking.book(asked))

    @rule(data=st.data(), hours=HOURS)
    def move(self, data, hours):
        self.on_group(data, lambda id: booking.move(id, here.now + timedelta(hours=hours), 60))

    @rule(data=st.data(), guide=st.integers(0, 2))
    def assign(self, data, guide):
        self.on_group(data, lambda id: booking.assign(id, self.guides[guide]))

    @rule(data=st.data(), parts=st.booleans())
    def cancel(self, data, parts):
        self.on_group(data, lambda id: booking.cancel(id, "不来了", all_parts=parts))

    @rule(data=st.data(), heads=st.integers(1, 40))
    def arrive(self, data, heads):
        self.on_group(data, lambda id: receiving.arrive(id, heads))

    @rule(data=st.data())
    def leave(self, data):
        self.on_group(data, receiving.leave)

    @rule(data=st.data())
    def stay_away(self, data):
        self.on_group(data, receiving.stay_away)

    @rule(data=st.data())
    def undo(self, data):
        self.on_group(data, receiving.undo_arrival)

    @rule(minutes=st.sampled_from([5, 20, 60, 400]))
    def wait(self, minutes):
        self.now.shift(timedelta(minutes=minutes))

    @invariant()
    def what_is_promised_fits(self):
        rows = self.rows("booked")
        for one in rows:
            at_once = sum(row.asked for row in rows if row.starts_at <= one.starts_at < row.ends_at)
            assert at_once <= 40

    @invariant()
    def no_guide_is_promised_to_two_groups(self):
        for guide in self.guides[1:]:
            rows = [row for row in self.rows("booked") if row.guide_id == guide]
            for one, other in pairwise(sorted(rows, key=lambda row: row.starts_at)):
                assert one.ends_at <= other.starts_at

    @invariant()
    def a_group_that_came_is_one_visit(self):
        db.session.flush()
        assert sorted((visit.source_id, visit.heads) for visit in visits()) == sorted(
            (row.id, row.heads) for row in self.rows("came")
        )

    @invariant()
    def parts_know_each_other(self):
        whole: dict[int, list[int]] = {}
        for row in db.session.scalars(select(Group).where(Group.first_id.is_not(None))):
            whole.setdefault(row.first_id, []).append(row.part)
            assert row.part <= row.parts
        assert all(sorted(parts) == list(range(1, len(parts) + 1)) for parts in whole.values())

    def rows(self, state: str) -> list[Group]:
        return list(db.session.scalars(select(Group).where(Group.state == state)))


@pytest.mark.state("party_place")
def test_a_hall_adds_up(app):
    Desk.app = app
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
