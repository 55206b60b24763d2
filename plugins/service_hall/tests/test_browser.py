"""From the counter to the progress page in a real browser, on a PC and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plugins.service_hall.models import Request
from plugins.service_hall.tests.place import CARD, accept, count, the_village, there
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("hall_place"), pytest.mark.parametrize("width", [1280, 360])]
ROOM = "/rooms/service_hall"


@pytest.fixture
def keeper(app, page: Page, live_server: str) -> Page:
    """A page on which a keeper is signed in."""
    cookie = signed_in(app, the_village(app), "keeper", rooms=["service_hall"]).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def test_accepted_waited_for_forwarded_done_and_looked_up(app, keeper: Page, axe, width):
    keeper.goto(f"{ROOM}/")
    keeper.get_by_role("link", name="受理", exact=True).first.click()
    keeper.locator("#item").press_sequentially("社会保障")
    keeper.locator("#item").press("Enter")
    paper = keeper.get_by_role("checkbox", name="身份证原件")
    expect(paper).to_be_focused()
    paper.press("Space")
    keeper.locator("#resident").press_sequentially("8842")
    keeper.locator("#resident").press("Enter")
    assert axe(keeper) == []
    keeper.locator("#resident").press("Tab")
    keeper.get_by_role("button", name="受理", exact=True).click()
    expect(keeper.get_by_role("status").first).to_contain_text("已受理")
    code = keeper.locator(".code").inner_text()
    assert keeper.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(keeper) == []

    keeper.get_by_role("link", name="看这件事").click()
    keeper.get_by_role("link", name="等居民", exact=True).click()
    keeper.get_by_label("请居民补什么").fill("一寸照片")
    keeper.get_by_role("button", name="停表，等居民").click()
    keeper.get_by_role("button", name="居民来过了，接着办").click()
    keeper.get_by_role("link", name="转镇里", exact=True).click()
    keeper.get_by_role("button", name="转办", exact=True).click()
    expect(keeper.get_by_role("status").first).to_contain_text("已转镇社保窗口")
    assert axe(keeper) == []
    keeper.get_by_role("link", name="办好", exact=True).click()
    keeper.get_by_label("结果").fill("卡已取")
    keeper.get_by_role("button", name="办好", exact=True).click()
    expect(keeper.get_by_role("status").first).to_contain_text("办好了")
    with there(app):
        assert count(Request, Request.state == "done") == 1

    keeper.context.clear_cookies()
    keeper.goto(f"{ROOM}/progress")
    assert axe(keeper) == []
    keeper.get_by_label("回执码").fill(code.lower().replace("-", ""))
    keeper.get_by_role("button", name="查进度").click()
    expect(keeper.get_by_text("请带上回执到大厅来取结果。")).to_be_visible()
    expect(keeper.locator("body")).not_to_contain_text("王")
    assert keeper.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(keeper) == []


def test_no_page_is_wider_than_the_screen_or_hard_to_use(app, keeper: Page, flaws):
    with there(app):
        accept(CARD)
    paths = ["ask", "checklists", "case/1", "case/1/rate", "requests/", "hand-over", "by_item"]
    assert flaws(f"{ROOM}/{path}" for path in paths) == []
