"""The whole way in a real browser, on a PC and on a phone: from the calendar to the settled slip."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from hub.kernel.database import db
from hub.points.services import balance
from plugins.farm_machinery.models import Rental
from plugins.farm_machinery.tests.place import (
    PLOUGH,
    SPRAYER,
    ask,
    back,
    machine,
    out,
    person,
    the_village,
    there,
)
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("farm_machinery_place"), pytest.mark.parametrize("width", [1280, 360])]
ROOM = "/rooms/farm_machinery"


@pytest.fixture
def keeper(app, page: Page, live_server: str) -> Page:
    cookie = signed_in(app, the_village(app), "keeper", rooms=["farm_machinery"]).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def said(page: Page, sentence: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(sentence)


def test_from_the_calendar_to_the_settled_slip(app, keeper, axe, width):
    with there(app):
        id = machine(PLOUGH).id
    keeper.goto(f"{ROOM}/")
    keeper.get_by_role("link", name="日历", exact=True).first.click()
    assert keeper.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(keeper) == []
    keeper.locator(f"td.free a[href*='machine={id}&']").first.click()
    expect(keeper.locator("#price-part")).to_contain_text("150.00")
    keeper.locator("#renter").press_sequentially("wxm")
    keeper.locator("#renter").press("Enter")
    keeper.locator("#points_days").fill("1")
    keeper.locator("#points_days").press("Tab")
    expect(keeper.locator("#price-part .sum")).to_contain_text("0.00 元 ＋ 50 分")
    assert axe(keeper) == []
    keeper.get_by_role("button", name="登记", exact=True).click()
    said(keeper, "已登记并批准：深耕机 N-05，王*")
    assert axe(keeper) == []

    keeper.get_by_role("link", name="交机", exact=True).click()
    keeper.get_by_text("已看过驾驶证").click()
    for part in ("犁体", "机油"):
        keeper.get_by_text(part, exact=True).click()
    assert axe(keeper) == []
    keeper.get_by_role("button", name="交机", exact=True).click()
    said(keeper, "已交机：深耕机 N-05")

    keeper.get_by_role("button", name="收机", exact=True).click()
    for part in ("犁体", "机油"):
        keeper.get_by_text(part, exact=True).click()
    keeper.locator("#hours").fill("6")
    assert axe(keeper) == []
    keeper.get_by_role("button", name="验机完毕").click()
    expect(keeper.locator("#bill-part")).to_contain_text("应退 400.00 元")
    keeper.locator("#points_days").fill("0")
    keeper.locator("#points_days").press("Tab")
    expect(keeper.locator("#bill-part")).to_contain_text("应退 250.00 元")
    keeper.locator("#points_days").fill("1")
    assert axe(keeper) == []
    keeper.get_by_role("button", name="结清", exact=True).dblclick()
    said(keeper, "已结清：深耕机 N-05，退 400.00 元，扣 50 分")
    assert axe(keeper) == []
    with there(app):
        assert balance(person().id) == 150
        assert db.session.query(Rental).one().state == "settled"


def test_no_page_is_wider_than_the_screen_or_hard_to_use(app, keeper, flaws):
    with there(app):
        back(out(ask(SPRAYER)))
        ask(PLOUGH, first=1, days=2)
    paths = ["calendar/season", "today", "turns", "wait", "quote", "rentals/", "machines/", "report"]
    assert flaws(f"{ROOM}/{path}" for path in paths) == []
