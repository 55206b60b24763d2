"""The same list sent twice and decided about at once. The race is proved to be there: without the lock it is lost."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from hub.centre.situation import in_village
from hub.imports import batches, taking
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.people.models import Resident
from tests.imports.test_residents import GOOD

pytestmark = pytest.mark.state("imports_place")


@pytest.fixture
def both_look_first(monkeypatch):
    """Whoever has seen that no such list is being taken in waits for the other; with the lock nobody gets that far."""
    looked = threading.Barrier(2)
    is_busy = batches.is_busy

    def look_and_wait(sheet: str) -> bool:
        busy = is_busy(sheet)
        try:
            looked.wait(timeout=1)
        except threading.BrokenBarrierError:
            return busy
        return busy

    monkeypatch.setattr(batches, "is_busy", look_and_wait)


def decided_at_once(app, village, read) -> int:
    """Both of two lists of the same two residents are decided about; how many residents there are then."""
    numbers = [read("residents", GOOD) for _time in range(2)]
    start = threading.Barrier(2)

    def decide(number: int) -> None:
        start.wait()
        try:
            with in_village(app, village):
                taking.decide(number)
        except Refused:
            return

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(decide, numbers))
    with in_village(app, village):
        return db.session.scalar(select(func.count(Resident.id)))


@pytest.mark.usefixtures("both_look_first")
def test_they_come_once(app, village, read):
    assert decided_at_once(app, village, read) == 2


@pytest.mark.usefixtures("both_look_first")
@pytest.mark.backends("postgresql")
def test_without_the_lock_they_come_twice(app, village, read, monkeypatch):
    monkeypatch.setattr(batches, "hold_alike", lambda _batch_id: None)
    assert decided_at_once(app, village, read) == 4
