"""Sixteen counters and one account. The race is proved to be there: a naive spending, which looks first, oversells."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.points.models import PointAccount, PointEntry
from hub.points.services import balance, reverse, spend
from tests.points.place import count, give, person, sums_agree, there

pytestmark = [pytest.mark.state("points_place"), pytest.mark.usefixtures("clock")]
COUNTERS = 16


def at_once(app, deed: Callable[[int], object]) -> list[object]:
    """What the deed answers in sixteen transactions begun together; a refusal is an answer."""
    start = threading.Barrier(COUNTERS)

    def run(number: int) -> object:
        start.wait()
        try:
            with there(app):
                return deed(number)
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(COUNTERS) as pool:
        return list(pool.map(run, range(COUNTERS)))


def done(answers: list[object]) -> int:
    return sum(not isinstance(answer, Exception) for answer in answers)


def test_the_last_points_are_spent_once(app):
    with there(app):
        give(35)
    answers = at_once(
        app, lambda number: spend(person(), 10, text="牙膏", source=("test.redemption", number)).id
    )
    assert done(answers) == 3
    with there(app):
        assert balance(person()) == 5
        assert sums_agree()


def test_all_that_is_earned_at_once_is_there_in_one_account(app):
    answers = at_once(app, lambda number: give(3, number).id)
    assert done(answers) == COUNTERS
    with there(app):
        assert balance(person()) == 3 * COUNTERS
        assert count(PointAccount) == 1
        assert sums_agree()


def test_the_same_posting_asked_for_sixteen_times_is_one(app):
    with there(app):
        give(35)
    answers = at_once(app, lambda _: spend(person(), 10, text="牙膏", source=("test.redemption", 1)).id)
    assert len(set(answers)) == 1
    with there(app):
        assert balance(person()) == 25
        assert count(PointEntry) == 2


def test_a_posting_is_taken_back_once(app):
    with there(app):
        key = give(35).token
    answers = at_once(app, lambda _: reverse(key, "有误").id)
    assert len(set(answers)) == 1
    with there(app):
        assert (balance(person()), count(PointEntry)) == (0, 2)
        assert sums_agree()


@pytest.mark.backends("postgresql")
def test_the_control_a_naive_spending_oversells(app):
    """It reads the balance, sees that it is enough and writes the rest. On SQLite writers come one by one anyway."""
    with there(app):
        give(35)
    looked = threading.Barrier(COUNTERS)

    def naive(_number: int) -> None:
        account = db.session.scalars(select(PointAccount)).one()
        enough = account.balance >= 10
        with suppress(threading.BrokenBarrierError):  # fewer connections than counters
            looked.wait(timeout=2)
        if not enough:
            raise Refused("no")
        account.balance -= 10

    assert done(at_once(app, naive)) > 3
