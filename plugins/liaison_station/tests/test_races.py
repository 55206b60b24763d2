"""Several at one desk. Each race is proved to be there: without the lock it is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.kits.casework import office
from plugins.liaison_station import handling, receptions
from plugins.liaison_station.models import Reception, Step
from plugins.liaison_station.tests.place import a_reception, count, named, there

pytestmark = [
    pytest.mark.state("liaison_place"),
    pytest.mark.usefixtures("clock"),
    pytest.mark.backends("postgresql"),
]
KEEPERS = 5


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


@pytest.fixture
def matter_id(app) -> int:
    with there(app):
        matter = named()
        handling.reply(matter.id, "已换")
        return matter.id


class TestOneMatter:
    def test_it_is_fed_back_once(self, app, matter_id):
        answers = at_once(app, lambda _number: handling.feed_back(matter_id, "phone").id)
        assert sum(not isinstance(answer, Exception) for answer in answers) == 1

    def test_without_the_lock_all_would(self, app, matter_id, monkeypatch):
        looked = threading.Barrier(KEEPERS)

        def look(model, id):
            row = db.session.scalars(select(model).where(model.id == id)).one()
            looked.wait(timeout=10)
            return row

        monkeypatch.setattr(office, "lock_case", look)
        at_once(app, lambda _number: handling.feed_back(matter_id, "phone").id)
        with there(app):
            assert count(Step, Step.kind == "fed_back") > 1


class TestOneDeputy:
    def test_at_one_time_is_in_one_place(self, app):
        answers = at_once(app, lambda _number: a_reception().id)
        assert sum(not isinstance(answer, Exception) for answer in answers) == 1

    def test_without_the_lock_is_in_several(self, app, monkeypatch):
        looked = threading.Barrier(KEEPERS)
        look = receptions._at_the_time

        def look_and_wait(*given):
            found = look(*given)
            looked.wait(timeout=10)
            return found

        monkeypatch.setattr(receptions, "hold", db.session.get)
        monkeypatch.setattr(receptions, "_at_the_time", look_and_wait)
        at_once(app, lambda _number: a_reception().id)
        with there(app):
            assert count(Reception) > 1
