"""The main path in a real browser, on a PC and on a phone: open, count in and out with a thumb, lend, close."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from hub.kernel.database import db
from plugins.youth_room.models import Session
from plugins.youth_room.tests.place import ROOM, come, opened, the_village, there
from tests.harness.people import signed_in

pytestmark = pytest.mark.state("youth_place")


@pytest.fixture
def keeper(app, page: Page, live_server: str) -> Page:
    cookie = signed_in(app, the_village(app), "keeper", rooms=["youth_room"]).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def said(page: Page, sentence: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(sentence)


def in_an_hour() -> str:
    """By the village's clock, and today: a session is not as long as a day."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    later = now + timedelta(hours=1)
    return f"{later:%H:%M}" if later.date() == now.date() else "23:59"


def inside(page: Page, number: int) -> None:
    expect(page.get_by_label(f"小学生还在里面 {number} 人")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_an_afternoon(app, keeper: Page, axe, width):
    keeper.goto(f"{ROOM}/")
    keeper.get_by_role("link", name="开场", exact=True).first.click()
    keeper.get_by_text("棋乐无穷").click()
    keeper.get_by_label("预定几点结束").fill(in_an_hour())
    assert axe(keeper) == []
    keeper.get_by_role("button", name="开场", exact=True).click()
    said(keeper, "棋乐无穷开场了")

    button = keeper.get_by_role("button", name="小学生进来一人")
    assert button.bounding_box()["height"] >= 60
    assert button.bounding_box()["width"] >= 60
    for _child in range(5):  # faster than any answer
        button.dispatch_event("click")
    inside(keeper, 5)
    keeper.get_by_role("button", name="小学生离开一人").dispatch_event("click")
    inside(keeper, 4)
    said(keeper, "小学生离开 1 人")
    assert keeper.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(keeper) == []

    keeper.get_by_role("link", name="借棋具", exact=True).click()
    keeper.locator("#game").press_sequentially("q-01")
    keeper.locator("#game").press("Enter")
    assert axe(keeper) == []
    keeper.get_by_role("button", name="借出", exact=True).click()
    said(keeper, "已借出：象棋 Q-01")
    keeper.get_by_role("button", name="结束这一场").click()
    said(keeper, "里面还有 4 人")
    keeper.get_by_role("link", name="归还", exact=True).click()
    keeper.get_by_text("黑子16").click()  # it is not there
    assert axe(keeper) == []
    keeper.get_by_role("button", name="归还", exact=True).click()
    said(keeper, "缺 黑子16")
    keeper.get_by_role("button", name="都走了").click()
    keeper.get_by_role("dialog").get_by_role("button", name="都走了").click()
    said(keeper, "都走了：4 人离开")
    keeper.get_by_role("button", name="结束这一场").click()
    said(keeper, "棋乐无穷结束了，来过 5 人")
    with there(app):
        session = db.session.query(Session).one()
        assert (session.came, session.inside, session.closed_at is None) == (5, 0, False)


def test_a_tap_that_got_lost_is_sent_again_and_counts_once(app, keeper: Page, console):
    with there(app):
        opened()
    tries = []

    def lose_the_answer(route):
        tries.append(1)
        route.fetch()  # it arrives
        route.abort() if len(tries) == 1 else route.continue_()  # the answer does not, the first time

    keeper.route("**/tap", lose_the_answer)
    keeper.goto(f"{ROOM}/board")
    keeper.get_by_role("button", name="小学生进来一人").click()
    inside(keeper, 1)
    with there(app):
        assert db.session.query(Session).one().came == 1
    assert len(tries) == 2
    console.clear()  # the browser notes the answer that it did not get


def test_a_full_room_asks_why_on_a_page_of_its_own(app, keeper: Page, console):
    with there(app):
        come(opened(), 20)
    keeper.goto(f"{ROOM}/board")
    keeper.get_by_role("button", name="小学生进来一人").click()
    keeper.get_by_label("人多仍要进来的原因").fill("下大雨")
    console.clear()  # the browser notes the answer 422
    keeper.get_by_role("button", name="登记").click()
    inside(keeper, 21)


def test_the_board_brings_itself_up_to_date(app, keeper: Page):
    with there(app):
        session = opened().id
    keeper.clock.install()
    keeper.goto(f"{ROOM}/board")
    inside(keeper, 0)
    with there(app):
        come(db.session.get(Session, session), 3)
    keeper.clock.fast_forward(11_000)
    inside(keeper, 3)


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_is_wider_than_the_screen_or_hard_to_use(app, keeper: Page, flaws):
    with there(app):
        come(opened(), 3)
    paths = ["day", "sets/", "late", "sets_out"]
    assert flaws(f"{ROOM}/{path}" for path in paths) == []
