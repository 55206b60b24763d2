"""Two keepers, one tool. The race is proved to be there: without the lock and the index it is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from plugins.tool_station import blocking, lending, reserving, stock, tools
from plugins.tool_station.models import Loan, Reservation, Tool
from plugins.tool_station.tests.place import AILI, TODAY, WANG, count, gloves, handout, person, there, tool

pytestmark = [pytest.mark.state("tool_place"), pytest.mark.usefixtures("clock")]
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


def lend_once(number: int) -> int:
    return lending.lend(handout("T-02", (WANG, AILI)[number % 2])).id


def open_loans(app) -> int:
    with there(app):
        return count(Loan, Loan.ended_at.is_(None))


@pytest.fixture
def all_look_first(monkeypatch):
    """Whoever has looked at the tool waits until all have; with the lock nobody else gets that far."""
    looked = threading.Barrier(KEEPERS)
    check = blocking.check_tool

    def check_and_wait(row: Tool) -> None:
        check(row)
        try:
            looked.wait(timeout=1)
        except threading.BrokenBarrierError:
            return

    monkeypatch.setattr(lending, "check_tool", check_and_wait)


@pytest.fixture
def without_lock(monkeypatch):
    def look(tool_id: int) -> Tool:
        return db.session.scalars(select(Tool).where(Tool.id == tool_id)).one()

    monkeypatch.setattr(lending, "lock_tool", look)
    monkeypatch.setattr(tools, "lock_tool", look)


@pytest.mark.usefixtures("all_look_first")
class TestOneTool:
    def test_it_goes_out_once(self, app):
        answers = at_once(app, lend_once)
        assert sum(isinstance(answer, int) for answer in answers) == 1
        assert open_loans(app) == 1

    @pytest.mark.backends("postgresql")
    @pytest.mark.usefixtures("without_lock")
    def test_without_the_lock_the_index_still_holds(self, app):
        answers = at_once(app, lend_once)
        assert sum(isinstance(answer, IntegrityError) for answer in answers) == KEEPERS - 1
        assert open_loans(app) == 1

    @pytest.mark.backends("postgresql")
    @pytest.mark.usefixtures("without_lock")
    def test_without_either_it_would_be_lent_to_all(self, app, database):
        engine = create_engine(database.owner_url)
        with engine.begin() as connection:
            connection.execute(sql("DROP INDEX uq_tool_station__loan_open"))
        engine.dispose()
        at_once(app, lend_once)
        assert open_loans(app) > 1


def test_the_days_of_a_tool_are_promised_once(app):
    answers = at_once(
        app, lambda number: reserving.reserve(tool("T-02").id, person((WANG, AILI)[number % 2]), TODAY)
    )
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    with there(app):
        assert count(Reservation) == 1


def test_the_last_gloves_are_given_once(app):
    answers = at_once(app, lambda _: stock.issue(gloves().id, 4))
    assert sum(not isinstance(answer, Exception) for answer in answers) == 3
    with there(app):
        assert gloves().stock == 0


def test_a_tool_comes_back_once(app):
    with there(app):
        loan = lending.lend(handout("T-02"))
        db.session.flush()
        number = loan.id
    answers = at_once(app, lambda _: lending.give_back(number).state)
    assert answers.count("returned") == 1
