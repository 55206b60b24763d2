"""The main paths in a real browser: an evening on a keeper's phone, the office at a PC."""

from __future__ import annotations

import pytest
import time_machine
from playwright.sync_api import Page, expect

from hub.kernel.database import db
from plugins.evening_class.models import Attendance, Enrolment, Hours
from plugins.evening_class.tests.place import (
    HAN,
    NOW,
    ROOM,
    YI,
    YU,
    child,
    count,
    the_village,
    there,
    tonight,
)
from tests.harness.people import signed_in

pytestmark = pytest.mark.state("class_place")


@pytest.fixture
def evening():
    """Half past six of a Thursday; the clock goes on."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def keeper(app, evening, page: Page, live_server: str) -> Page:
    cookie = signed_in(app, the_village(app), "keeper", rooms=["evening_class"]).get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def said(page: Page, sentence: str) -> None:
    expect(page.locator(".toasts").first).to_contain_text(sentence)


def fits(page: Page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360])
class TestAnEveningOnAPhone:
    def test_a_tap_a_child_then_each_as_the_rules_allow_then_closed(self, app, keeper, axe, width):
        keeper.goto(f"{ROOM}/tonight")
        assert axe(keeper) == []
        assert fits(keeper, width)
        for name in (HAN, YI, YU):
            button = keeper.get_by_role("button", name=name)
            assert button.bounding_box()["height"] >= 60
            button.click()
            expect(
                keeper.get_by_role("link", name=name)
            ).to_be_visible()  # without the page being loaded anew
        said(keeper, "赵小雨 签到了")
        expect(keeper.get_by_text("在室 3")).to_be_visible()

        keeper.get_by_role("link", name=HAN).click()
        assert axe(keeper) == []
        assert fits(keeper, width)
        expect(keeper.get_by_text("独自回家（监护人已同意）")).to_have_count(0)
        keeper.get_by_role("button", name="交给 钱爸爸（监护人）").click()
        said(keeper, "钱子涵 放学了")

        keeper.get_by_role("link", name=YI).click()
        keeper.get_by_role("link", name="别人来接").click()
        keeper.get_by_label("谁来接的").fill("孙舅舅")
        assert axe(keeper) == []
        assert fits(keeper, width)
        keeper.get_by_role("button", name="记下并放学").click()
        said(keeper, "孙舅舅")
        expect(keeper.get_by_role("button", name="全部放学，下课")).to_have_count(0)

        keeper.get_by_role("link", name=YU).click()
        keeper.get_by_role("button", name="独自回家（监护人已同意）").click()
        keeper.get_by_role("button", name="全部放学，下课").click()
        said(keeper, "今晚来了 3 个孩子")
        with there(app):
            row = tonight()
            assert (row.state, row.by_adult, row.by_phone, row.alone) == ("closed", 1, 1, 1)
            assert count(Attendance) == 3

    def test_calling_the_absent_and_the_papers(self, keeper, axe, width):
        keeper.goto(f"{ROOM}/absent")
        assert axe(keeper) == []
        assert fits(keeper, width)
        expect(keeper.locator('a[href="tel:19900001033"]')).to_be_visible()
        keeper.get_by_role("button", name="请假").first.click()
        said(keeper, "请假")
        for path in ("day_sheet", "enter", "rota", "children/", ""):
            keeper.goto(f"{ROOM}/{path}")
            assert axe(keeper) == []
            assert fits(keeper, width)


class TestAtThePc:
    def test_enrol_and_a_pickup_person(self, app, keeper, axe):
        keeper.goto(f"{ROOM}/")
        keeper.get_by_role("link", name="报名", exact=True).first.click()
        keeper.get_by_label("孩子的名字").fill("周小小")
        keeper.get_by_label("监护人", exact=True).fill("周妈妈")
        assert axe(keeper) == []
        keeper.get_by_label("监护人电话").fill("19900003000")
        keeper.locator("main").get_by_role("button", name="报名", exact=True).click()
        said(keeper, "周小小 报名了")
        assert axe(keeper) == []
        keeper.get_by_role("link", name="加一位接送人").click()
        keeper.get_by_label("谁来接").fill("周爷爷")
        keeper.get_by_role("button", name="加上").click()
        said(keeper, "周爷爷 可以接 周小小 了")
        keeper.get_by_role("button", name="马上全部删除").click()
        keeper.get_by_role("dialog").get_by_role("button", name="马上全部删除").click()
        said(keeper, "只留下人数")
        with there(app):
            assert count(Enrolment) == 4

    def test_an_evening_is_entered_from_paper(self, app, keeper, axe, console):
        keeper.goto(f"{ROOM}/enter?day=2025-11-19")
        with there(app):
            yu, han = child(YU).id, child(HAN).id
        keeper.locator(f"#how{yu}").select_option("alone")
        keeper.locator(f"#how{han}").select_option("phone")
        assert axe(keeper) == []
        keeper.get_by_role("button", name="补录这一晚").click()
        expect(keeper.get_by_role("alert")).to_contain_text("钱子涵：电话同意的，请写谁来接的")
        expect(keeper.locator(f"#how{yu}")).to_have_value("alone")
        console.clear()  # the browser notes the answer 422
        keeper.get_by_label("钱子涵：电话同意的").fill("钱叔叔")
        keeper.get_by_role("button", name="补录这一晚").click()
        said(keeper, "来了 2 个孩子")

    def test_the_rota_sign_on_and_off_and_a_second_person_verifies(self, app, keeper, axe):
        keeper.goto(f"{ROOM}/rota/plan")
        keeper.get_by_label("谁", exact=True).select_option(label="周帮忙")
        keeper.get_by_label("从", exact=True).fill("18:30")
        keeper.get_by_label("到", exact=True).fill("20:30")
        assert axe(keeper) == []
        keeper.get_by_role("button", name="排上").click()
        said(keeper, "排上了：周帮忙")
        keeper.get_by_role("button", name="签到").click()
        said(keeper, "周帮忙 到岗了")
        expect(keeper.locator(".pill", has_text="在岗")).to_be_visible()
        assert axe(keeper) == []
        keeper.goto(f"{ROOM}/hours/claim")
        keeper.get_by_label("谁", exact=True).select_option(label="周帮忙")
        keeper.get_by_label("多少分钟").fill("60")
        keeper.get_by_label("做了什么").fill("辅导作业")
        keeper.get_by_role("button", name="登记", exact=True).click()
        said(keeper, "等第二个人核实")
        keeper.goto(f"{ROOM}/hours/")
        keeper.get_by_role("button", name="核实").first.click()
        said(keeper, "要由另一个人核实")
        with there(app):
            assert db.session.query(Hours).one().state == "claimed"
