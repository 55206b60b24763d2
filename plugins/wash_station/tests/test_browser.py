"""The main paths in a real browser: a villager's phone at the bay, and the keeper at the desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from hub.kernel.database import db
from plugins.wash_station import washing
from plugins.wash_station.models import Fault, Use
from plugins.wash_station.tests.place import (
    ROOM,
    bay,
    book,
    code_of,
    count,
    start,
    state_of,
    the_village,
    there,
)
from tests.harness.people import signed_in

pytestmark = pytest.mark.state("wash_place")


@pytest.fixture
def keeper(app, page: Page, live_server: str) -> Page:
    cookie = signed_in(app, the_village(app), "keeper", rooms=["wash_station"]).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def said(page: Page, sentence: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(sentence)


@pytest.mark.parametrize("width", [360])
class TestAtTheBay:
    def test_start_finish_and_report(self, app, page, axe, width):
        at = f"{ROOM}/at/{code_of(app)}"
        page.goto(at)
        assert axe(page) == []
        button = page.get_by_role("button", name="开始", exact=True)
        assert button.bounding_box()["height"] >= 80
        button.dblclick()
        said(page, "开始了")
        expect(page.get_by_text("您正在用")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []
        page.goto(at)  # scanned again
        page.get_by_role("button", name="结束", exact=True).click()
        said(page, "结束了，谢谢")

        page.get_by_role("link", name="报故障").click()
        page.get_by_text("有危险").click()
        page.get_by_label("说一句").fill("插座冒火花")
        assert axe(page) == []
        page.get_by_role("button", name="发送").click()
        said(page, "这个位已经停用")
        expect(page.get_by_role("button", name="开始", exact=True)).to_have_count(0)
        with there(app):
            assert (count(Use), count(Fault), state_of()) == (1, 1, "out")

    def test_with_a_ticket(self, app, page):
        with there(app):
            ticket = book(hours=0.1).ticket
        page.goto(f"{ROOM}/at/{code_of(app)}")
        page.get_by_role("link", name="我有取号码").click()
        page.get_by_label("取号码").fill(ticket.lower())
        page.get_by_role("button", name="开始").click()
        expect(page.get_by_text("您正在用")).to_be_visible()


class TestAtTheDesk:
    def test_the_board_brings_itself_up_to_date(self, app, keeper, axe):
        keeper.clock.install()
        keeper.goto(f"{ROOM}/board")
        assert axe(keeper) == []
        expect(keeper.locator(".bay.free")).to_have_count(3)
        with there(app):
            start(source="public")
        keeper.clock.fast_forward(21_000)
        expect(keeper.locator(".bay.running")).to_have_count(1)

    def test_book_stop_put_back(self, app, keeper, axe):
        keeper.goto(f"{ROOM}/board")
        keeper.get_by_role("link", name="预约", exact=True).click()
        keeper.get_by_text("2 号位 洗车（空闲）").click()
        keeper.get_by_role("button", name="预约", exact=True).click()
        said(keeper, "取号码")
        assert axe(keeper) == []
        keeper.goto(f"{ROOM}/stop?thing=1")
        keeper.get_by_label("为什么停用").fill("高压水枪漏水")
        keeper.get_by_role("button", name="停用", exact=True).click()
        said(keeper, "1 号位已停用")
        expect(keeper.get_by_text("高压水枪漏水")).to_be_visible()
        keeper.get_by_role("button", name="恢复使用").click()
        keeper.get_by_role("dialog").get_by_role("button", name="恢复使用").click()
        said(keeper, "1 号位恢复使用了")
        with there(app):
            assert db.session.query(Use).one().bay_id == bay("2").id
            assert state_of() == "free"

    def test_frost_names_what_is_booked_before_it_cancels_it(self, app, keeper, axe, console):
        with there(app):
            ticket = washing.book(bay("3").id, book(hours=2).starts_at).ticket
        keeper.goto(f"{ROOM}/frost")
        keeper.get_by_role("button", name="停用", exact=True).click()
        expect(keeper.get_by_role("alert")).to_contain_text(ticket)
        console.clear()  # the browser notes the answer 422
        keeper.get_by_label("这段时间里的预约一并取消").check()
        keeper.get_by_role("button", name="停用", exact=True).click()
        said(keeper, "取消了 2 个预约")
        expect(keeper.get_by_text(ticket)).to_be_visible()
        assert axe(keeper) == []
