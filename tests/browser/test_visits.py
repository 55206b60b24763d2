"""Recording a visit with two taps and taking it back, on a computer and on a phone, with script and without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from hub.visits.models import Visit
from hub.visits.services import record
from tests.harness.people import a_village, signed_in

ROOMS = ("party_history_hall", "youth_room", "tool_station")
WIDTHS = pytest.mark.parametrize("width", [1280, 360])


@pytest.fixture
def village(app: Flask) -> int:
    return a_village(app, rooms=ROOMS)


def enter(app: Flask, context: BrowserContext, address: str, village: int) -> None:
    """Sign a keeper of all rooms in."""
    cookie = signed_in(app, village, "keeper", rooms=ROOMS).get_cookie("village_hub")
    assert cookie
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


@pytest.fixture
def keeper(app: Flask, page: Page, live_server: str, village: int) -> Page:
    enter(app, page.context, live_server, village)
    return page


def heads(app: Flask, village: int) -> list[int]:
    with in_village(app, village):
        return list(db.session.scalars(select(Visit.heads).order_by(Visit.id)))


@WIDTHS
class TestTwoTaps:
    def test_a_visit_is_recorded_and_taken_back(self, app: Flask, keeper: Page, village: int):
        keeper.goto("/")
        keeper.get_by_role("link", name="登记来访").first.click()
        keeper.get_by_role("radio", name="党史馆").click()
        expect(keeper.get_by_role("heading", name="党史馆，几个人？")).to_be_visible()
        keeper.get_by_role("button", name="2 人", exact=True).click()
        toast = keeper.locator(".toast")
        expect(toast).to_contain_text("已登记：党史馆 2 人")
        assert heads(app, village) == [2]

        toast.get_by_role("button", name="撤销").click()
        expect(keeper.locator(".toast")).to_contain_text("已撤销")
        assert heads(app, village) == []

    def test_from_the_rooms_page_it_is_one_tap(self, app: Flask, keeper: Page, village: int):
        keeper.goto("/rooms/party_history_hall/")
        keeper.get_by_role("button", name="3 人", exact=True).click()
        expect(keeper).to_have_url(re.compile("/rooms/party_history_hall/$"))
        expect(keeper.locator(".toast")).to_contain_text("已登记")
        assert heads(app, village) == [3]

    def test_any_number_can_be_typed(self, app: Flask, keeper: Page, village: int):
        keeper.goto("/visits/record?room=youth_room")
        keeper.get_by_text("其他", exact=True).click()
        keeper.get_by_label("人数").fill("7")
        keeper.get_by_role("button", name="登记", exact=True).click()
        expect(keeper.locator(".toast")).to_contain_text("7 人")
        assert heads(app, village) == [7]

    def test_an_over_full_room_asks_why(self, app: Flask, keeper: Page, village: int, console: list[str]):
        keeper.goto("/visits/record?room=youth_room")
        keeper.get_by_text("其他", exact=True).click()
        keeper.get_by_label("人数").fill("25")
        keeper.get_by_role("button", name="登记", exact=True).click()
        keeper.get_by_label("超员原因").fill("夏令营")
        keeper.get_by_role("button", name="仍然登记 25 人").click()
        expect(keeper.locator(".toast").first).to_contain_text("超过上限 20 人")
        assert heads(app, village) == [25]
        console.clear()  # the browser notes the answer 422

    @pytest.mark.backends("sqlite")
    @pytest.mark.usefixtures("keeper")
    def test_nothing_serious_stands_in_the_way(self, flaws: Callable[[Iterable[str]], list[str]]):
        room = "/rooms/party_history_hall/"
        inside = (room, f"{room}?tab=facts", f"{room}?tab=month")
        everywhere = ("/", "/visits/record", "/rooms", "/visits/", "/month", "/search?q=T-01", "/todo")
        assert flaws([*everywhere, *inside]) == []


def test_two_taps_need_no_script(app: Flask, browser: Browser, live_server: str, village: int):
    context = browser.new_context(base_url=live_server, java_script_enabled=False)
    enter(app, context, live_server, village)
    page = context.new_page()
    page.goto("/visits/record")
    page.locator("label.tile", has_text="青少年活动室").click()
    page.get_by_role("button", name="1 人", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("已登记：青少年活动室 1 人")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".toast")).to_contain_text("已撤销")
    context.close()
    assert heads(app, village) == []


def test_from_a_filtered_list_one_comes_back_to_it(app: Flask, page: Page, live_server: str, village: int):
    with in_village(app, village):
        for number in (1, 2):
            record(here.room("youth_room"), number)
    cookie = signed_in(app, village).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server}])
    page.goto("/visit-log/?month=1&sort=started_at")
    page.locator("summary.dots").first.click()
    page.get_by_role("link", name="作废", exact=True).first.click()
    page.get_by_label("作废原因").fill("点错了")
    page.get_by_role("button", name="作废").click()
    expect(page.locator(".toast")).to_contain_text("已作废")
    expect(page).to_have_url(f"{live_server}/visit-log/?month=1&sort=started_at")
    assert heads(app, village) == [2]
