"""A list is imported in a browser, at a desk and on a phone: upload, preview, import, undo; and a person erased."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.people.models import Resident
from hub.people.services import create_resident
from tests.harness.people import signed_in

pytestmark = [
    pytest.mark.state("imports_place"), pytest.mark.backends("sqlite"),
    pytest.mark.parametrize("width", [1280, 360]),
]  # fmt: skip
LIST = "姓名,手机号,村民小组,身份证号\n王小明,19900001111,三组,\n李芳,123,二组,\n古丽娜尔·吐尔逊,,一组,\n"
PATIENCE = 30_000  # milliseconds; a list of many rows is worked on beside the pages


@pytest.fixture
def secretary_page(app, page: Page, live_server: str) -> Page:
    """A page on which the secretary is signed in."""
    cookie = signed_in(app, 1).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def named(app) -> int:
    with in_village(app, 1):
        return db.session.scalar(select(func.count(Resident.id)).where(Resident.name != "")) or 0


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(words)


def agree(page: Page) -> None:
    page.locator("#ask [data-yes]").click()


def send(page: Page, rows: str) -> None:
    page.get_by_label("文件").set_input_files(
        {"name": "名单.csv", "mimeType": "text/csv", "buffer": rows.encode("gb18030")}
    )
    page.get_by_role("button", name="检查").click()


def test_upload_preview_import_undo(app, secretary_page: Page, width, axe):
    page = secretary_page
    page.goto("/residents/")
    page.get_by_role("link", name="导入", exact=True).click()
    assert axe(page) == []
    send(page, LIST)
    expect(page.get_by_role("heading", name="名单.csv")).to_be_visible()
    expect(page.locator("main")).to_contain_text("这些列按规定不登记，没有读：身份证号。")
    expect(page.locator("main")).to_contain_text("第 3 行“电话”（B 列）")
    expect(page.locator("main")).to_contain_text("古丽娜尔·吐尔逊")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    page.get_by_role("button", name="只导入没有问题的 2 行").click()
    said(page, "已导入 2 行")
    assert named(app) == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("main").get_by_role("button", name="撤销导入").click()
    agree(page)
    said(page, "已撤销导入：名单.csv")
    assert named(app) == 0
    page.goto("/imports/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


def test_a_preview_of_many_columns_moves_in_its_own_place(secretary_page: Page, width, axe):
    page = secretary_page
    columns = {
        "编号": "N-1", "名称": "深耕机", "种类": "深耕机", "一天（元）": "80", "一天（分）": "40", "押金（元）": "200",
        "滞还费一天（元）": "30", "滞还费最多（元）": "300", "两次出租之间留几天": "1", "检查项目": "轮胎、油箱",
        "安全事项": "先看油", "几小时保养一次": "250", "停放位置": "东棚", "备注": "新", "哪天起出租": "2026-03-01",
    }  # fmt: skip
    rows = f"{','.join(columns)}\n{','.join(columns.values())}\n"
    page.goto("/imports/new/farm_machinery.machines")
    send(page, rows)
    expect(page.get_by_role("cell", name="东棚")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    page.get_by_role("button", name="导入 1 行").click()
    page.goto("/imports/new/farm_machinery.machines")
    send(page, rows)
    expect(page.locator("main")).to_contain_text("这些行系统里都已经有了，没有要导入的。")
    expect(page.locator("main")).to_contain_text("1 行系统里已经有了，不用导入：第 2 行。")
    expect(page.locator("main").get_by_role("link", name="再传一份")).to_be_visible()


def test_a_long_list_shows_how_far_it_is(app, secretary_page: Page, monkeypatch):
    monkeypatch.setattr("hub.imports.views.SHORT", 10)
    page = secretary_page
    page.goto("/imports/new/residents")
    rows = "".join(f"张{chr(0x4E00 + n)}{chr(0x5000 + n)},1990{n:07d}\n" for n in range(1203))
    send(page, "姓名,电话\n" + rows)
    # The page looks again by itself, as often as it takes.
    expect(page.get_by_role("button", name="导入 1203 行")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="导入 1203 行").click()
    expect(page.locator("main").get_by_role("button", name="撤销导入")).to_be_visible(timeout=PATIENCE)
    assert named(app) == 1203


def test_a_person_is_looked_up_printed_and_erased(app, secretary_page: Page, width, axe):
    with in_village(app, 1):
        create_resident("王小明", "19900001111", "三组")
    page = secretary_page
    page.goto("/privacy/")
    expect(page.locator("#runs")).to_be_visible()
    page.locator("#resident").press_sequentially("wxm")
    page.locator("[role=option]").first.click()
    page.get_by_role("button", name="打开这个人的资料").click()
    expect(page.locator("main")).to_contain_text("19900001111")
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    page.get_by_role("link", name="删除这个人的全部资料").click()
    page.get_by_role("button", name="删除，不能恢复").click()
    said(page, "已删除")
    assert named(app) == 0
