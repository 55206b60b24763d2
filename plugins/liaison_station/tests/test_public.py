"""The pages without an account: progress, rating by code, the board; and what never stands on them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kits.casework import code_of
from plugins.liaison_station import handling, posting, receptions
from plugins.liaison_station.models import Matter, Rating
from plugins.liaison_station.tests.place import (
    PHONE,
    ROOM,
    TEXT,
    WHO,
    a_reception,
    ask_help,
    count,
    named,
    there,
)
from tests.harness.people import Client, a_village, signed_in

pytestmark = [pytest.mark.state("liaison_place"), pytest.mark.usefixtures("clock")]
PAGE, RATE = f"{ROOM}/progress", f"{ROOM}/progress/rate"


@pytest.fixture
def browser(app) -> Client:
    """Nobody is signed in in it."""
    return Client(app, app.response_class, use_cookies=True)


@pytest.fixture
def code(app) -> str:
    """Of a matter that was fed back."""
    with there(app):
        matter = named()
        handling.forward(matter.id, "镇供电所", "灯坏了")
        handling.reply(matter.id, "已换灯三盏")
        handling.feed_back(matter.id, "phone", "他说好")
        found = code_of(matter)
        assert found
        return found


class TestProgress:
    def test_it_says_how_far_it_is_and_nothing_of_anybody(self, browser, code):
        page = browser.post(PAGE, data={"code": code})
        assert page.status_code == 200
        for words in ("第 1120-01 号", "已反馈", "已转有关单位", "石桥村", "提交评价"):
            assert words in page.text
        for words in (WHO, "王*", PHONE, "8842", TEXT, "灯坏了", "已换灯", "供电所", "他说好", "道路"):
            assert words not in page.text

    def test_looking_changes_nothing(self, app, browser, code):
        browser.post(PAGE, data={"code": code})
        with there(app):
            assert db.session.query(Matter).one().state == "fed_back"

    @pytest.mark.parametrize("typed", ["", "abc", "0000-0000-0000-0000", "长" * 16, "' OR 1=1 --"])
    def test_what_is_no_code_finds_nothing(self, browser, code, typed):
        for address in (PAGE, RATE):
            assert browser.post(address, data={"code": typed, "level": "5"}).status_code == 422


class TestRating:
    def test_it_is_given_once_by_whoever_holds_the_receipt(self, app, browser, code):
        page = browser.post(RATE, data={"code": code, "level": "4"})
        assert page.status_code == 200
        assert "谢谢您的评价" in page.text
        again = browser.post(RATE, data={"code": code, "level": "1"})
        assert again.status_code == 422
        assert "评价过了" in again.text
        with there(app):
            (rating,) = db.session.query(Rating).all()
            assert (rating.level, rating.source) == (4, "self")
            assert db.session.query(Matter).one().state == "rated"

    @pytest.mark.parametrize("level", ["", "0", "6", "五"])
    def test_a_level_that_is_none_is_refused_in_words(self, app, browser, code, level):
        assert browser.post(RATE, data={"code": code, "level": level}).status_code == 422
        with there(app):
            assert count(Rating) == 0

    def test_what_is_not_answered_is_not_rated(self, app, browser):
        with there(app):
            code = code_of(named())
        answer = browser.post(RATE, data={"code": code, "level": "5"})
        assert answer.status_code == 422
        assert "办完以后" in answer.text

    def test_it_cannot_be_sent_without_the_forms_token(self, browser, code):
        assert browser.post(RATE, data={"code": code, "level": "5"}, csrf=False).status_code == 400

    def test_where_the_room_is_off_nothing_is_found(self, app, browser, code):
        with there(app):
            here.room("liaison_station").enabled = False
        assert "没有查到" in browser.post(RATE, data={"code": code, "level": "5"}).text
        with there(app):
            assert count(Rating) == 0


class TestTheBoard:
    @pytest.fixture
    def address(self, app) -> str:
        with there(app):
            code = posting.CODES.of(posting.open_board())
        return f"{ROOM}/board/{code}"

    def test_it_shows_reception_days_and_what_was_posted_and_nobody(self, app, browser, code, address):
        with there(app):
            matter = db.session.query(Matter).one()
            handling.consent(matter.id, True, True)
            handling.post(matter.id, "路灯不亮", "换了三盏")
            receptions.cancel(a_reception().id, "大雪封路")
            ask_help()
        page = browser.get(address)
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "public, max-age=300"
        assert "Set-Cookie" not in page.headers
        for words in ("路灯不亮", "换了三盏", "第 1120-01 号", "赵永新", "取消：大雪封路", "11月24日"):
            assert words in page.text
        for words in (WHO, PHONE, TEXT, "灯坏了", "河畔拌面馆", "马春燕", "19900000001", code):
            assert words not in page.text

    def test_it_opens_for_nobody_when_shut_or_with_another_code(self, app, browser, address):
        assert browser.get(address[:-1] + ("0" if address[-1] != "0" else "1")).status_code == 404
        with there(app):
            posting.shut_board()
        assert browser.get(address).status_code == 404

    def test_another_villages_board_is_its_own(self, app, browser, address):
        other = a_village(app, "柳沟村", rooms=["liaison_station"])
        with there(app):
            a_reception()
        keeper = signed_in(app, other, "secretary")
        assert "赵永新" not in keeper.get(f"{ROOM}/board").text

    def test_what_hung_a_year_hangs_no_more(self, app, browser, clock, code, address):
        with there(app):
            matter = db.session.query(Matter).one()
            handling.consent(matter.id, False, True)
            handling.post(matter.id, "路灯不亮", "换了三盏")
        clock.shift(timedelta(days=366))
        assert "路灯不亮" not in browser.get(address).text
