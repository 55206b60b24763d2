"""One page of each kind in a real browser: nothing is said to the console, nothing is too wide, all can be used."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.reading import ReadPage, chinese
from tests.browser.walked import walked
from tests.harness.demo import demo_user
from tests.harness.stand import Stand

pytestmark = [pytest.mark.state("demo"), pytest.mark.backends("sqlite"), pytest.mark.long]


def enter(app: Flask, page: Page, address: str, who: str) -> None:
    """Sign somebody of the demo in."""
    cookie = demo_user(app, who).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


WIDTHS = (1280, 360)


@pytest.mark.parametrize("who", ["shuji", "zhen"])
def test_each_kind_of_page_works_in_a_browser(
    app: Flask, stand: Stand, page: Page, live_server: str, who: str, axe: Callable[[Page], list[str]]
):
    enter(app, page, live_server, who)
    walk = walked(stand, who)
    found: list[str] = []
    checked: set[str] = set()
    for kind, address in walk.pages.items():
        page.goto(address)
        said = chinese(address, ReadPage(page.content()))
        if walk.templates[kind] not in checked:
            said += axe(page)
        checked.add(walk.templates[kind])
        for width in reversed(WIDTHS):  # opened on a PC; measured on a phone, then again on the PC
            page.set_viewport_size({"width": width, "height": 800})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                said.append(f"{wide} wide on {width}")
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
