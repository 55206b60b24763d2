"""Signing in: the right ones get in, and what was there before is gone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import select

from hub.accounts.models import UnknownName
from hub.kernel.database import db
from hub.kernel.logs import init_logs
from hub.web import limiter
from tests.accounts.place import PASSWORD, make_place, sign_in

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 in the villages


def test_somebody_unknown_is_led_to_the_sign_in_page(place):
    answer = place.browser().get("/residents/?search=王")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=/residents/")


def test_it_works_and_leads_to_the_page_that_was_wanted(place):
    place.user("shuji", (place.village, "secretary"))
    browser = place.browser()
    answer = sign_in(browser, " ＳｈｕＪｉ ", next="/me")
    assert (answer.status_code, answer.location) == (303, "/me")
    assert "某shuji" in browser.get("/me").text


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "/\\evil.example", "https://evil.example/", "/a\nb", "", "/\t/e"]
)
def test_nobody_is_led_away_from_the_hub(place, wanted):
    place.user("shuji", (place.village, "secretary"))
    assert sign_in(place.browser(), "shuji", next=wanted).location == "/"


@pytest.mark.parametrize(
    ("username", "password"), [("shuji", "wrong-password"), ("nobody", PASSWORD), ("shuji", "")]
)
def test_a_wrong_one_is_told_in_words_and_keeps_the_name(place, username, password):
    place.user("shuji", (place.village, "secretary"))
    answer = sign_in(place.browser(), username, password)
    assert answer.status_code == 422
    assert f'value="{username}"' in answer.text
    assert password == "" or password not in answer.text


def test_who_is_unknown_is_told_the_same_as_who_has_a_wrong_password(place):
    place.user("shuji", (place.village, "secretary"))
    texts = {
        sign_in(place.browser(), name, "wrong-password").text.count("用户名或密码不对。请检查大小写和输入法")
        for name in ("shuji", "nobody")
    }
    assert texts == {1}


@pytest.mark.parametrize(
    "wrong", ["\0", "a" * 5000, "' OR 1=1 --", "\ud83d".encode("utf-8", "replace").decode()]
)
def test_hostile_names_and_passwords_are_answered(place, wrong):
    assert sign_in(place.browser(), wrong, wrong).status_code == 422


def test_a_password_typed_full_width_fits(place):
    place.user("shuji", (place.village, "secretary"))
    full_width = "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() else sign for sign in PASSWORD)
    assert full_width != PASSWORD
    assert sign_in(place.browser(), "shuji", full_width).status_code == 303


def test_what_the_browser_had_before_is_gone(place):
    place.user("shuji", (place.village, "secretary"))
    browser = place.browser()
    browser.get("/sign-in")
    with browser.session_transaction() as before:
        before["planted"] = "by somebody else"
        before["csrf_token"] = token = "planted"
    assert sign_in(browser, "shuji").status_code == 303
    with browser.session_transaction() as after:
        assert "planted" not in after
        assert after.get("csrf_token") != token


def test_a_form_from_before_the_sign_in_is_refused_after_it(place):
    place.user("shuji", (place.village, "secretary"))
    browser = place.browser()
    old = browser._token()
    sign_in(browser, "shuji")
    answer = browser.post("/me/sign-ins/end-all", csrf=False, headers={"X-CSRFToken": old})
    assert answer.status_code == 400


def test_a_stolen_cookie_is_dead_after_signing_out(place):
    place.user("shuji", (place.village, "secretary"))
    browser = place.signed_in("shuji")
    stolen = browser.get_cookie("village_hub").value
    assert browser.get("/me").status_code == 200

    assert browser.post("/sign-out").location == "/sign-in"

    thief = place.browser()
    thief.set_cookie("village_hub", stolen)
    assert thief.get("/me").location.startswith("/sign-in")


def test_a_sign_in_ends_by_itself_after_two_weeks(place):
    place.user("shuji", (place.village, "secretary"))
    with time_machine.travel(NOON, tick=False) as clock:
        browser = place.signed_in("shuji")
        clock.shift(timedelta(days=13))
        assert browser.get("/me").status_code == 200
        clock.shift(timedelta(days=2))
        assert browser.get("/me").status_code == 302


def test_a_deactivated_account_is_out_at_once(place):
    place.user("shuji", (place.village, "secretary"))
    browser = place.signed_in("shuji")
    with place.change("shuji") as user:
        user.active = False
    assert browser.get("/me").status_code == 302
    assert "已停用" in sign_in(place.browser(), "shuji").text


def test_a_hash_of_yesterday_is_made_anew(place):
    place.user("shuji", (place.village, "secretary"))
    with place.change("shuji") as user:
        user.password_hash = old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    place.signed_in("shuji")
    assert place.account("shuji").password_hash != old
    place.signed_in("shuji")


def said(answer) -> str:
    return re.search(r"(用户名或密码不对|密码连错了)[^<]*", answer.text)[0]


class TestLockOut:
    def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour(self, place):
        place.user("shuji", (place.village, "secretary"))
        with time_machine.travel(NOON, tick=False) as clock:
            browser = place.browser()
            answers = [sign_in(browser, "shuji", "wrong-password").text for _try in range(5)]
            assert "再错 1 次" in answers[3]
            assert "锁定到 今天 12:15" in answers[4]
            assert "锁定到 今天 12:15" in sign_in(browser, "shuji").text
            clock.shift(timedelta(minutes=15, seconds=1))
            assert sign_in(browser, "shuji").status_code == 303

    def test_it_counts_from_any_browser_and_the_right_password_starts_anew(self, place):
        place.user("shuji", (place.village, "secretary"))
        for _round in range(2):
            for _try in range(4):
                sign_in(place.browser(), "shuji", "wrong-password")
            assert sign_in(place.browser(), "shuji").status_code == 303

    def test_a_name_that_no_account_has_is_answered_alike(self, place):
        place.user("shuji", (place.village, "secretary"))
        place.user("gone", (place.village, "keeper"))
        with place.change("gone") as user:
            user.active = False
        with time_machine.travel(NOON, tick=False) as clock:
            for _round in range(2):
                answers = {
                    name: [said(sign_in(place.browser(), name, "wrong-password")) for _try in range(7)]
                    for name in ("shuji", "nobody", "gone", "没有的人")
                }
                assert "再错 1 次" in answers["nobody"][3]
                assert "锁定到" in answers["nobody"][5]
                assert all(one == answers["shuji"] for one in answers.values())
                clock.shift(timedelta(minutes=15, seconds=1))

    def test_names_nobody_has_are_not_kept_in_words_and_not_for_ever(self, app, place):
        with time_machine.travel(NOON, tick=False) as clock:
            sign_in(place.browser(), "geheim-1234", "wrong-password")
            clock.shift(timedelta(days=366))
            sign_in(place.browser(), "another", "wrong-password")
        with app.app_context():
            (row,) = db.session.scalars(select(UnknownName)).all()
            assert (row.failures, len(row.name_hash), "another" in row.name_hash) == (1, 64, False)

    def test_nobody_else_is_locked(self, place):
        place.user("shuji", (place.village, "secretary"))
        place.user("other", (place.village, "reader"))
        for _try in range(5):
            sign_in(place.browser(), "shuji", "wrong-password")
        assert sign_in(place.browser(), "other").status_code == 303


@pytest.fixture
def counting_app(make_app, settings):
    """An app that counts attempts, as a real one does."""
    app = make_app(testing=False)
    yield app
    limiter.reset()
    limiter.enabled = False
    init_logs(app, settings)


def test_an_address_that_tries_too_often_has_to_wait(counting_app):
    browser = make_place(counting_app).browser()
    codes = [sign_in(browser, f"nobody{number}", "wrong").status_code for number in range(21)]
    assert codes == [422] * 20 + [429]
