"""Whatever keepers tap, in whatever order: heads add up, nobody is shut in, a set is in one place."""

from __future__ import annotations

from datetime import timedelta

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
from hub.visits import services as visits
from hub.visits.models import Visit, VisitDay
from plugins.youth_room import games, sessions, tally
from plugins.youth_room.models import GameSet, Lending, Session, Tally, Tap
from plugins.youth_room.sessions import SOURCE
from plugins.youth_room.stock import shelf
from plugins.youth_room.tests.place import CHESS, INK, NOW, adult, game, there, zone
from plugins.youth_room.words import BANDS

ZONES = st.sampled_from([CHESS, INK])
NUMBERS = st.sampled_from(["Q-01", "Q-02", "Q-03"])


class Room(RuleBasedStateMachine):
    """Days in the room, in one transaction that is thrown away; each deed in a savepoint, as a request would be."""

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

    def on_any(self, data, model, deed, *conditions) -> None:
        ids = db.session.scalars(select(model.id).where(*conditions).order_by(model.id)).all()
        if ids:
            id = data.draw(st.sampled_from(ids))
            self.attempt(lambda: deed(id))

    @rule(name=ZONES, hours=st.integers(1, 6), who=st.sampled_from([True, True, False]))
    def open(self, name, hours, who):
        until = here.now + timedelta(hours=hours)
        self.attempt(lambda: sessions.open_session(zone(name).id, adult() if who else None, until))

    @rule(data=st.data(), band=st.sampled_from(list(BANDS)), way=st.sampled_from(["in", "in", "out"]),
          number=st.integers(1, 9), token=st.sampled_from([None, None, "t1", "t2"]))  # fmt: skip
    def tap(self, data, band, way, number, token):
        self.on_any(data, Session, lambda id: tally.tap(id, band, way, number, token))

    @rule(data=st.data())
    def undo(self, data):
        self.on_any(data, Tap, tally.undo)

    @rule(data=st.data())
    def all_out(self, data):
        self.on_any(data, Session, tally.all_out)

    @rule(data=st.data())
    def close(self, data):
        self.on_any(data, Session, sessions.close)

    @rule(data=st.data())
    def take_back_the_visit(self, data):
        self.on_any(data, Visit, lambda id: visits.undo(id, "记错了"))

    @rule(heads=st.integers(1, 4))
    def come_to_the_door(self, heads):
        self.attempt(lambda: visits.record(here.room("youth_room"), heads))

    @rule()
    def everybody_left(self):
        self.attempt(lambda: visits.emptied(here.room("youth_room")))

    @rule(name=ZONES, began=st.integers(1, 30), took=st.integers(1, 3), heads=st.integers(0, 9))
    def enter_late(self, name, began, took, heads):
        start = here.now - timedelta(hours=began)
        end = start + timedelta(hours=took)
        self.attempt(lambda: sessions.enter_late(zone(name).id, adult(), start, end, {"teen": heads}))

    @rule(data=st.data(), number=NUMBERS)
    def lend(self, data, number):
        self.on_any(data, Session, lambda id: games.lend(id, game(number).id))

    @rule(
        data=st.data(), condition=st.sampled_from(["ok", "repair"]), parts=st.sampled_from([None, ["棋盘"]])
    )
    def give_back(self, data, condition, parts):
        self.on_any(data, Lending, lambda id: games.give_back(id, parts, condition, "坏了"))

    @rule(data=st.data(), deed=st.sampled_from([games.lose, games.undo_lend]))
    def end_otherwise(self, data, deed):
        self.on_any(data, Lending, deed)

    @rule(number=NUMBERS, deed=st.sampled_from([games.mended, games.found, games.complete]))
    def put_right(self, number, deed):
        self.attempt(lambda: deed(game(number).id))

    @rule(number=st.integers(1, 6), deed=st.sampled_from([shelf.issue, shelf.receive, shelf.count]))
    def use_up(self, number, deed):
        self.attempt(lambda: deed(1, number))

    @rule(minutes=st.integers(1, 200))
    def time_passes(self, minutes):
        self.now.shift(timedelta(minutes=minutes))

    @invariant()
    def heads_add_up_and_each_session_has_its_one_visit(self):
        db.session.expire_all()
        for session in db.session.scalars(select(Session)):
            rows = db.session.scalars(select(Tally).where(Tally.session_id == session.id)).all()
            came, gone = sum(row.came for row in rows), sum(row.gone for row in rows)
            assert all(0 <= row.gone <= row.came for row in rows)
            assert (session.came, session.inside) == (came, came - gone)
            seen = db.session.scalars(
                select(Visit).where(Visit.source_type == SOURCE, Visit.source_id == session.id)
            ).all()
            assert [visit.heads for visit in seen] == ([came] if came else [])
            assert all(session.late or visit.gone == gone for visit in seen)
            assert session.closed_at is None or session.inside == 0
            assert session.adult_id is not None

    @invariant()
    def the_hub_knows_who_is_inside_and_it_is_never_too_many(self):
        room = here.room("youth_room")
        counted = db.session.scalar(
            select(func.coalesce(func.sum(Session.inside), 0)).where(
                Session.opened_at > here.now - timedelta(hours=20)
            )
        )
        now_inside = visits.inside([room])[room.id]
        assert counted <= now_inside <= room.refuse_above

    @invariant()
    def totals_of_the_day_are_those_of_the_visits(self):
        of_days = db.session.scalar(select(func.coalesce(func.sum(VisitDay.heads), 0)))
        assert of_days == db.session.scalar(select(func.coalesce(func.sum(Visit.heads), 0)))

    @invariant()
    def a_set_is_in_one_place_and_with_a_session_that_is_open(self):
        out = db.session.scalars(select(Lending).where(Lending.ended_at.is_(None))).all()
        assert all(row.session.closed_at is None for row in out)
        assert {row.set_id for row in out} == set(
            db.session.scalars(select(GameSet.id).where(GameSet.state == "out"))
        )
        assert len({row.set_id for row in out}) == len(out)


@pytest.mark.state("youth_place")
@pytest.mark.backends("sqlite")
def test_whatever_happens(app):
    Room.app = app
    run_state_machine_as_test(
        Room,
        settings=settings(
            max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
