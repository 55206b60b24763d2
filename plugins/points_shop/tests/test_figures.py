"""The card, what is to be done, the month, each rule, the search."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub.kernel.clock import day_bounds
from hub.kernel.declarations import Period
from hub.kernel.here import here
from plugins.points_shop import claiming, figures, finding, publishing, redeeming, worth
from plugins.points_shop.stock import shelf
from plugins.points_shop.tests.place import claim, give, goods, published, redeem, rule, there

pytestmark = [pytest.mark.state("points_shop_place")]


@pytest.fixture(autouse=True)
def page(clock, app):
    """Addresses are made as on a page."""
    with app.test_request_context():
        yield clock


def november() -> Period:
    first, last = date(2025, 11, 1), date(2025, 11, 30)
    return Period(first, last, day_bounds(first, here.tz)[0], day_bounds(last, here.tz)[1])


def titles(source) -> list[str]:
    return [f"{todo.pill} {todo.title}" for todo in source()]


class TestTodos:
    def test_a_claim_waits_for_a_second_person_and_for_nobody_else(self, app):
        with there(app, 1):
            claim()
            assert titles(figures.verify_todos) == []
        with there(app, 2):
            assert titles(figures.verify_todos) == ["等第二人核实 义务清雪"]
            assert [todo.sub for todo in figures.verify_todos()] == ["王* · 今天"]
            assert figures.card() == "待核实 1 件，公示中 0 件"

    def test_what_is_verified_waits_to_be_hung_out_and_then_to_be_posted(self, app, page):
        with there(app, 1):
            id = claim().id
        with there(app, 2):
            claiming.verify(id)
            assert titles(figures.publish_todos) == ["待公示 1 件核实好了"]
            publishing.publish()
            assert titles(figures.publish_todos) == []
        page.shift(timedelta(days=7))
        with there(app, 2):
            assert titles(figures.publish_todos) == ["公示期满 1 件可以入账"]

    def test_an_objection_waits_to_be_settled(self, app):
        id = published(app)
        with there(app, 2):
            publishing.object_to(id, "没有")
            assert titles(figures.objection_todos) == ["有异议 义务清雪"]

    def test_what_runs_low(self, app):
        with there(app):
            shelf.issue(goods().id, 4)
            assert titles(figures.stock_todos) == ["该进货 牙膏"]


class TestTheMonth:
    def test_it_adds_up(self, app, page):
        published(app)
        page.shift(timedelta(days=8))
        with there(app):
            publishing.post_due()
            give(100)
            redeem(牙膏=2)
            redeeming.give_back(redeem(洗衣粉=1).id)
            shelf.count(goods().id, 9)
            counts = {row.code: row.count(november()) for row in figures.REPORT}
        value = 9 * 6 + 5 * 10 + 60
        assert counts == {
            "issued": 105, "spent": 12, "outstanding": 93, "shelf": value, "cover": round(9300 / value, 1),
            "redemptions": 1, "objections": 0, "variance": 1,
        }  # fmt: skip

    def test_a_month_that_is_over_stays_as_it_was(self, app, page):
        with there(app):
            give(100)
            page.shift(timedelta(days=20))
            redeem(牙膏=2)
            counts = {row.code: row.count(november()) for row in figures.REPORT}
        assert (counts["outstanding"], counts["spent"], counts["shelf"]) == (100, 0, 12 * 6 + 5 * 10 + 60)

    def test_nobody_counted_is_not_a_variance_of_nought(self, app):
        with there(app):
            assert figures.count_variance(november()) is None


def test_each_rule_says_what_it_issued_and_what_is_left_of_it(app, page):
    with there(app, 1):
        first, second = claim().id, claim("照看孤老").id
    with there(app, 2):
        claiming.verify(first)
        claiming.verify(second)
        publishing.publish()
    page.shift(timedelta(days=8))
    with there(app):
        publishing.post_due()
        redeem(牙膏=1)
        figured = {row.deed: (row.before, row.month, row.left) for row in worth.by_rule()}
    assert figured == {"义务清雪": (0, 5, 0), "照看孤老": (0, 10, 9)}


@pytest.mark.parametrize(("typed", "found"), [("牙", 1), ("衣", 1), ("%", 0), ("", 0), ("书包", 0)])
def test_goods_are_found_by_name(app, typed, found):
    with there(app):
        assert len(list(finding.search_goods(typed, 10))) == found


def test_a_hit_opens_redeeming_it(app):
    with there(app):
        hit = next(iter(finding.search_goods("牙膏", 10)))
        assert hit.url == f"/rooms/points_shop/redeem?goods1={goods().id}"
        assert rule().points == 5
