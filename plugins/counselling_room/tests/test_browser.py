"""The main paths in a real browser: a villager's phone, and the counsellor at the desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plugins.counselling_room.models import Appointment
from plugins.counselling_room.tests.place import CONTACT, ROOM, book, count, door_of, slot, the_village, there
from tests.harness.people import signed_in

pytestmark = pytest.mark.state("counselling_browser")


def wide(page: Page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_a_stranger_books_and_gives_it_back(app, page: Page, axe, width):
    page.goto(door_of(app))
    assert axe(page) == []
    assert wide(page, width)
    page.locator(".free-slots a").first.click()
    page.get_by_label("联系方式").fill(CONTACT)
    assert axe(page) == []
    page.get_by_role("button", name="约好").click()
    expect(page.get_by_text("请记下这个码")).to_be_visible()
    assert axe(page) == []
    assert wide(page, width)
    page.get_by_role("button", name="取消这个预约").click()
    page.get_by_role("dialog").get_by_role("button", name="取消这个预约").click()
    expect(page.get_by_text("这个预约取消了")).to_be_visible()
    with there(app):
        assert count(Appointment, Appointment.contact_sealed.is_not(None)) == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_the_counsellor_offers_books_and_records(app, page: Page, live_server, axe, width):
    cookie = signed_in(app, the_village(app), "keeper", rooms=["counselling_room"]).get_cookie("village_hub")
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    with there(app):
        id = book(0).id
        assert slot(1).id
    page.goto(f"{ROOM}/week")
    assert axe(page) == []
    assert wide(page, width)
    page.get_by_role("link", name="打开").first.click()
    expect(page.get_by_text(CONTACT)).to_be_visible()
    assert axe(page) == []
    assert wide(page, width)
    page.get_by_role("link", name="来过").click()
    page.get_by_label("来了几个人").fill("2")
    page.get_by_role("button", name="登记").click()
    page.get_by_role("button", name="结束").click()
    expect(page.get_by_text("已结束", exact=True)).to_be_visible()
    for address in ("offer", "poster", f"appointment/{id}/slip", "week/print", "talks/", "book"):
        page.goto(f"{ROOM}/{address}")
        assert axe(page) == [], address
        assert wide(page, width), address
