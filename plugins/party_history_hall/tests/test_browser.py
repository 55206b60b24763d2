"""The main path in a real browser, on a PC and on a phone: a large group is split, comes, is counted and leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from plugins.party_history_hall.tests.place import ROOM, book, the_village, there, visits
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("party_place"), pytest.mark.parametrize("width", [1280, 360])]


@pytest.fixture
def keeper(app, page: Page, live_server: str) -> Page:
    cookie = signed_in(app, the_village(app), "keeper", rooms=["party_history_hall"]).get_cookie(
        "village_hub"
    )
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def said(page: Page, sentence: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(sentence)


def fits(page: Page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_the_booking_to_the_door(app, keeper, axe, width):
    keeper.goto(f"{ROOM}/")
    keeper.get_by_role("link", name="预约参观", exact=True).first.click()
    assert fits(keeper, width)
    assert axe(keeper) == []
    keeper.locator("#organisation").fill("第一党支部")
    keeper.locator("#heads").fill("70")
    tomorrow = (datetime.now(UTC) + timedelta(days=1, hours=8)).strftime("%Y-%m-%dT14:00")
    keeper.locator("#starts_at").fill(tomorrow)
    keeper.get_by_role("button", name="预约", exact=True).dblclick()
    said(keeper, "70 人分 2 批约好了")
    assert fits(keeper, width)
    assert axe(keeper) == []
    keeper.get_by_role("link", name="活动单").first.click()
    expect(keeper.get_by_text("重温入党誓词")).to_be_visible()
    assert fits(keeper, width)
    assert axe(keeper) == []

    with there(app):
        id = book(20, hours=0.3, reason="临时安排").id
    keeper.goto(f"{ROOM}/group/{id}/arrive")
    keeper.locator("#heads").fill("18")
    keeper.get_by_role("button", name="到场", exact=True).dblclick()
    said(keeper, "到场 18 人")
    keeper.get_by_role("button", name="走了").first.click()
    said(keeper, "走了，18 人")
    with there(app):
        assert [visit.heads for visit in visits()] == [18]
