"""The page behind the QR code: what a phone without an account can do, and all that it cannot."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.logs import init_logs
from hub.kernel.models import Village
from hub.web import limiter
from hub.web.tickets import COOKIE
from plugins.wash_station import faults, washing
from plugins.wash_station.bays import CODES
from plugins.wash_station.models import Bay, Fault, Use
from plugins.wash_station.tests.place import (
    ROOM,
    apart,
    bay,
    book,
    code_of,
    count,
    phone,
    start,
    state_of,
    the_village,
    there,
    visits,
)
from tests.harness.people import Client, a_village, signed_in

pytestmark = [pytest.mark.state("wash_place"), pytest.mark.usefixtures("clock")]
SHUT = "这个码打不开"


@pytest.fixture
def at(app) -> str:
    """The address behind the code of bay 1."""
    return f"{ROOM}/at/{code_of(app)}"


@pytest.fixture
def mine(app) -> Client:
    return phone(app)


def running(app) -> Use | None:
    with there(app):
        use = db.session.scalars(select(Use).where(Use.state == "kept", Use.ended_at.is_(None))).first()
        return apart(use) if use else None


class TestStartingAndFinishing:
    def test_it_works(self, app, mine, at, clock):
        assert "空闲" in mine.get(at).text
        page = mine.post(f"{at}/start", follow_redirects=True)
        assert "开始了，最晚 10:40 结束" in page.text
        assert "您正在用" in page.text
        clock.shift(timedelta(minutes=20))
        page = mine.post(f"{at}/finish", follow_redirects=True)
        assert "结束了，谢谢" in page.text
        with there(app):
            use = db.session.query(Use).one()
            assert (use.source, use.ended_at) == ("public", here.now)
            assert visits() == 1

    def test_another_phone_sees_that_it_is_in_use_and_cannot_end_it(self, app, mine, at):
        mine.post(f"{at}/start")
        other = phone(app)
        page = other.get(at).text
        assert "使用中" in page
        assert f"{at}/finish" not in page
        assert "只有开始的那部手机" in other.post(f"{at}/finish", follow_redirects=True).text
        assert running(app) is not None

    def test_a_keeper_can(self, app, mine, at):
        mine.post(f"{at}/start")
        use = running(app)
        keeper = signed_in(app, the_village(app), "keeper", rooms=["wash_station"])
        assert keeper.post(f"{ROOM}/use/{use.id}/finish").status_code == 303
        assert running(app) is None

    def test_a_forged_ticket_is_none(self, app, mine, at):
        mine.post(f"{at}/start")
        thief = phone(app)
        for value in ("x", "W1sxLCJ3YXNoX3VzZSIsMV1d.aaaaaa.bbbb", '[[1,"wash_use",1]]'):
            thief.set_cookie(COOKIE, value)
            thief.post(f"{at}/finish")
        assert running(app) is not None

    def test_a_ticket_is_worth_nothing_after_a_day(self, app, mine, at, clock):
        with there(app):
            bay().minutes = 480
        mine.post(f"{at}/start")
        with there(app):
            use = db.session.query(Use).one()
            use.ends_at = use.busy_until = use.ends_at + timedelta(days=2)
        clock.shift(timedelta(hours=25))
        assert "只有开始的那部手机" in mine.post(f"{at}/finish", follow_redirects=True).text

    def test_a_double_tap_starts_once(self, app, mine, at):
        mine.post(f"{at}/start")
        assert "已经开始了" in mine.post(f"{at}/start", follow_redirects=True).text
        with there(app):
            assert (count(Use), visits()) == (1, 1)

    def test_one_phone_washes_at_one_bay(self, app, mine, at):
        mine.post(f"{at}/start")
        second = f"{ROOM}/at/{code_of(app, '2')}"
        assert "您在1 号位还没有结束" in mine.post(f"{second}/start", follow_redirects=True).text
        with there(app):
            assert state_of("2") == "free"

    def test_tapping_on_and_off_counts_no_visits(self, app, at):
        for _stranger in range(3):
            toy = phone(app)
            toy.post(f"{at}/start")
            toy.post(f"{at}/finish")
        with there(app):
            assert (visits(), bay().uses) == (0, 0)

    def test_a_bay_out_of_service_says_why_and_does_not_start(self, app, mine, at):
        with there(app):
            faults.stop(bay().id, "高压枪漏水")
        page = mine.get(at).text
        assert "高压枪漏水" in page
        assert f"{at}/start" not in page
        assert "高压枪漏水" in mine.post(f"{at}/start", follow_redirects=True).text
        assert running(app) is None


class TestTickets:
    def test_whoever_booked_begins_with_the_ticket(self, app, mine, at, clock):
        with there(app):
            ticket = book(hours=1).ticket
        clock.shift(timedelta(minutes=61))
        assert "等取号的人来" in mine.get(at).text
        page = mine.post(f"{at}/ticket", data={"ticket": ticket.lower()}, follow_redirects=True)
        assert "您正在用" in page.text

    def test_a_wrong_one_is_said_and_what_was_typed_stays(self, mine, at):
        answer = mine.post(f"{at}/ticket", data={"ticket": "ZZZ999"})
        assert answer.status_code == 422
        assert "没有这个取号码" in answer.text
        assert 'value="ZZZ999"' in answer.text

    def test_one_that_was_cancelled_says_why(self, app, mine, at):
        with there(app):
            use = book()
            ticket = use.ticket
            washing.cancel(use.id, "夜里冰冻")
        assert "夜里冰冻" in mine.post(f"{at}/ticket", data={"ticket": ticket}).text

    def test_the_page_never_shows_a_ticket(self, app, mine, at):
        with there(app):
            ticket = book(hours=0.5).ticket
        assert ticket not in mine.get(at).text


class TestFaults:
    def test_danger_closes_the_bay_at_once(self, app, mine, at):
        given = {"severity": "danger", "what": "插座冒火"}
        page = mine.post(f"{at}/fault", data=given, follow_redirects=True)
        assert "已经停用" in page.text
        with there(app):
            fault = db.session.query(Fault).one()
            assert (fault.source, fault.stopped) == ("public", True)
            assert state_of() == "out"

    @pytest.mark.parametrize("severity", ["minor", "major"])
    def test_less_is_shown_to_the_keeper_and_closes_nothing(self, app, mine, at, severity):
        assert (
            "管理员会来看"
            in mine.post(f"{at}/fault", data={"severity": severity}, follow_redirects=True).text
        )
        with there(app):
            assert state_of() == "free"
            assert count(Fault, Fault.source == "public", Fault.state == "open") == 1

    def test_three_are_enough(self, app, mine, at):
        for _one in range(3):
            mine.post(f"{at}/fault", data={"severity": "minor"})
        answer = mine.post(f"{at}/fault", data={"severity": "minor", "what": "滴水"})
        assert answer.status_code == 422
        assert "已经有几个人报过了" in answer.text
        assert "滴水" in answer.text
        mine.post(f"{at}/fault", data={"severity": "danger"})
        with there(app):
            assert state_of() == "out"

    def test_a_keeper_who_found_nothing_is_believed_for_a_day(self, app, mine, at, clock):
        mine.post(f"{at}/fault", data={"severity": "danger"})
        with there(app):
            faults.upkeep.settle(db.session.query(Fault).one().id, "dismissed", "看过，没事", back=True)
        mine.post(f"{at}/fault", data={"severity": "danger"})
        with there(app):
            assert state_of() == "free"
            assert count(Fault, Fault.state == "open") == 1
        clock.shift(timedelta(hours=25))
        mine.post(f"{at}/fault", data={"severity": "danger"})
        with there(app):
            assert state_of() == "out"

    @pytest.mark.parametrize("given", [{}, {"severity": "x"}, {"severity": "minor", "what": "长" * 201}])
    def test_what_makes_no_sense_is_refused_in_words(self, app, mine, at, given):
        assert mine.post(f"{at}/fault", data=given).status_code == 422
        with there(app):
            assert count(Fault) == 0


class TestStrangers:
    @pytest.mark.parametrize("code", ["x", "0" * 24, "%00", "' OR 1=1", "Z" * 24, "长" * 24, "1" * 3000])
    @pytest.mark.parametrize("what", ["", "/start", "/finish", "/ticket", "/fault"])
    def test_a_code_that_is_none_opens_nothing(self, app, mine, code, what):
        address = f"{ROOM}/at/{code}{what}"
        answers = (
            [mine.post(address, data={"severity": "danger", "ticket": "x"})] if what else [mine.get(address)]
        )
        for answer in answers:
            assert answer.status_code == 404
            assert "石桥村" not in answer.text
        with there(app):
            assert count(Use) + count(Fault) == 0

    def test_the_old_code_is_void_when_there_is_a_new_one(self, app, mine, at):
        with there(app):
            CODES.give(bay())
        assert SHUT in mine.get(at).text
        assert mine.post(f"{at}/start").status_code == 404
        assert "空闲" in mine.get(f"{ROOM}/at/{code_of(app)}").text

    def test_nor_does_one_where_the_room_is_off_or_the_village_gone(self, app, mine, at):
        with there(app):
            here.room("wash_station").enabled = False
        assert SHUT in mine.get(at).text
        assert mine.post(f"{at}/start").status_code == 404
        with there(app):
            here.room("wash_station").enabled = True
        with app.app_context():
            db.session.get(Village, the_village(app)).active = False
            db.session.commit()
        assert SHUT in mine.get(at).text

    def test_a_code_of_one_village_opens_nothing_of_another(self, app, mine, at):
        other = a_village(app, "柳沟村", rooms=["wash_station"])
        with in_village(app, other):
            row = Bay(number="9", kind="car", minutes=40)
            theirs = CODES.give(row).replace("-", "")
            db.session.add(row)
        page = mine.get(f"{ROOM}/at/{theirs}").text
        assert "柳沟村" in page
        assert "石桥村" not in page
        mixed = theirs[:4] + at.rpartition("/")[2][4:]
        assert SHUT in mine.get(f"{ROOM}/at/{mixed}").text

    def test_nothing_is_done_without_the_token_of_the_form(self, app, mine, at):
        mine.get(at)
        for what in ("start", "finish", "ticket", "fault"):
            assert mine.post(f"{at}/{what}", csrf=False).status_code == 400
        assert running(app) is None

    def test_whoever_is_signed_in_elsewhere_is_nobody_here(self, app, at):
        stranger = signed_in(app, a_village(app, "柳沟村"))
        assert "空闲" in stranger.get(at).text
        stranger.post(f"{at}/start")
        with there(app):
            entry = _last_entry()
            assert (entry.user_id, entry.address) == (None, "public")

    def test_it_is_not_for_search_engines_nor_kept(self, mine, at):
        headers = mine.get(at).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Cache-Control"] == "no-store"

    def test_the_ticket_is_the_phones_own_and_no_sign_in(self, app, mine, at):
        cookies = mine.post(f"{at}/start").headers.getlist("Set-Cookie")
        ticket = next(cookie for cookie in cookies if cookie.startswith(COOKIE))
        assert "HttpOnly" in ticket
        assert "SameSite=Lax" in ticket
        assert mine.get("/").headers["Location"].startswith("/sign-in")
        assert mine.get(f"{ROOM}/board").headers["Location"].startswith("/sign-in")


class TestTheAudit:
    def test_it_was_the_public_and_no_address_is_kept(self, app, mine, at):
        mine.post(f"{at}/start")
        with there(app):
            entry = _last_entry()
            assert (entry.user_id, entry.address) == (None, "public")
        secretary = signed_in(app, the_village(app))
        assert "公众" in secretary.get("/audit/").text

    def test_a_new_code_stands_in_it_but_not_what_it_is(self, app):
        with there(app):
            CODES.give(bay())
            db.session.flush()
            changes = _last_entry("wash_station__bay").changes
            assert changes["code_hash"] == ["***", "***"]


def _last_entry(table: str = "wash_station__use") -> AuditEntry:
    return db.session.scalars(
        select(AuditEntry).where(AuditEntry.table == table).order_by(AuditEntry.id.desc()),
        execution_options={"hub_trusted": True},
    ).first()


def test_an_address_that_does_too_much_has_to_wait(make_app, settings):
    app = make_app(testing=False)
    try:
        toy = phone(app)
        at = f"{ROOM}/at/{code_of(app)}"
        answers = [toy.post(f"{at}/start").status_code for _try in range(13)]
        assert answers == [303] * 12 + [429]
        assert toy.get(at).status_code == 200
    finally:
        limiter.reset()
        limiter.enabled = False
        init_logs(app, settings)


class TestTheSheet:
    @pytest.fixture
    def secretary(self, app):
        return signed_in(app, the_village(app))

    def test_it_holds_the_address_as_a_picture_and_in_words(self, app, secretary, at):
        page = secretary.get(f"{ROOM}/bay/1/sheet").text
        assert "<svg" in page
        assert f"http://localhost{at}" in page
        assert "这台电脑自己打得开" in page

    def test_with_an_address_set_it_leads_there(self, make_app):
        app = make_app(url="http://192.168.1.20:8080")
        page = signed_in(app, the_village(app)).get(f"{ROOM}/bay/1/sheet").text
        assert f"http://192.168.1.20:8080{ROOM}/at/{code_of(app)}" in page
        assert "这台电脑自己打得开" not in page

    def test_the_code_is_changed_after_a_question(self, app, secretary, at):
        assert "旧码就不能用了" in secretary.post(f"{ROOM}/bay/1/code").text
        secretary.post(f"{ROOM}/bay/1/code", data={"confirmed": "1"})
        assert at.rpartition("/")[2] != code_of(app)

    def test_a_keeper_prints_but_does_not_change_it(self, app):
        keeper = signed_in(app, the_village(app), "keeper", rooms=["wash_station"])
        assert keeper.get(f"{ROOM}/bay/1/sheet").status_code == 200
        assert keeper.post(f"{ROOM}/bay/1/code", data={"confirmed": "1"}).status_code in (303, 403)

    def test_codes_are_long_and_no_two_alike(self, app):
        with there(app):
            codes = {CODES.give(bay()) for _one in range(20)}
        assert len(codes) == 20
        assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)


def test_a_desk_start_is_seen_by_phones_as_in_use(app, mine, at):
    with there(app):
        start()
    assert "使用中" in mine.get(at).text


def test_the_look_of_a_room_with_open_pages_is_open_and_that_of_others_is_not(mine):
    assert mine.get(f"{ROOM}/static/room.css", buffered=True).status_code == 200
    assert mine.get("/rooms/tool_station/static/room.css").status_code == 302
