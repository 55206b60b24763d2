"""The card, what is to be done, the month, the search."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub.kernel.clock import day_bounds
from hub.kernel.database import db
from hub.kernel.declarations import Period
from hub.kernel.here import here
from plugins.tool_station import figures, finding, lending, repairs, reserving, stock
from plugins.tool_station.models import Demand
from plugins.tool_station.tests.place import AILI, NOW, TODAY, gloves, lend, person, tool

pytestmark = [pytest.mark.state("tool_place")]


@pytest.fixture(autouse=True)
def page(here_now, app):
    """Addresses are made as on a page."""
    with app.test_request_context():
        yield here_now


def november() -> Period:
    first, last = date(2025, 11, 1), date(2025, 11, 30)
    return Period(first, last, day_bounds(first, here.tz)[0], day_bounds(last, here.tz)[1])


def titles(source) -> list[str]:
    return [f"{todo.pill} {todo.title}" for todo in source()]


def test_the_card_says_what_is_out_and_what_is_late(page):
    lend("T-01")
    assert figures.card() == "借出 1 件"
    page.shift(timedelta(days=4))
    lend("T-02")
    assert figures.card() == "借出 2 件，逾期 1 件"


class TestTodos:
    def test_the_overdue_are_called_once_a_day(self, page):
        loan = lend("T-01")
        page.shift(timedelta(days=5))
        assert titles(figures.overdue_todos) == ["逾期 2 天 扳手套装 T-01"]
        lending.note_call(loan.id, "promised")
        assert titles(figures.overdue_todos) == []
        page.shift(timedelta(days=1))
        assert titles(figures.overdue_todos) == ["逾期 3 天 扳手套装 T-01"]

    def test_no_phone_number_stands_among_them(self, page):
        lend("T-01")
        page.shift(timedelta(days=5))
        assert [todo.sub for todo in figures.overdue_todos()] == ["王* · 8842"]

    def test_repairs_that_wait(self):
        repairs.report(tool("T-01").id, "断了")
        assert titles(figures.repair_todos) == ["待修 扳手套装 T-01"]

    def test_gloves_that_run_low(self):
        stock.issue(gloves().id, 3)
        assert titles(figures.stock_todos) == ["该进货 劳保手套"]

    def test_who_comes_today_and_whose_reservation_runs_out(self, page):
        reserving.reserve(tool("T-02").id, person(AILI), TODAY)
        assert titles(figures.reservation_todos) == ["今天来取 打气筒 T-02"]
        page.shift(timedelta(days=1))
        assert titles(figures.reservation_todos) == ["预约快过期 打气筒 T-02"]
        page.shift(timedelta(days=1))
        assert titles(figures.reservation_todos) == []


def test_the_month(page):
    lend("T-01")
    lending.lose(lend("T-02").id)
    repairs.report(tool("T-03").id, "断了")
    db.session.add(Demand(kind="发电机", asked_at=NOW))
    page.shift(timedelta(days=5))
    counts = {row.code: row.count(november()) for row in figures.REPORT}
    assert counts == {"loans": 2, "overdue": 1, "losses": 1, "unmet": 1, "repairs": 1}


class TestOverdueInAMonth:
    def test_what_came_back_in_time_was_not(self, page):
        loan = lend("T-01")
        page.shift(timedelta(days=3))
        lending.give_back(loan.id)
        page.shift(timedelta(days=5))
        assert figures.overdue(november()) == 0

    def test_what_is_due_today_is_not_yet(self, page):
        lend("T-01")
        page.shift(timedelta(days=3))
        assert figures.overdue(november()) == 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [("t-0", 4), ("T-03", 1), ("电", 2), ("扳手", 1), ("%", 0), ("_", 0), ("", 0), (" ", 0)],
)
def test_tools_are_found_by_number_name_and_kind(typed, found):
    assert len(list(finding.search_tools(typed, 10))) == found


def test_a_hit_opens_what_is_next():
    loan = lend("T-02")
    urls = {hit.title: hit.url for hit in finding.search_tools("T-0", 10)}
    assert urls["打气筒 T-02"] == f"/rooms/tool_station/return/{loan.id}"
    assert urls["扳手套装 T-01"] == f"/rooms/tool_station/lend?tool={tool('T-01').id}"
