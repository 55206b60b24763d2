"""Sixteen counters and the last pot. The race is proved to be there: a naive shop sells it more than once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.points.services import balance
from plugins.points_shop import claiming, publishing
from plugins.points_shop.models import Claim, Goods, Redemption
from plugins.points_shop.tests.place import (
    AILI,
    WANG,
    claim,
    count,
    give,
    goods,
    person,
    published,
    redeem,
    the_village,
    there,
)

pytestmark = [pytest.mark.state("points_shop_place"), pytest.mark.usefixtures("clock")]
COUNTERS = 16


def at_once(app, deed: Callable[[int], object], keeper: int = 0) -> list[object]:
    """What the deed answers in sixteen transactions begun together; a refusal is an answer."""
    start = threading.Barrier(COUNTERS)
    the_village(app)

    def run(number: int) -> object:
        start.wait()
        try:
            with there(app, keeper):
                return deed(number)
        except (Refused, IntegrityError) as refusal:
            return refusal

    with ThreadPoolExecutor(COUNTERS) as pool:
        return list(pool.map(run, range(COUNTERS)))


def done(answers: list[object]) -> int:
    return sum(not isinstance(answer, Exception) for answer in answers)


@pytest.fixture
def rich(app):
    with there(app):
        give(500)
        give(500, AILI)


@pytest.mark.usefixtures("rich")
class TestTheLastPot:
    def test_it_is_redeemed_once(self, app):
        answers = at_once(app, lambda number: redeem((WANG, AILI)[number % 2], 炒锅=1).id)
        assert done(answers) == 1
        with there(app):
            assert (goods("炒锅").stock, count(Redemption)) == (0, 1)
            assert balance(person(WANG).id) + balance(person(AILI).id) == 940

    @pytest.mark.backends("postgresql")
    def test_the_control_a_naive_shop_sells_it_again_and_again(self, app):
        looked = threading.Barrier(COUNTERS)

        def naive(_number: int) -> None:
            pot = db.session.scalars(select(Goods).where(Goods.name == "炒锅")).one()
            there_is_one = pot.stock >= 1
            with suppress(threading.BrokenBarrierError):  # fewer connections than counters
                looked.wait(timeout=2)
            if not there_is_one:
                raise Refused("no")
            pot.stock -= 1

        assert done(at_once(app, naive)) > 1


def test_the_last_points_are_spent_once(app):
    with there(app):
        give(20)
    assert done(at_once(app, lambda _: redeem(牙膏=1).id)) == 3
    with there(app):
        assert (balance(person().id), goods().stock) == (2, 9)


def test_a_click_that_came_sixteen_times_redeems_once(app):
    with there(app):
        give(100)
    answers = at_once(app, lambda _: redeem(token="click", 牙膏=1).id)
    assert len(set(answers)) == 1
    with there(app):
        assert (balance(person().id), goods().stock, count(Redemption)) == (94, 11, 1)


def test_goods_in_any_order_do_not_wait_for_each_other(app):
    with there(app):
        give(500)
    baskets = ({"牙膏": 1, "洗衣粉": 1}, {"洗衣粉": 1, "牙膏": 1})
    assert done(at_once(app, lambda number: redeem(**baskets[number % 2]).id)) == 5
    with there(app):
        assert (goods("牙膏").stock, goods("洗衣粉").stock) == (7, 0)


def test_a_months_cap_is_not_run_over(app):
    answers = at_once(app, lambda number: claim(done_on=date(2025, 11, 1 + number)).id)
    assert done(answers) == 2
    with there(app):
        assert count(Claim) == 2


def test_a_claim_is_verified_once(app):
    with there(app, 1):
        id = claim().id
    assert done(at_once(app, lambda _: claiming.verify(id).id, keeper=2)) == 1


def test_what_is_due_is_posted_once(app, clock):
    published(app)
    clock.shift(8 * 86400)
    at_once(app, lambda _: publishing.post_due())
    with there(app):
        assert balance(person().id) == 5
