"""Several at one counter. Each race is proved to be there: without the lock it is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.kits.casework import numbers, office
from plugins.service_hall import handling, intake
from plugins.service_hall.intake import Intake
from plugins.service_hall.models import Rating, Request, Step
from plugins.service_hall.tests.place import CARD, COPY, accept, count, item, there

pytestmark = [pytest.mark.state("hall_place"), pytest.mark.usefixtures("clock")]
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


def accept_one(_number: int) -> str:
    return str(intake.accept(Intake(item_id=item(COPY).id)).number)


class TestNumbers:
    def test_no_number_is_given_twice_and_none_is_left_out(self, app):
        answers = at_once(app, accept_one)
        assert sorted(map(str, answers)) == [f"1120-{place:02d}" for place in range(1, KEEPERS + 1)]

    @pytest.mark.backends("postgresql")
    def test_without_the_lock_they_meet_and_only_the_key_holds(self, app, monkeypatch):
        looked = threading.Barrier(KEEPERS)
        write = numbers.written

        def wait_and_write(day, place):
            looked.wait(timeout=10)
            return write(day, place)

        monkeypatch.setattr(numbers.visits, "lock_room", lambda room: None)
        monkeypatch.setattr(numbers, "written", wait_and_write)
        answers = at_once(app, accept_one)
        assert sum(isinstance(answer, IntegrityError) for answer in answers) == KEEPERS - 1
        with there(app):
            assert count(Request) == 1


class TestOneRequest:
    @pytest.fixture
    def request_id(self, app) -> int:
        with there(app):
            return accept(CARD).id

    def test_it_is_settled_once(self, app, request_id):
        answers = at_once(app, lambda number: handling.settle(request_id, f"第 {number} 次").id)
        assert sum(not isinstance(answer, Exception) for answer in answers) == 1
        with there(app):
            assert count(Step, Step.kind == "done") == 1

    def test_the_clock_is_stopped_once(self, app, request_id):
        at_once(app, lambda _number: handling.wait(request_id, "照片").id)
        with there(app):
            assert count(Step, Step.kind == "waiting") == 1

    @pytest.mark.backends("postgresql")
    def test_without_the_lock_all_would_settle_it(self, app, request_id, monkeypatch):
        looked = threading.Barrier(KEEPERS)

        def look(model, id):
            row = db.session.scalars(select(model).where(model.id == id)).one()
            looked.wait(timeout=10)
            return row

        monkeypatch.setattr(office, "lock_case", look)
        at_once(app, lambda number: handling.settle(request_id, f"第 {number} 次").id)
        with there(app):
            assert count(Step, Step.kind == "done") > 1

    def test_it_is_rated_once(self, app, request_id):
        with there(app):
            handling.settle(request_id, "卡已取")
        at_once(app, lambda number: handling.OFFICE.rate(request_id, 1 + number % 5, "self").level)
        with there(app):
            assert count(Rating) == 1
