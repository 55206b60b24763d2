"""查进度: the page for whoever holds a receipt, and nobody else's business on it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.logs import init_logs
from hub.kernel.models import Village
from hub.kits.casework import code_of
from hub.web import limiter
from plugins.service_hall import handling
from plugins.service_hall.intake import Intake, accept
from plugins.service_hall.models import Item, Request
from plugins.service_hall.tests import place
from plugins.service_hall.tests.place import LOW, WANG, item, the_village, there
from tests.harness.people import Client, a_village, signed_in

pytestmark = [pytest.mark.state("hall_place"), pytest.mark.usefixtures("clock")]
PAGE = "/rooms/service_hall/progress"
UNKNOWN = "没有查到"


@pytest.fixture
def browser(app) -> Client:
    """Nobody is signed in in it."""
    return Client(app, app.response_class, use_cookies=True)


@pytest.fixture
def code(app) -> str:
    with there(app):
        request = place.accept(LOW, WANG, note="家里困难")
        handling.wait(request.id, "王小明的户口簿")
        found = code_of(request)
        assert found
        return found


def look(browser: Client, code: str):
    return browser.post(PAGE, data={"code": code})


class TestLooking:
    def test_the_page_needs_no_account_and_is_not_to_be_found_by_search_engines(self, browser):
        page = browser.get(PAGE)
        assert page.status_code == 200
        assert "回执码" in page.text
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert page.headers["Cache-Control"] == "no-store"

    def test_it_says_how_far_the_matter_is(self, browser, code):
        page = look(browser, code)
        assert page.status_code == 200
        for words in ("第 1120-01 号", "等居民", "请您把还缺的材料带到大厅", "已受理", "石桥村"):
            assert words in page.text

    def test_nothing_personal_stands_on_it(self, browser, code):
        text = look(browser, code).text
        for words in (WANG, "王*", "8842", "困难", "户口簿", LOW, "用户", code):
            assert words not in text

    @pytest.mark.parametrize(
        "change", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "O")]
    )
    def test_it_may_be_typed_as_people_do(self, browser, code, change):
        assert "第 1120-01 号" in look(browser, change(code)).text

    def test_it_can_change_nothing(self, app, browser, code):
        look(browser, code)
        with there(app):
            assert len(place.steps(db.session.query(Request).one())) == 2


class TestNotFinding:
    def test_an_unknown_code(self, browser, code):
        wrong = ("1" if code[-1] != "1" else "2").join((code[:-1], ""))
        answer = look(browser, wrong)
        assert answer.status_code == 422
        assert UNKNOWN in answer.text
        assert "石桥村" not in answer.text

    @pytest.mark.parametrize(
        "typed",
        ["", "abc", "0000-0000-0000-0000", "x" * 40, "长" * 16, "7K4M\0-2PXX", "U" * 16, "' OR 1=1 --"],
    )
    def test_what_is_no_code(self, browser, code, typed):
        assert look(browser, typed).status_code == 422

    def test_where_the_room_is_off(self, app, browser, code):
        with there(app):
            here.room("service_hall").enabled = False
        assert UNKNOWN in look(browser, code).text

    def test_where_the_village_is_gone(self, app, browser, code):
        with app.app_context():
            db.session.get(Village, the_village(app)).active = False
            db.session.commit()
        assert UNKNOWN in look(browser, code).text

    def test_after_a_new_code_was_given_the_old_one_is_void(self, app, browser, code):
        with there(app):
            new = handling.OFFICE.new_code(db.session.query(Request).one().id)
        assert UNKNOWN in look(browser, code).text
        assert "第 1120-01 号" in look(browser, new).text

    def test_a_code_of_one_village_opens_nothing_in_another(self, app, browser, code):
        other = a_village(app, "柳沟村", rooms=["service_hall"])
        with in_village(app, other):
            db.session.add(Item(name="证明", category="other", days=1))
            db.session.flush()
            request = accept(Intake(item_id=item("证明").id))
            theirs = code_of(request)
        assert "柳沟村" in look(browser, theirs).text
        assert "石桥村" not in look(browser, theirs).text
        mixed = theirs[:4] + code[4:]
        assert UNKNOWN in look(browser, mixed).text

    def test_somebody_signed_in_elsewhere_sees_no_more(self, app, code):
        stranger = signed_in(app, a_village(app, "柳沟村"))
        text = look(stranger, code).text
        assert "第 1120-01 号" in text
        assert WANG not in text

    def test_without_its_token_the_form_is_refused(self, browser, code):
        assert browser.post(PAGE, data={"code": code}, csrf=False).status_code == 400


def test_an_address_that_tries_too_often_has_to_wait(make_app, settings):
    app = make_app(testing=False)
    try:
        browser = Client(app, app.response_class, use_cookies=True)
        codes = [look(browser, "7K4M-2PXX-9QRT-H3WD").status_code for _try in range(11)]
        assert codes == [422] * 10 + [429]
        assert browser.get(PAGE).status_code == 200
    finally:
        limiter.reset()
        limiter.enabled = False
        init_logs(app, settings)


class TestReceipts:
    def test_the_receipt_shows_the_code_the_number_and_what_is_missing(self, app, clock, code):
        keeper = signed_in(app, the_village(app), "keeper", rooms=["service_hall"])
        page = keeper.get("/rooms/service_hall/case/1/receipt").text
        for words in (code, "1120-01", LOW, "王小明的户口簿", "http://localhost" + PAGE):
            assert words in page
        assert "王* · 8842" in page
        clock.shift(timedelta(days=3))
        assert code in keeper.get("/rooms/service_hall/case/1/receipt").text

    def test_codes_are_long_and_no_two_alike(self, app):
        with there(app):
            codes = {code_of(place.accept()) for _one in range(30)}
        assert len(codes) == 30
        assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", one) for one in codes)

    def test_the_database_does_not_hold_the_code(self, app, code):
        with there(app):
            row = db.session.query(Request).one()
            assert code.replace("-", "") not in "".join(map(str, vars(row).values())).replace("-", "")
