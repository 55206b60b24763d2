"""The card, what is to be done, the month, the search."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hub.accounts.models import Membership
from hub.kernel.clock import day_bounds
from hub.kernel.database import db
from hub.kernel.declarations import Period, Share
from hub.kernel.here import here
from hub.kits.casework import code_of
from plugins.liaison_station import figures, finding, handling, receptions, todos
from plugins.liaison_station.handling import OFFICE
from plugins.liaison_station.tests.place import (
    TEXT,
    a_reception,
    ask_help,
    named,
    opinion,
    workers,
)

pytestmark = [pytest.mark.state("liaison_place")]


@pytest.fixture(autouse=True)
def page(here_now, app):
    """Addresses are made as on a page."""
    with app.test_request_context():
        yield here_now


def december() -> Period:
    first, last = date(2025, 12, 1), date(2025, 12, 31)
    return Period(first, last, day_bounds(first, here.tz)[0], day_bounds(last, here.tz)[1])


def november() -> Period:
    first, last = date(2025, 11, 1), date(2025, 11, 30)
    return Period(first, last, day_bounds(first, here.tz)[0], day_bounds(last, here.tz)[1])


def titles(source) -> list[str]:
    return [f"{todo.pill} {todo.title}" for todo in source()]


def told(matter) -> None:
    handling.reply(matter.id, "已办")
    handling.feed_back(matter.id, "face")


def test_the_card_says_what_is_in_hand_late_and_when_somebody_receives(page):
    assert figures.card() == "0 件在办"
    opinion(days=1)
    a_reception()
    page.shift(timedelta(days=2))
    assert figures.card() == "1 件在办，1 件逾期，11月24日代表接待"


class TestTodos:
    def test_due_silent_untold_and_what_can_be_closed(self, page):
        matter = named(days=5)
        handling.forward(matter.id, "镇供电所", TEXT)
        assert titles(todos.due_todos) == titles(todos.silent_todos) == []
        page.shift(timedelta(days=7))
        assert titles(todos.due_todos) == ["今天到期 第 1120-01 号 意见（道路交通）"]
        assert titles(todos.silent_todos) == ["没有回音 第 1120-01 号 意见（道路交通）"]
        handling.reply(matter.id, "已换")
        assert titles(todos.telling_todos) == ["还没反馈 第 1120-01 号 意见（道路交通）"]
        handling.feed_back(matter.id, "phone")
        assert titles(todos.telling_todos) == titles(todos.due_todos) == []
        page.shift(timedelta(days=7))
        assert titles(todos.closing_todos) == ["可以办结 第 1120-01 号 意见（道路交通）"]

    def test_who_has_not_come_for_two_weeks_and_what_was_left_behind(self, page):
        handling.wait(named().id, "哪里")
        page.shift(timedelta(days=14))
        assert titles(todos.waiting_todos) == ["等了 14 天 第 1120-01 号 意见（道路交通）"]
        mine = select(Membership).where(Membership.user_id == workers()[0])
        db.session.scalars(mine).one().active = False
        assert titles(todos.left_todos) == ["没人管 1 件要移交"]

    def test_receptions_tomorrow_and_those_not_recorded(self, page):
        a_reception()
        page.shift(timedelta(days=3))
        assert titles(todos.reception_todos) == ["代表接待 明天 9:30–11:30 赵永新"]
        page.shift(timedelta(days=3))
        assert titles(todos.reception_todos) == ["接待没登记 11月24日 9:30–11:30 赵永新"]


class TestTheMonth:
    def test_opinions_fed_back_by_due_and_help_apart(self, page):
        in_time, late, never, extended = opinion(), opinion(), opinion(), named()
        OFFICE.lengthen(extended.id, 10, "等施工", ["asker"])
        shop, _open = ask_help(), ask_help()
        told(in_time), told(shop)
        page.shift(timedelta(days=18))
        told(late), told(extended)
        assert never.told is None
        assert figures.opinions_due(december()) == Share(1, 4)
        assert figures.help_due(december()) == Share(1, 2)
        assert figures.opinions_due(november()) == Share(0, 0)
        assert figures.on_time(november()) is None
        counts = {row.code: row.count(december()) for row in figures.REPORT}
        assert (counts["on_time"], counts["fed_back"], counts["help_on_time"]) == (25, 75, 50)
        assert counts["extended"] == 1

    def test_its_rows(self, page):
        row, matter = a_reception(), named()
        opinion(court=True)
        ask_help()
        a_reception(date(2025, 11, 25))
        receptions.cancel(a_reception(date(2025, 11, 26)).id, "大雪")
        told(matter)
        handling.rate(matter.id, 5, "keeper")
        handling.close(matter.id)
        page.shift(timedelta(days=4))
        receptions.record_held(row.id, 7)
        counts = {row.code: row.count(november()) for row in figures.REPORT}
        assert (counts["held"], counts["heads"], counts["cancelled"]) == (1, 7, 1)
        assert (counts["opinions"], counts["topic_road"], counts["help"], counts["court"]) == (2, 2, 1, 1)
        assert (counts["rated"], counts["entered"], counts["satisfied"]) == (0, 1, None)
        assert figures.rated(november()) == Share(0, 1)

    def test_only_those_who_rated_themselves_count_from_ten_on(self):
        for number in range(10):
            matter = opinion()
            told(matter)
            handling.rate(matter.id, 5 if number else 2, "self")
            handling.close(matter.id)
        assert figures.satisfied(november()) == 90
        assert figures.rated(november()) == Share(10, 10)

    def test_what_was_reopened_was_not_punctual(self):
        matter = opinion()
        told(matter)
        handling.reopen(matter.id, "没办好")
        assert figures.opinions_due(december()) == Share(0, 1)


class TestSearching:
    def test_by_number_and_by_code(self):
        matter = named()
        code = code_of(matter)
        assert code
        for words in ("1120-01", "第1120-01号", code, code.lower().replace("-", "")):
            assert [hit.url for hit in finding.search_matters(words, 10)] == [
                f"/rooms/liaison_station/case/{matter.id}"
            ], words

    @pytest.mark.parametrize("words", ["", " ", "%", "9999-01", "王小明", "8842", "路灯", "拌面"])
    def test_by_nothing_that_was_said_and_no_name(self, words):
        named()
        ask_help()
        assert list(finding.search_matters(words, 10)) == []

    def test_a_shop_by_its_name(self):
        assert [hit.title for hit in finding.search_traders("拌面", 10)] == ["河畔拌面馆"]
        assert list(finding.search_traders("%", 10)) == list(finding.search_traders(" ", 10)) == []
