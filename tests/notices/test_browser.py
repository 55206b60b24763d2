"""The public page in a browser: opened by the secretary, seen by a phone without login, printed as a poster."""

from __future__ import annotations

import pytest
import time_machine
from playwright.sync_api import Page, expect

from hub.notices import views
from tests.harness.people import signed_in
from tests.notices.test_public_page import NOW

pytestmark = [
    pytest.mark.state("notice_place"), pytest.mark.backends("sqlite"),
    pytest.mark.parametrize("width", [1280, 360]),
]  # fmt: skip


@pytest.fixture(autouse=True)
def clock():
    views._remembered.clear()
    with time_machine.travel(NOW, tick=True):
        yield
    views._remembered.clear()


def test_opened_printed_and_seen_without_login(app, page: Page, live_server: str, width, axe):
    cookie = signed_in(app, 1).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    page.goto("/settings/notice")
    assert axe(page) == []
    address = page.get_by_role("link", name="打开看看").get_attribute("href")
    page.get_by_role("button", name="关闭").click()
    expect(page.get_by_role("heading", name="会这样显示")).to_be_visible()
    for heading in ("近期活动", "功能室", "怎么来"):
        expect(page.get_by_role("main").get_by_role("heading", name=heading)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    page.get_by_role("button", name="打开对外公告").click()
    page.get_by_role("link", name="打印海报").click()
    expect(page.locator(".poster .qr")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    if width == 1280:
        assert page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    page.context.clear_cookies()
    page.goto(address)
    expect(page.locator("main")).to_contain_text("9:00—22:30")
    expect(page.locator("main")).to_contain_text("读书会")
    expect(page.locator("main")).to_contain_text("洗车空闲 1 个")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
