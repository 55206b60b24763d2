"""The main path in a real browser: register, both agree, a session, a written agreement, follow-up, filed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from hub.kernel.database import db
from plugins.mediation_room.models import Case
from plugins.mediation_room.tests.place import (
    DUTY,
    FIRST,
    MATTER,
    ROOM,
    SAID,
    SECOND,
    SECRET,
    TERMS,
    the_village,
    there,
)
from tests.harness.people import signed_in

pytestmark = pytest.mark.state("mediation_browser")


def wide(page: Page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_from_registering_to_the_index(  # noqa: PLR0915 - one long path
    app, page: Page, live_server, axe, width
):
    cookie = signed_in(app, the_village(app), "keeper", rooms=["mediation_room"]).get_cookie("village_hub")
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])

    def look() -> None:
        assert axe(page) == []
        assert wide(page, width), page.url

    def press(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).click()

    def follow(name: str) -> None:
        page.get_by_role("link", name=name, exact=True).first.click()

    page.goto(f"{ROOM}/register")
    look()
    page.get_by_label("哪一类纠纷").select_option("water")
    page.get_by_label("甲方姓名").fill(FIRST)
    page.get_by_label("乙方姓名").fill(SECOND)
    page.get_by_label("纠纷情况和请求").fill(MATTER)
    press("登记")
    follow("登记回话")
    page.get_by_text(f"乙方 {SECOND}").click()
    page.get_by_label("同意调解", exact=True).check()
    press("登记")
    look()
    follow("受理")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("已经问过").check()
    press("受理")
    press("已告知权利义务")
    follow("单独听取")
    page.get_by_text(f"乙方 {SECOND}").click()
    page.get_by_label("他怎么说").fill(SECRET)
    press("记下")
    follow("登记调解")
    page.get_by_label("调解记录").fill(SAID)
    look()
    press("登记")
    follow("达成协议")
    page.get_by_label("书面协议书").check()
    page.get_by_label("协议内容").fill(TERMS)
    press("登记协议")
    expect(page.get_by_text("可以向法院申请确认")).to_have_count(1)
    follow("加履行事项")
    page.get_by_label("要做什么").fill(DUTY)
    page.get_by_label("哪天以前做完").fill("2099-12-31")
    press("加上")
    look()
    with there(app):
        id = db.session.scalars(select(Case.id)).one()
    for address in ("papers", "paper/written/0", "paper/rights/0", "confirm", "lengthen", "give"):
        page.goto(f"{ROOM}/case/{id}/{address}")
        look()
        assert SECRET not in page.content()
        if "paper/" in address:
            assert len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))) == 1, address
    page.goto(f"{ROOM}/templates")
    look()
    page.goto(f"{ROOM}/template/written")
    look()
    page.goto(f"{ROOM}/case/{id}")
    press("双方已签字或认可，开始履行")
    follow("登记回访")
    page.get_by_label("上门").check()
    page.get_by_label("全部履行").check()
    press("登记")
    press("归档")
    page.get_by_role("dialog").get_by_role("button", name="归档").click()
    expect(page.get_by_text("只留索引").first).to_be_visible()
    look()
    assert not [word for word in (FIRST, SECOND, MATTER, SECRET, TERMS, DUTY) if word in page.content()]
    for address in ("cases/", "index/", "watch", "advice", "aid", "volunteers/", ""):
        page.goto(f"{ROOM}/{address}")
        look()
