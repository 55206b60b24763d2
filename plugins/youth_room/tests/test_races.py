"""Many thumbs at once. The race is proved to be there: without the locks the count is wrong and the room too full."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.visits import counted, crowd
from hub.visits import services as visits
from hub.visits.models import Visit
from plugins.youth_room import games, sessions, tally
from plugins.youth_room.models import Lending, Session, Tally, Tap
from plugins.youth_room.tests.place import come, count, game, heads, opened, the_visit, there

pytestmark = [pytest.mark.state("youth_place"), pytest.mark.usefixtures("clock")]
KEEPERS = 6


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


def worked(answers: list[object]) -> int:
    return sum(not isinstance(answer, Exception) for answer in answers)


@pytest.fixture
def session_id(app, clock) -> int:
    """A session with fifteen inside, of twenty that fit."""
    with there(app):
        session = opened()
        come(session, 15)
        return session.id


@pytest.fixture
def all_look_first(monkeypatch):
    """Whoever has looked at how many are inside waits until all have; with the lock nobody else gets that far."""
    looked = threading.Barrier(KEEPERS)
    look = counted.inside

    def look_and_wait(rooms):
        found = look(rooms)
        with contextlib.suppress(threading.BrokenBarrierError):
            looked.wait(timeout=1)
        return found

    monkeypatch.setattr(counted, "inside", look_and_wait)


@pytest.fixture
def without_locks(monkeypatch):
    def look(model, id):
        return db.session.scalars(select(model).where(model.id == id)).one()

    monkeypatch.setattr(crowd, "lock", lambda _room: None)
    monkeypatch.setattr(sessions, "hold", look)


def state(app, session_id: int) -> tuple[int, int, int]:
    """Inside as the session, its bands and the hub know it."""
    with there(app):
        session = db.session.get(Session, session_id)
        bands = sum(came - gone for came, gone in heads(session).values())
        room = here.room("youth_room")
        return session.inside, bands, visits.inside([room])[room.id]


@pytest.mark.usefixtures("all_look_first")
class TestComing:
    def test_as_many_come_in_as_fit_and_all_are_counted(self, app, session_id):
        answers = at_once(app, lambda _: tally.tap(session_id, "primary", "in").number)
        assert worked(answers) == 5
        assert state(app, session_id) == (20, 20, 20)
        with there(app):
            assert count(Tap) == 6
            assert count(Visit) == 1

    @pytest.mark.backends("postgresql")
    @pytest.mark.usefixtures("without_locks")
    def test_without_the_locks_one_too_many_comes_in_and_heads_are_lost(self, app, session_id):
        answers = at_once(app, lambda _: tally.tap(session_id, "primary", "in").number)
        assert worked(answers) == 6  # of five
        assert state(app, session_id)[0] < 21


class TestGoing:
    def test_nobody_goes_twice(self, app, session_id):
        answers = at_once(app, lambda _: tally.tap(session_id, "primary", "out", 4).number)
        assert worked(answers) == 3
        assert state(app, session_id) == (3, 3, 3)

    @pytest.mark.backends("postgresql")
    @pytest.mark.usefixtures("without_locks")
    def test_without_the_locks_more_go_than_the_count_shows(self, app, session_id, monkeypatch):
        looked = threading.Barrier(KEEPERS)
        find = tally._tally

        def find_and_wait(session, band):
            row = find(session, band)
            with contextlib.suppress(threading.BrokenBarrierError):
                looked.wait(timeout=1)
            return row

        monkeypatch.setattr(tally, "_tally", find_and_wait)
        answers = at_once(app, lambda _: tally.tap(session_id, "primary", "out", 4).number)
        with there(app):
            gone = db.session.query(Tally).one().gone
        assert worked(answers) * 4 > 15  # more than were there …
        assert gone < worked(answers) * 4  # … and nobody notices


def test_one_tap_that_is_sent_again_and_again_counts_once(app, session_id):
    answers = at_once(app, lambda _: tally.tap(session_id, "primary", "in", token="same").id)
    assert len(set(answers)) == 1
    assert state(app, session_id) == (16, 16, 16)


def test_a_session_is_not_closed_upon_somebody_who_comes_in(app, session_id):
    with there(app):
        tally.all_out(session_id)
    deeds = (lambda: sessions.close(session_id).id, lambda: tally.tap(session_id, "teen", "in").id)
    at_once(app, lambda number: deeds[number % 2]())
    with there(app):
        session = db.session.get(Session, session_id)
        assert (session.closed_at is None) == (session.inside > 0)
        assert the_visit(session).heads == session.came


class TestOneZone:
    def test_it_is_opened_once(self, app):
        assert worked(at_once(app, lambda _: opened().id)) == 1

    @pytest.mark.backends("postgresql")
    @pytest.mark.usefixtures("without_locks")
    def test_without_the_locks_the_index_still_holds(self, app):
        answers = at_once(app, lambda _: opened().id)
        assert worked(answers) == 1
        with there(app):
            assert count(Session) == 1


class TestOneSet:
    def test_it_goes_out_once(self, app, session_id):
        with there(app):
            set_id = game().id
        assert worked(at_once(app, lambda _: games.lend(session_id, set_id).id)) == 1
        with there(app):
            assert count(Lending) == 1

    @pytest.mark.backends("postgresql")
    @pytest.mark.usefixtures("without_locks")
    def test_without_lock_and_index_it_would_be_with_several(self, app, session_id, database, monkeypatch):
        looked = threading.Barrier(KEEPERS)
        check = games.check

        def check_and_wait(row):
            check(row)
            looked.wait(timeout=5)

        monkeypatch.setattr(games, "check", check_and_wait)
        monkeypatch.setattr(games, "hold", db.session.get)
        engine = create_engine(database.owner_url)
        with engine.begin() as connection:
            connection.execute(sql("DROP INDEX uq_youth_room__lending_open"))
        engine.dispose()
        with there(app):
            set_id = game().id
        assert worked(at_once(app, lambda _: games.lend(session_id, set_id).id)) > 1
