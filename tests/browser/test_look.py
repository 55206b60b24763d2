"""One page of each kind in a real browser: nothing is said to the console, nothing is too wide, all can be used."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.reading import ReadPage
from tests.browser.test_walk import chinese
from tests.browser.walking import Walk
from tests.harness.demo import demo_user

pytestmark = [pytest.mark.state("demo"), pytest.mark.backends("sqlite")]


def enter(app: Flask, page: Page, address: str, who: str) -> None:
    """Sign somebody of the demo in."""
    cookie = demo_user(app, who).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


@pytest.mark.parametrize(("who", "width"), [("shuji", 1280), ("shuji", 360), ("zhen", 1280), ("zhen", 360)])
def test_each_kind_of_page_works_in_a_browser(
    app: Flask, page: Page, live_server: str, who: str, width: int, axe: Callable[[Page], list[str]]
):
    enter(app, page, live_server, who)
    walk = Walk(app, demo_user(app, who), lambda _address, _page: [], queries=2)
    walk.follow_links()
    found: list[str] = []
    checked: set[str] = set()
    for kind, address in walk.pages.items():
        template = walk.templates[kind]
        if template == "home/room.html" and template in checked and "tool_station" not in kind:
            continue  # the rooms that are a manifest alone look alike
        page.goto(address)
        said = chinese(address, ReadPage(page.content()))
        if template not in checked and width == 1280:
            said += axe(page)
        checked.add(template)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            said.append(f"{wide} wide")
        found += [f"{kind} {address}: {line}" for line in said]
    assert found == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("address", ["/sign-in", "/rooms/nowhere/", "/settings"])
def test_pages_without_the_frame_can_be_used_too(
    app: Flask, page: Page, live_server: str, width: int, axe: Callable[[Page], list[str]],
    address: str, console: list[str],
):  # fmt: skip
    if address != "/sign-in":
        enter(app, page, live_server, "kan")
    page.goto(address)
    assert chinese(address, ReadPage(page.content())) == []
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    console.clear()  # the browser notes the answers 404 and 403
