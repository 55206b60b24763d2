"""Two secretaries lock the same month at once: it is locked once, told once, and nobody meets a failure."""

from __future__ import annotations

import threading

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.state import the_hub
from hub.reports import locking
from hub.reports.models import MonthLock
from tests.reports.place import OCTOBER
from tests.visits.place import NOW, acting
from tests.visits.test_races import THREADS, at_once

pytestmark = pytest.mark.state("visit_place")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def told(app, monkeypatch) -> list[str]:
    heard: list[str] = []
    with app.app_context():
        events = the_hub().events
    monkeypatch.setattr(events, "tell", lambda event, **_facts: heard.append(event))
    return heard


@pytest.fixture
def all_look_first(monkeypatch):
    """Whoever has looked whether the month is locked waits until all have; with the lock nobody else gets that far."""
    looked = threading.Barrier(THREADS)
    look = locking.lock_of

    def look_and_wait(month):
        found = look(month)
        try:
            looked.wait(timeout=1)
        except threading.BrokenBarrierError:
            return found
        return found

    monkeypatch.setattr(locking, "lock_of", look_and_wait)


def lock(_number: int) -> int | str:
    try:
        id = locking.lock_month(OCTOBER).id
        db.session.commit()
        return id
    except IntegrityError:
        db.session.rollback()
        return "failed"


def locks(app) -> int:
    with acting(app):
        return db.session.scalar(select(func.count(MonthLock.id))) or 0


@pytest.mark.usefixtures("all_look_first")
class TestAtOnce:
    def test_it_is_locked_once_and_told_once(self, app, told):
        assert len(set(at_once(app, lock))) == 1
        assert (locks(app), told) == (1, ["month_locked"])

    @pytest.mark.backends("postgresql")
    def test_without_holding_the_village_some_would_fail(self, app, told, monkeypatch):
        monkeypatch.setattr(locking, "lock_village", lambda: None)
        assert "failed" in at_once(app, lock)
        assert locks(app) == 1
