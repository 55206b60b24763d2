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
from plugins.service_hall import figures, finding, handling, intake, todos
from plugins.service_hall.tests.place import AILI, CARD, COPY, LOW, accept, workers

pytestmark = [pytest.mark.state("hall_place")]


@pytest.fixture(autouse=True)
def page(here_now, app):
    """Addresses are made as on a page."""
    with app.test_request_context():
        yield here_now


def month(first: date = date(2025, 11, 1), last: date = date(2025, 11, 30)) -> Period:
    return Period(first, last, day_bounds(first, here.tz)[0], day_bounds(last, here.tz)[1])


def titles(source) -> list[str]:
    return [f"{todo.pill} {todo.title}" for todo in source()]


def test_the_card_says_what_is_in_hand_due_and_late(page):
    assert figures.card() == "0 件待办"
    accept(COPY), accept(CARD), handling.wait(accept(COPY).id, "照片")
    page.shift(timedelta(days=1))
    assert figures.card() == "3 件待办，1 件今天到期"
    page.shift(timedelta(days=3))
    assert figures.card() == "3 件待办，1 件逾期"


class TestTodos:
    def test_what_is_due_today_and_what_is_late(self, page):
        accept(COPY)
        page.shift(timedelta(days=1))
        assert titles(todos.due_todos) == ["今天到期 第 1120-01 号 材料复印"]
        page.shift(timedelta(days=1))
        assert titles(todos.due_todos) == ["逾期 1 天 第 1120-01 号 材料复印"]
        assert [todo.sub for todo in todos.due_todos()] == ["王* · 8842"]

    def test_who_has_not_come_for_two_weeks(self, page):
        handling.wait(accept(CARD).id, "照片")
        page.shift(timedelta(days=13))
        assert titles(todos.waiting_todos) == titles(todos.due_todos) == []
        page.shift(timedelta(days=1))
        assert titles(todos.waiting_todos) == ["等居民 14 天 第 1120-01 号 社会保障卡补换"]

    def test_what_the_town_has_not_answered_until_it_was_chased(self, page):
        request = accept(LOW)
        handling.forward(request.id, "镇民政窗口")
        page.shift(timedelta(days=7))
        assert titles(todos.forwarded_todos) == ["镇里没回音 第 1120-01 号 最低生活保障申请"]
        handling.chase(request.id, "在审核")
        assert titles(todos.forwarded_todos) == []

    def test_what_is_done_and_not_told(self, page):
        request = accept(CARD)
        handling.settle(request.id, "卡已取")
        page.shift(timedelta(days=3))
        assert titles(todos.telling_todos) == ["还没告知居民 第 1120-01 号 社会保障卡补换"]
        handling.close(request.id)
        assert titles(todos.telling_todos) == []

    def test_what_was_left_behind(self):
        accept(CARD)
        assert titles(todos.left_todos) == []
        mine = select(Membership).where(Membership.user_id == workers()[0])
        db.session.scalars(mine).one().active = False
        assert titles(todos.left_todos) == ["没人管 1 件要移交"]

    def test_opinions_that_must_be_answered(self, page):
        intake.note_opinion("other", "地滑")
        assert titles(todos.opinion_todos) == []
        page.shift(timedelta(days=12))
        assert titles(todos.opinion_todos) == ["意见待答复 地滑"]


class TestTheMonth:
    def test_its_rows(self):
        intake.ask("law")
        handling.settle(accept(CARD).id, "卡已取")
        handling.refuse(accept(LOW).id, "条件不符")
        rated = accept(COPY)
        handling.settle(rated.id, "印好")
        handling.OFFICE.rate(rated.id, 5, "keeper")
        intake.note_opinion("other", "地滑")
        counts = {row.code: row.count(month()) for row in figures.REPORT}
        assert (
            counts["asked"]
            == counts["accepted_social"]
            == counts["accepted_civil"]
            == counts["opinions"]
            == 1
        )
        assert (counts["accepted"], counts["settled"], counts["refused"]) == (3, 2, 1)
        assert (counts["rated"], counts["entered"], counts["satisfied"]) == (0, 1, None)
        assert counts["on_time"] == 100

    def test_service_due_counts_the_first_term_and_no_extension(self, page):
        in_time, late, extended = accept(CARD), accept(CARD), accept(CARD)
        handling.OFFICE.lengthen(extended.id, 5, "等核对", ["asker"])
        handling.settle(in_time.id, "卡已取")
        page.shift(timedelta(days=8))
        handling.settle(late.id, "卡已取")
        handling.settle(extended.id, "卡已取")
        assert figures.service_due(month()) == Share(1, 3)
        assert figures.on_time(month()) == 33.3
        assert figures.extended(month()) == 1

    def test_what_waits_for_its_resident_is_not_due(self):
        handling.wait(accept(CARD).id, "照片")
        assert figures.service_due(month()) == Share(0, 0)
        assert figures.on_time(month()) is None

    def test_what_was_reopened_was_not_punctual(self):
        request = accept(CARD)
        handling.settle(request.id, "卡已取")
        handling.reopen(request.id, "卡不能用")
        assert figures.service_due(month()) == Share(0, 1)

    def test_satisfaction_is_shown_from_ten_on_and_only_of_those_who_rated_themselves(self):
        for number in range(10):
            request = accept(COPY)
            handling.settle(request.id, "印好")
            handling.OFFICE.rate(request.id, 5 if number else 3, "self")
        assert figures.satisfied(month()) == 90


class TestSearching:
    def test_by_number_by_code_and_by_name(self):
        request = accept(CARD, AILI)
        code = code_of(request)
        for words in ("1120-01", "第1120-01号", code, code.lower().replace("-", ""), "alMMT"[:2], "0317"):
            assert [hit.url for hit in finding.search_requests(words, 10)] == [
                f"/rooms/service_hall/case/{request.id}"
            ], words

    @pytest.mark.parametrize("words", ["", " ", "%", "9999-01", "0000-0000-0000-0000", "查无此人"])
    def test_nothing_is_found_by_what_nobody_has(self, words):
        accept(CARD)
        assert list(finding.search_requests(words, 10)) == []

    def test_items_open_their_list_of_materials(self):
        assert [hit.title for hit in finding.search_items("保障", 10)] == [LOW, CARD]
        assert list(finding.search_items("%", 10)) == []
