"""The main path in a real browser: ask for a row of evenings, answer, move one out, and hold it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kits.booking import Repeat, Span
from hub.visits.models import Visit
from plugins.activity_hall import asking
from plugins.activity_hall.models import Booking, Event
from plugins.activity_hall.tests.place import (
    CHOIR,
    DANCERS,
    ROOM,
    ask,
    count,
    hall,
    the_village,
    there,
)
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("activity_place")]
WIDTHS = pytest.mark.parametrize("width", [1280, 360])


@pytest.fixture
def keeper(app, page: Page, live_server: str) -> Page:
    cookie = signed_in(app, the_village(app), "keeper", rooms=["activity_hall"]).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def said(page: Page, sentence: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(sentence)


def soon(days: int) -> date:
    """A day to come, by the village's calendar; the browser has the real time."""
    return here.today + timedelta(days=days)


class TestAtTheDesk:
    @WIDTHS
    def test_a_row_of_evenings_is_asked_for_and_one_of_them_moved_out(self, app, keeper, axe, console, width):
        with there(app):
            first = soon(3)
            ask(first + timedelta(days=7), group=CHOIR)
        keeper.goto(f"{ROOM}/request")
        assert axe(keeper) == []
        keeper.get_by_label("哪个团队").fill(DANCERS)
        keeper.get_by_label("做什么").fill("排练")
        keeper.locator("label.choice", has_text="活动室").click()
        keeper.get_by_label("哪一天", exact=True).fill(first.isoformat())
        keeper.get_by_label("几点开始").fill("20:00")
        keeper.get_by_label("几点结束").fill("21:30")
        keeper.get_by_label("大约几个人").fill("20")
        keeper.get_by_text("每周", exact=True).click()
        keeper.locator("summary", has_text="重复的规则").click()
        keeper.get_by_label("一共几次").fill("3")
        keeper.get_by_text("马上同意").click()
        keeper.get_by_role("button", name="登记", exact=True).click()
        expect(keeper.get_by_role("alert")).to_contain_text("3 场当中有 1 场办不了")
        console.clear()  # the browser notes the answer 422
        assert axe(keeper) == []
        keeper.locator("label.choice", has_text="有人约了").click()
        keeper.get_by_role("button", name="登记", exact=True).click()
        said(keeper, "已登记 2 场")
        assert keeper.evaluate("document.documentElement.scrollWidth") <= width

        keeper.get_by_role("link", name="调换时间").click()
        keeper.get_by_label("为什么要让出来").fill("镇里要用")
        keeper.get_by_role("button", name="让出来并留三个时间").click()
        said(keeper, "已让出来，留了")
        expect(keeper.get_by_role("button", name="选这个")).to_have_count(3)
        assert axe(keeper) == []
        assert keeper.evaluate("document.documentElement.scrollWidth") <= width
        keeper.get_by_role("button", name="选这个").first.click()
        said(keeper, "已换到")
        with there(app):
            assert count(Booking, Booking.state == "approved", Booking.group == DANCERS) == 2
            assert count(Event, Event.state == "planned") == 3


class TestInTheHall:
    def test_set_up_begin_count_clean(self, app, keeper, axe):
        with there(app):
            span = Span(here.now, here.now + timedelta(hours=1))
            wish = asking.Request(hall().id, span, 9, DANCERS, "排练", override_reason="现在就用")
            asking.ask(wish, approve=True)
        keeper.goto(f"{ROOM}/today")
        assert axe(keeper) == []
        keeper.get_by_role("button", name="布置好了").click()
        said(keeper, "布置好了")
        keeper.get_by_role("button", name="开始", exact=True).click()
        said(keeper, "开始了")
        with there(app):
            event = db.session.query(Event).one()
            event.began_at = here.now - timedelta(minutes=40)
            event.starts_at = here.now - timedelta(minutes=50)
        keeper.get_by_role("link", name="点人数").click()
        keeper.get_by_label("来了几个人").fill("12")
        assert axe(keeper) == []
        keeper.get_by_role("button", name="登记", exact=True).click()
        said(keeper, "12 人")
        keeper.goto(f"{ROOM}/today")
        keeper.get_by_role("link", name="打扫", exact=True).click()
        for tick in keeper.get_by_role("checkbox").all():
            tick.check()
        keeper.get_by_role("button", name="打扫好了").click()
        said(keeper, "打扫好了")
        with there(app):
            assert db.session.query(Visit).one().heads == 12


class TestAtAGlance:
    @WIDTHS
    def test_week_month_notice(self, app, keeper, axe, width):
        with there(app):
            day = soon(2)
            ask(day, repeat=Repeat("weekly", times=3))
            ask(day, (time(15), time(17)), group=CHOIR, purpose="练歌", heads=30)
        for page in ("week?from=", "month?month=", "notice?from=", "today?day="):
            keeper.goto(f"{ROOM}/{page}{day:%Y-%m}" if "month" in page else f"{ROOM}/{page}{day}")
            expect(keeper.get_by_text(CHOIR).locator("visible=true").first).to_be_visible()
            assert axe(keeper) == []
            assert keeper.evaluate("document.documentElement.scrollWidth") <= width
