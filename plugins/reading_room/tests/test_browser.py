"""Lending, returning and counting in a real browser, on a PC and on a phone, with a scanner that is a keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plugins.reading_room import stocktaking
from plugins.reading_room.models import Loan, Scan
from plugins.reading_room.shelf import reader_code
from plugins.reading_room.tests.place import count, lend, person, the_village, there
from tests.harness.people import signed_in

pytestmark = [
    pytest.mark.state("reading_room_place"), pytest.mark.backends("sqlite"),
    pytest.mark.parametrize("width", [1280, 360]),
]  # fmt: skip
ROOM = "/rooms/reading_room"


@pytest.fixture
def keeper(app, page: Page, live_server: str) -> Page:
    """A page on which a keeper is signed in."""
    cookie = signed_in(app, the_village(app), "keeper", rooms=["reading_room"]).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def scan(page: Page, text: str) -> None:
    """What a scanner does: it types fast, wherever the focus is, and presses Enter."""
    page.wait_for_load_state()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(words)


def test_lent_in_two_scans_returned_in_one(app, keeper: Page, axe):
    with there(app):
        card = reader_code(person().id)
    keeper.goto(f"{ROOM}/")
    keeper.get_by_role("link", name="借书还书", exact=True).click()
    expect(keeper.locator("#scan")).to_be_focused()
    scan(keeper, "b00004")
    said(keeper, "《孔雀河畔》B00004 在架")
    expect(keeper.locator("#reader")).to_be_focused()
    assert axe(keeper) == []
    scan(keeper, card)
    said(keeper, "已借出：《孔雀河畔》B00004")
    expect(keeper.locator("#scan")).to_be_focused()
    scan(keeper, "B00001")  # one scan more for the same reader
    said(keeper, "已借出：《棉田手记》B00001")
    assert axe(keeper) == []
    keeper.get_by_role("link", name="换一位读者").click()
    expect(keeper.locator("#scan")).to_be_focused()
    keeper.locator("h1").click()  # the focus is lost; the scanner does not mind
    scan(keeper, "B00004")
    said(keeper, "已还：《孔雀河畔》B00004")
    with there(app):
        assert (count(Loan), count(Loan, Loan.state == "returned")) == (2, 1)


def test_a_reader_is_found_by_typing_and_what_is_wrong_is_said(
    app, keeper: Page, console: list[str]
):  # fmt: skip
    keeper.goto(f"{ROOM}/desk")
    scan(keeper, "NIX")
    expect(keeper.locator(".wrong, .summary").first).to_contain_text("没有册号为 NIX")
    expect(keeper.locator("#scan")).to_be_focused()
    console.clear()  # the browser notes the answer 422
    scan(keeper, "B00004")
    expect(keeper.locator("#reader")).to_be_focused()
    keeper.locator("#reader").press_sequentially("wxm")
    keeper.locator("#reader").press("Enter")
    said(keeper, "已借出：《孔雀河畔》B00004，王*")


def test_a_stocktake_by_scanning(app, keeper: Page, axe):
    with there(app):
        row = stocktaking.start().id
    keeper.goto(f"{ROOM}/stocktake/{row}")
    for number in range(2, 9):
        scan(keeper, f"B0000{number}")
        said(keeper, f"B0000{number}")
    assert axe(keeper) == []
    keeper.get_by_role("link", name="扫完了，看差异").click()
    expect(keeper.locator("#missing")).to_contain_text("1 册")
    keeper.get_by_role("button", name="确认，结束盘点").click()
    keeper.locator("#ask [data-yes]").click()
    said(keeper, "少 1 册")
    with there(app):
        assert count(Scan) == 7


def test_no_page_is_wider_than_the_screen_or_hard_to_use(app, keeper: Page, flaws):
    with there(app):
        lend()
    paths = ["calls", "catalogue", "titles/", "copies/", "label_sheet?first=B00001&last=B00008"]
    assert flaws(f"{ROOM}/{path}" for path in paths) == []
