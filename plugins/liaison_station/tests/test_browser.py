"""From an opinion to the board in a real browser, on a PC and on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hub.kernel.here import here
from plugins.liaison_station import handling, posting
from plugins.liaison_station.tests.place import ROOM, TEXT, a_reception, named, opinion, the_village, there
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("liaison_place"), pytest.mark.parametrize("width", [1280, 360])]


@pytest.fixture
def keeper(app, page: Page, live_server: str) -> Page:
    """A page on which a keeper is signed in."""
    cookie = signed_in(app, the_village(app), "keeper", rooms=["liaison_station"]).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def look_at(page: Page, axe, width: int) -> None:
    """No wider than the screen, and fit for everybody."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


def test_said_forwarded_replied_fed_back_rated_closed_and_on_the_board(app, keeper: Page, axe, width):
    keeper.goto(f"{ROOM}/")
    keeper.get_by_role("link", name="登记意见", exact=True).first.click()
    keeper.get_by_label("哪一类").select_option(label="道路交通")
    keeper.get_by_label("内容", exact=False).first.fill(TEXT)
    keeper.get_by_label("本人同意把意见和答复").check()
    assert axe(keeper) == []
    keeper.get_by_role("button", name="登记", exact=True).click()
    expect(keeper.get_by_role("status").first).to_contain_text("已收到")
    code = keeper.locator(".code").inner_text()
    look_at(keeper, axe, width)

    keeper.get_by_role("link", name="看这件事").click()
    keeper.get_by_role("link", name="转办", exact=True).click()
    keeper.get_by_label("转给哪里").fill("镇供电所")
    keeper.get_by_role("button", name="转办", exact=True).click()
    expect(keeper.get_by_role("heading", name="转办单")).to_be_visible()
    look_at(keeper, axe, width)
    keeper.get_by_role("link", name="看这件事").click()
    keeper.get_by_role("link", name="登记答复", exact=True).click()
    keeper.get_by_label("答复内容").fill("已换灯三盏")
    keeper.get_by_role("button", name="登记", exact=True).click()
    keeper.get_by_role("link", name="反馈来访人", exact=True).click()
    keeper.get_by_label("当面").check()
    keeper.get_by_role("button", name="反馈了", exact=True).click()
    case = keeper.url
    cookies = keeper.context.cookies()

    keeper.context.clear_cookies()
    keeper.goto(f"{ROOM}/progress")
    keeper.get_by_label("回执码").fill(code.lower().replace("-", " "))
    keeper.get_by_role("button", name="查进度").click()
    expect(keeper.get_by_text("不满意，可以到联络站要求重新办理")).to_be_visible()
    look_at(keeper, axe, width)
    keeper.get_by_label("非常满意", exact=True).check()
    keeper.get_by_role("button", name="提交评价").click()
    expect(keeper.get_by_text("谢谢您的评价。", exact=True)).to_be_visible()
    expect(keeper.locator("body")).not_to_contain_text("路灯")

    keeper.context.add_cookies(cookies)
    keeper.goto(case)
    keeper.get_by_role("button", name="办结", exact=True).click()
    keeper.get_by_role("link", name="上答复公示", exact=True).click()
    keeper.get_by_label("公示的意见").fill("路灯不亮")
    keeper.get_by_label("公示的答复").fill("换了三盏")
    keeper.get_by_role("button", name="公示", exact=True).click()
    with there(app):
        board = posting.CODES.of(posting.open_board())
    keeper.context.clear_cookies()
    keeper.goto(f"{ROOM}/board/{board}")
    expect(keeper.get_by_text("换了三盏")).to_be_visible()
    look_at(keeper, axe, width)


def test_no_page_is_wider_than_the_screen_or_hard_to_use(app, keeper: Page, axe, width):
    with there(app):
        handling.reply(named().id, "已换")
        handling.reply(opinion(post_ok=True).id, "已换")
        a_reception(here.today + timedelta(days=4))
        posting.open_board()
    paths = (
        "help", "publish", "reception/1/notice", "board", "case/1", "case/1/feedback", "case/2/post",
        "matters/", "receptions/", "hand-over",
    )  # fmt: skip
    for path in paths:
        keeper.goto(f"{ROOM}/{path}")
        assert keeper.evaluate("document.documentElement.scrollWidth") <= width, path
        assert axe(keeper) == [], path
