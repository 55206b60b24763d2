"""The first day with the hub: a first password, rooms switched on and off, no mouse, no script, two villages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from hub.accounts.models import Membership, User
from hub.accounts.passwords import hash_password
from hub.accounts.sign_in import TRIES
from hub.centre.situation import in_village
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.people.models import Resident
from hub.people.services import create_resident
from hub.visits.models import Visit
from plugins.tool_station.models import Loan, Tool
from tests.harness.people import a_village
from tests.harness.states import state

pytestmark = [pytest.mark.state("first_day"), pytest.mark.backends("sqlite")]

FIRST, OTHER = 1, 2
PASSWORD = "石榴-kfm7-p2xq"
ROOMS = ("party_history_hall", "youth_room", "tool_station")
WIDTHS = pytest.mark.parametrize("width", [1280, 360])


@state("first_day")
def first_day(app: Flask) -> None:
    """Two villages; a secretary of the first, a keeper of both and somebody who has never signed in."""
    assert a_village(app, "甲村", rooms=ROOMS) == FIRST
    assert a_village(app, "乙村", rooms=ROOMS) == OTHER
    plans = {
        "shuji": [(FIRST, "secretary")],
        "liangcun": [(FIRST, "keeper"), (OTHER, "keeper")],
        "xinlai": [(FIRST, "keeper")],
    }
    with app.app_context():
        for username, roles in plans.items():
            user = User(
                username=username, name=f"用户{username}", password_hash=hash_password(PASSWORD),
                must_change_password=username == "xinlai", town_admin=False, created_at=now(),
            )  # fmt: skip
            db.session.add(user)
            db.session.flush()
            db.session.add_all(
                Membership(
                    user_id=user.id,
                    village_id=village,
                    role=role,
                    rooms=" ".join(ROOMS),
                    trusted=" ".join(ROOMS),
                )
                for village, role in roles
            )
        db.session.commit()
    with in_village(app, FIRST):
        create_resident("王小明", "19900008842")
        db.session.add(Tool(number="T-01", name="打气筒", kind="打气筒", grade="A"))


@pytest.fixture
def bare(browser: Browser, live_server: str) -> Iterator[Page]:
    """A browser without script."""
    context = browser.new_context(base_url=live_server, java_script_enabled=False, locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def number_of(app: Flask, model: type, village: int = FIRST) -> int:
    with in_village(app, village):
        return db.session.scalar(select(func.count()).select_from(model)) or 0


@WIDTHS
class TestSigningIn:
    def test_a_first_password_opens_nothing_until_it_is_changed(self, page: Page):
        sign_in(page, "xinlai")
        expect(page.get_by_role("heading", level=1)).to_have_text("请先设一个自己的密码")
        page.goto("/residents/")
        expect(page.get_by_role("heading", level=1)).to_have_text("请先设一个自己的密码")
        page.get_by_label("新密码", exact=True).fill("胡杨-ab12-tree")
        page.get_by_label("再输一次新密码").fill("胡杨-ab12-tree")
        page.get_by_role("button", name="保存新密码").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("今天")
        expect(page.locator(".toast")).to_contain_text("密码已改")

    def test_who_is_wrong_too_often_reads_until_when_to_wait(self, page: Page, console: list[str]):
        for _time in range(TRIES):
            sign_in(page, "shuji", "不对")
        said = page.locator("#password-wrong")
        expect(said).to_have_text(re.compile("账号锁定到 .*请村书记重设"))
        sign_in(page, "shuji")
        expect(said).to_contain_text("账号锁定到")
        console.clear()  # the browser notes the answers 422

    def test_the_cookie_is_dead_after_signing_out(self, page: Page, live_server: str):
        sign_in(page, "shuji")
        expect(page.get_by_role("heading", level=1)).to_have_text("今天")
        stolen = page.context.cookies()
        page.goto("/me")
        page.get_by_role("main").get_by_role("button", name="退出登录").click()
        expect(page).to_have_url(re.compile("/sign-in"))
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": cookie["name"], "value": cookie["value"], "url": live_server} for cookie in stolen]
        )
        page.goto("/residents/")
        expect(page).to_have_url(re.compile("/sign-in"))


@WIDTHS
def test_a_room_is_switched_off_and_comes_back_with_all_it_had(
    app: Flask, page: Page, width: int, console: list[str]
):
    sign_in(page, "shuji")
    page.goto("/settings/rooms")
    page.get_by_label("更多操作：便民服务工具站").click()
    page.get_by_role("button", name="停用").locator("visible=true").click()
    page.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(page.locator(".toast")).to_be_visible()
    page.goto("/rooms")
    expect(page.get_by_role("main")).not_to_contain_text("便民服务工具站")
    expect(page.locator("nav.side")).not_to_contain_text("便民服务工具站")
    answer = page.goto("/rooms/tool_station/tools/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("没有这个页面")
    console.clear()

    page.goto("/settings/rooms")
    page.get_by_role("row").filter(has_text="便民服务工具站").get_by_role("button", name="开通").click()
    expect(page.locator(".toast")).to_be_visible()
    page.goto("/rooms")
    expect(page.get_by_role("main")).to_contain_text("便民服务工具站")
    page.goto("/rooms/tool_station/tools/")
    expect(page.get_by_role("main")).to_contain_text("T-01")


def test_a_visit_is_recorded_without_a_mouse(app: Flask, page: Page):
    sign_in(page, "shuji")
    expect(page.get_by_role("heading", level=1)).to_have_text("今天")
    tab_to(page, "登记来访")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/visits/record"))
    tab_to(page, "party_history_hall")
    page.keyboard.press("Space")
    tab_to(page, "2 人")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("已登记：党史馆 2 人")
    assert number_of(app, Visit) == 1


def tab_to(page: Page, name: str, limit: int = 60) -> None:
    """Press Tab until something of this name, label or value has the focus, which must be seen."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        known = page.evaluate(
            "(e => [e.innerText.trim(), e.getAttribute('aria-label'), e.value])(document.activeElement)"
        )
        if name in known:
            return
    raise AssertionError(f"Tab does not lead to {name}")


class TestWithoutScript:
    def test_a_visit_is_recorded(self, app: Flask, bare: Page):
        sign_in(bare, "shuji")
        bare.goto("/visits/record")
        bare.locator("label.tile", has_text="党史馆").click()
        bare.get_by_role("button", name="3 人", exact=True).click()
        expect(bare.locator(".toast")).to_contain_text("已登记：党史馆 3 人")
        assert number_of(app, Visit) == 1

    def test_a_tool_is_lent(self, app: Flask, bare: Page):
        sign_in(bare, "shuji")
        bare.goto("/rooms/tool_station/lend")
        bare.locator("#tool").fill("T-01")
        bare.locator("#borrower").fill("8842")
        bare.get_by_role("button", name="借出", exact=True).click()
        if bare.locator(".toast").count() == 0:  # the tool's own part of the form came with the first press
            bare.get_by_role("button", name="借出", exact=True).click()
        expect(bare.locator(".toast")).to_contain_text("已借出：打气筒 T-01")
        assert number_of(app, Loan) == 1

    def test_what_cannot_be_undone_is_asked_about_on_a_page(self, app: Flask, bare: Page):
        sign_in(bare, "shuji")
        bare.goto("/settings/seasons/new")
        bare.get_by_label("名称").fill("夏季")
        bare.locator("[name=starts_month]").fill("5")
        bare.locator("[name=starts_day]").fill("1")
        bare.locator("[name=opens]").fill("08:00")
        bare.locator("[name=closes]").fill("23:00")
        bare.get_by_role("main").get_by_role("button", name="新增").click()
        bare.get_by_role("link", name="夏季").first.click()
        bare.get_by_role("button", name="删除").click()
        expect(bare.get_by_role("main")).to_contain_text("真的要删除吗")
        bare.get_by_role("main").get_by_role("button", name="删除").click()
        expect(bare.get_by_role("main")).not_to_contain_text("夏季")


def test_a_form_of_the_village_one_has_left_is_refused_and_its_text_comes_back(
    app: Flask, page: Page, console: list[str]
):
    sign_in(page, "liangcun")
    page.goto("/people/new")
    page.get_by_role("textbox", name="姓名").fill("阿依古丽·艾山")
    page.get_by_label("本人已同意登记").check()
    other = page.context.new_page()
    other.goto("/me")
    other.get_by_role("main").get_by_role("button", name="乙村").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("今天")

    page.get_by_role("main").get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("页面已过期，没有保存")
    assert number_of(app, Resident) == 1
    assert number_of(app, Resident, OTHER) == 0
    page.get_by_role("button", name="返回上一页").click()
    expect(page.get_by_role("textbox", name="姓名")).to_have_value("阿依古丽·艾山")
    expect(page.locator(".toast")).to_contain_text("请看一遍再保存")
    console.clear()  # the browser notes the answer 400
