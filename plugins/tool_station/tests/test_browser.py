"""Lending and returning in a real browser, on a PC and on a phone, with a scanner that is a keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plugins.tool_station.models import Loan
from plugins.tool_station.tests.place import count, lend, the_village, there
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("tool_place"), pytest.mark.parametrize("width", [1280, 360])]
ROOM = "/rooms/tool_station"


@pytest.fixture
def keeper(app, page: Page, live_server: str) -> Page:
    """A page on which a keeper is signed in."""
    cookie = signed_in(app, the_village(app), "keeper", rooms=["tool_station"]).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def test_a_power_tool_is_lent_with_its_gear_and_comes_back(app, keeper: Page, axe):
    keeper.goto(f"{ROOM}/")
    keeper.get_by_role("link", name="借出", exact=True).first.click()
    keeper.locator("#tool").press_sequentially("t-03")
    keeper.locator("#tool").press("Enter")
    expect(keeper.locator("#tool-part")).to_contain_text("戴好护目镜。")
    expect(keeper.locator("#borrower")).to_be_focused()
    keeper.locator("#borrower").press_sequentially("8842")
    keeper.locator("#borrower").press("Enter")
    gear = keeper.get_by_role("checkbox", name="护目镜")
    expect(gear).to_be_focused()
    gear.press("Space")
    keeper.get_by_label("安全提示已念给借用人听").check()
    assert axe(keeper) == []
    keeper.get_by_role("button", name="借出", exact=True).click()
    expect(keeper.get_by_role("status").first).to_contain_text("已借出：电钻 T-03")
    with there(app):
        assert count(Loan, Loan.gear == "护目镜", Loan.ended_at.is_(None)) == 1

    keeper.get_by_role("link", name="归还", exact=True).first.click()
    keeper.locator("#numbers").press_sequentially("T-03")
    keeper.locator("#numbers").press("Enter")
    expect(keeper.get_by_role("status").first).to_contain_text("已归还：电钻 T-03")
    with there(app):
        assert count(Loan, Loan.state == "returned") == 1


def test_from_the_list_it_is_two_taps(app, keeper: Page, axe):
    with there(app):
        lend("T-01")
    keeper.goto(f"{ROOM}/loans/")
    keeper.get_by_role("link", name="归还", exact=True).first.click()
    expect(keeper.get_by_role("checkbox", name="棘轮扳手")).to_be_checked()
    assert axe(keeper) == []
    keeper.get_by_role("button", name="归还", exact=True).click()
    expect(keeper.get_by_role("status").first).to_contain_text("已归还：扳手套装 T-01")


def test_a_loan_is_undone(app, keeper: Page):
    keeper.goto(f"{ROOM}/lend")
    keeper.locator("#tool").press_sequentially("T-02")
    keeper.locator("#tool").press("Enter")
    expect(keeper.locator("#borrower")).to_be_focused()
    keeper.locator("#borrower").press_sequentially("wxm")
    keeper.locator("#borrower").press("Enter")
    expect(keeper.get_by_role("button", name="借出", exact=True)).to_be_focused()
    keeper.keyboard.press("Enter")
    keeper.get_by_role("button", name="撤销").click()
    expect(keeper.get_by_role("status").first).to_contain_text("已撤销：打气筒 T-02")
    with there(app):
        assert count(Loan) == 0


def test_no_page_is_wider_than_the_screen_or_hard_to_use(app, keeper: Page, flaws):
    with there(app):
        lend("T-03")
    paths = ["calls", "asked", "reserve", "return", "tools/", "late_loan"]
    assert flaws(f"{ROOM}/{path}" for path in paths) == []
