"""The whole way in a real browser, on a PC and on a phone: claim, verify, publish, post, redeem."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.points.services import balance
from plugins.points_shop.models import Claim, Redemption
from plugins.points_shop.tests.place import claim, count, give, goods, person, the_village, there
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("points_shop_place"), pytest.mark.parametrize("width", [1280, 360])]
ROOM = "/rooms/points_shop"


@pytest.fixture
def enter(app, page: Page, live_server: str):
    """Signs somebody in on the page: a keeper of the shop, another one each time, or the secretary."""

    def sign(role: str = "keeper") -> Page:
        cookie = signed_in(app, the_village(app), role, rooms=["points_shop"]).get_cookie("village_hub")
        assert cookie
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
        return page

    return sign


def said(page: Page, sentence: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(sentence)


def test_from_the_deed_to_the_toothpaste(app, enter, axe):
    keeper = enter()
    keeper.goto(f"{ROOM}/")
    keeper.get_by_role("link", name="申报", exact=True).first.click()
    keeper.locator("#resident").press_sequentially("wxm")
    keeper.locator("#resident").press("Enter")
    keeper.get_by_text("照看孤老，10 分").click()
    keeper.get_by_label("凭据说明").fill("老人家里")
    assert axe(keeper) == []
    keeper.get_by_role("button", name="登记", exact=True).click()
    said(keeper, "已登记：王* 照看孤老，10 分，等第二人核实")

    second = enter()
    second.goto(f"{ROOM}/claims/")
    second.get_by_role("link", name="核实", exact=True).first.click()
    second.get_by_text("属实，可以公示").click()
    assert axe(second) == []
    second.get_by_role("button", name="登记核实结果").click()
    said(second, "已核实：照看孤老")

    second.goto(f"{ROOM}/board")
    second.get_by_role("button", name="公示核实好的").click()
    said(second, "已公示 1 件")
    expect(second.get_by_role("cell", name="王*")).to_be_visible()
    expect(second.get_by_text("王小明")).to_have_count(0)
    assert axe(second) == []

    with there(app):  # eight days go by
        row = db.session.query(Claim).one()
        row.published_on = here.today - timedelta(days=8)
        row.published_until = here.today - timedelta(days=1)
    second.get_by_role("button", name="期满的入账").click()
    said(second, "已入账 1 件，共 10 分")

    second.goto(f"{ROOM}/")
    second.get_by_role("link", name="兑换", exact=True).first.click()
    second.locator("#resident").press_sequentially("8842")
    second.locator("#resident").press("Enter")
    expect(second.locator("#person-part")).to_contain_text("余额 10 分")
    second.locator("#goods1").press_sequentially("牙膏")
    second.locator("#goods1").press("Enter")
    assert axe(second) == []
    second.get_by_role("button", name="兑换", exact=True).dblclick()
    said(second, "已兑换：牙膏×1，用 6 分")
    expect(second.get_by_role("heading", name="兑换单")).to_be_visible()
    assert axe(second) == []
    with there(app):
        assert (balance(person().id), goods().stock, count(Redemption)) == (4, 11, 1)


def test_a_redemption_is_undone(app, enter):
    with there(app):
        give(30)
        id = goods().id
    keeper = enter()
    keeper.goto(f"{ROOM}/redeem?goods1={id}")
    keeper.locator("#resident").press_sequentially("wxm")
    keeper.locator("#resident").press("Enter")
    expect(keeper.locator("#person-part")).to_contain_text("余额 30 分")
    keeper.get_by_role("button", name="兑换", exact=True).click()
    keeper.get_by_role("button", name="撤销").click()
    said(keeper, "已撤销兑换：牙膏×1")
    with there(app):
        assert (balance(person().id), goods().stock) == (30, 12)


def test_no_page_is_wider_than_the_screen_or_hard_to_use(app, enter, flaws):
    with there(app):
        row = claim(done_on=here.today)
        row.state, row.verified_at, row.published_on, row.published_until = (
            "published", now(), here.today, here.today,
        )  # fmt: skip
    enter("secretary")
    paths = ["claim", "redeem", "board", "balance", "stock", "count", "goods/", "claims/", "by_rule"]
    assert flaws(f"{ROOM}/{path}" for path in paths) == []
