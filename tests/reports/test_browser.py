"""The month in a real browser, at a desk and on a phone: read, locked, its files fetched, its paper changed."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from hub.centre import door
from hub.kernel.database import db
from hub.kernel.here import here
from hub.reports.months import Month
from hub.villages.models import Season
from hub.visits import services
from tests.reports.test_templates import a_paper
from tests.visits.place import OTHER, PLACE, acting, client_of, room

pytestmark = pytest.mark.state("visit_place")


@pytest.fixture
def last_month(app) -> Month:
    """The month before this one, with something in it."""
    with acting(app):
        month = Month.present().before
        noon = month.finished().starts + timedelta(hours=12)
        for day in range(0, 20, 2):
            services.record(room("yard"), 3 + day, started_at=noon + timedelta(days=day))
            services.record(room("workshop"), 2, started_at=noon + timedelta(days=day))
            door.set_count(month.first + timedelta(days=day), 20 + day)
        services.record(room("quiet_room"), 2, started_at=noon)
        here.village.town = "石桥镇"
        db.session.query(Season).one().name = "全年作息"
    return month


@pytest.fixture
def secretary(app, last_month, page: Page, live_server: str) -> Page:
    cookie = client_of(app, "secretary").get_cookie("village_hub")
    assert cookie
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    return page


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_month_is_read_locked_and_changed_beside(app, secretary: Page, last_month: Month, axe, width: int):
    secretary.goto(f"/month?month={last_month.name}")
    expect(secretary.get_by_role("heading", name="三聚")).to_be_visible()
    expect(secretary.get_by_role("img", name=re.compile("各室每天来访人次"))).to_be_visible()
    assert fits(secretary)
    assert axe(secretary) == []

    secretary.get_by_role("button", name=f"锁定{last_month.year}年{last_month.number}月").click()
    secretary.get_by_role("button", name="确定").or_(
        secretary.get_by_role("button", name="锁定")
    ).first.click()
    expect(secretary.locator(".page-head")).to_contain_text("锁定后没有变动")
    with acting(app):
        services.record(room("yard"), 4, started_at=last_month.finished().starts + timedelta(hours=12))
    secretary.reload()
    expect(secretary.get_by_text("锁定后变动：人次，120 → 124")).to_be_visible()
    assert fits(secretary)
    assert axe(secretary) == []


@pytest.mark.parametrize("width", [1280, 360])
def test_the_papers_template_is_changed(secretary: Page, last_month: Month, axe, console, width: int):
    secretary.goto("/month/template")
    assert axe(secretary) == []
    assert fits(secretary)

    def send(content: bytes) -> None:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        secretary.get_by_label("改好的模板").set_input_files(
            {"name": "村里的.docx", "mimeType": kind, "buffer": content}
        )
        secretary.get_by_role("button", name="上传模板").click()

    send(a_paper("{{村书记}}"))
    expect(secretary.locator(".wrong")).to_contain_text("“村书记”不认识")
    assert [line for line in console if "422" in line] == console  # the answer to a file that cannot be used
    console.clear()
    send(a_paper("{{村名}}的公开栏"))
    expect(secretary.get_by_role("status").first).to_contain_text("模板已换好")
    secretary.goto(f"/month?month={last_month.name}")
    with secretary.expect_download() as got:
        secretary.get_by_role("link", name="下载 Word").click()
    paper = Document(io.BytesIO(got.value.path().read_bytes()))
    assert paper.paragraphs[-1].text == "石桥村的公开栏"


def test_it_prints_on_a4_with_lines_for_signature_and_seal(secretary: Page, last_month: Month):
    secretary.goto(f"/month?month={last_month.name}")
    secretary.emulate_media(media="print")
    expect(secretary.get_by_text("签字：")).to_be_visible()
    expect(secretary.get_by_role("link", name="下载 Word")).to_be_hidden()
    expect(secretary.locator(".print-head")).to_contain_text("石桥村")
    breaks = "one => getComputedStyle(one).breakInside"
    for heading in ("五常", "三聚"):  # longer than a page: in one piece they would leave the first one empty
        card = (
            secretary.locator("section.card").filter(has=secretary.get_by_role("heading", name=heading)).first
        )
        assert card.evaluate(breaks) == "auto"
        lines = card.locator(".whole").all()
        assert {line.evaluate(breaks) for line in lines} == {"avoid"}
    printed = secretary.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 8


@pytest.mark.parametrize("width", [1280, 360])
def test_the_town_sees_villages_side_by_side(app, last_month, page: Page, live_server: str, axe, width: int):
    from hub.accounts.models import User
    from hub.kernel.clock import now

    with app.app_context():
        known = {"password_hash": "-", "must_change_password": False, "created_at": now()}
        db.session.add(User(username="town", name="town", town_admin=True, **known))
        db.session.commit()
    cookie = client_of(app, "town", village_id=None).get_cookie("village_hub")
    page.context.add_cookies([{"name": "village_hub", "value": cookie.value, "url": live_server}])
    page.goto(f"/town/month?month={last_month.name}")
    names = page.locator("tbody tr .main").all_text_contents()
    assert names == ["柳沟村", "石桥村"]
    assert (PLACE, OTHER) == (1, 2)
    assert fits(page)
    assert axe(page) == []
