"""Several at once. Each race has a control without its lock, which shows that the race is there to be lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.visits import rollup, services
from hub.visits.models import Visit, VisitDay
from tests.visits.place import acting, room

pytestmark = pytest.mark.state("visit_place")
THREADS = 8


def at_once(app, deed: Callable[[int], object]) -> list[object]:
    """What `deed` answers in several transactions begun at the same time."""
    start = threading.Barrier(THREADS)

    def run(number: int) -> object:
        start.wait()
        try:
            with acting(app):
                return deed(number)
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def totals(app) -> tuple[int, int, int]:
    with acting(app):
        visits, heads = db.session.execute(
            select(func.count(), func.sum(Visit.heads)).select_from(Visit)
        ).one()
        return visits, int(heads), int(db.session.scalar(select(func.sum(VisitDay.heads))) or 0)


@pytest.fixture
def all_look_first(monkeypatch):
    """Whoever has looked how many are inside waits until all have looked; with the lock nobody else gets that far."""
    looked = threading.Barrier(THREADS)
    look = services.crowd.look

    def look_and_wait(*facts):
        found = look(*facts)
        try:
            looked.wait(timeout=1)
        except threading.BrokenBarrierError:
            return found
        return found

    monkeypatch.setattr(services.crowd, "look", look_and_wait)


@pytest.mark.usefixtures("all_look_first")
class TestTheLastPlace:
    def test_a_room_for_five_never_holds_six(self, app):
        answers = at_once(app, lambda _: services.record(room(), 1).id)
        assert sum(isinstance(answer, Refused) for answer in answers) == THREADS - 5
        assert totals(app) == (5, 5, 5)

    @pytest.mark.backends("postgresql")
    def test_without_the_lock_it_would(self, app, monkeypatch):
        monkeypatch.setattr(services, "lock_room", lambda room: None)
        at_once(app, lambda _: services.record(room(), 1).id)
        assert totals(app)[0] > 5


def test_a_form_sent_many_times_at_once_counts_once(app):
    ids = at_once(app, lambda _: services.record(room("yard"), 2, token="tap").id)
    assert len(set(ids)) == 1
    assert totals(app) == (1, 2, 2)


def test_a_form_sent_for_two_rooms_at_once_counts_once(app):
    rooms = ("yard", "workshop")
    ids = at_once(app, lambda number: services.record(room(rooms[number % 2]), 2, token="tap").id)
    assert len(set(ids)) == 1
    assert totals(app) == (1, 2, 2)


class TestTheTotals:
    def test_every_visit_at_once_is_added_up(self, app):
        at_once(app, lambda number: services.record(room("yard"), number + 1))
        assert totals(app) == (THREADS, 36, 36)

    @pytest.mark.backends("postgresql")
    def test_read_and_written_back_without_a_lock_some_would_be_lost(self, app, monkeypatch):
        with acting(app):
            services.record(room("yard"), 1)
        looked = threading.Barrier(THREADS)

        def read_then_write(visit: Visit) -> None:
            day = db.session.scalars(select(VisitDay).where(VisitDay.day == visit.day)).one()
            looked.wait(timeout=20)
            day.heads += visit.heads
            db.session.flush()

        monkeypatch.setattr(services, "lock_room", lambda room: None)
        monkeypatch.setattr(rollup, "add", read_then_write)
        at_once(app, lambda _: services.record(room("yard"), 1))
        assert totals(app)[2] < totals(app)[1]
