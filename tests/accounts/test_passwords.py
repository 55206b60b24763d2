"""Which passwords are good enough, and the first one."""

from __future__ import annotations

from contextlib import suppress

import pytest
from argon2 import Type
from hypothesis import given
from hypothesis import strategies as st

from hub.accounts.names import check_username
from hub.accounts.passwords import check_password, first_password, fits, hash_password
from hub.kernel.refusals import Refused
from tests.accounts.place import PASSWORD, sign_in

GOOD = "水渠-苹果-47"


@pytest.mark.parametrize(
    "password",
    ["1234567", "", "12345678", "87654321", "abcdefgh", "88888888", "abababab", "Password", "woaini1314", "zhangsan",
     "zhangsan1", "１２３４５６７８", "abcd\0efgh", "x" * 129],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password):
    with pytest.raises(Refused) as refusal:
        check_password(password, "zhangsan")
    assert refusal.value.field == "password"


@pytest.mark.parametrize("password", [GOOD, "correct horse", "zhangsan-feeds-9-hens", "Tr0ub4dor"])
def test_what_is_hard_to_guess_is_taken(password):
    assert check_password(password, "zhangsan") == password


@given(st.text(max_size=140), st.text(max_size=40))
def test_any_text_is_taken_or_refused_with_a_sentence(password, username):
    with suppress(Refused):
        assert check_password(password, username) == password


def test_first_passwords_are_good_enough_and_never_the_same():
    some = {first_password() for _time in range(50)}
    assert len(some) == 50
    for password in some:
        check_password(password, "zhangsan")


def test_a_hash_fits_its_password_and_no_other():
    assert fits(hash_password(GOOD), GOOD)
    assert not fits(hash_password(GOOD), GOOD + "1")
    assert not fits("no hash at all", GOOD)
    assert not fits(None, GOOD)


@pytest.mark.parametrize("typed", ["", "a", "-ab", "a b", "a" * 41, "王\u202e", "<b>", "a\0"])
def test_a_user_name_that_cannot_be_typed_is_refused(typed):
    with pytest.raises(Refused):
        check_username(typed)


@pytest.mark.parametrize(
    ("typed", "kept"), [("ZhangSan", "zhangsan"), (" 张三 ", "张三"), ("ｌｉ.si-2", "li.si-2")]
)
def test_a_user_name_is_kept_in_one_way(typed, kept):
    assert check_username(typed) == kept


class TestFirstPassword:
    def test_no_other_page_opens_before_it_is_changed(self, place):
        place.user("new", (place.village, "secretary"), first=True)
        browser = place.signed_in("new")
        for address in ("/", "/residents/", "/accounts/", "/people/new"):
            assert browser.get(address).location == "/me/password"
        assert browser.get("/me/password").status_code == 200

    def test_once_it_is_changed_everything_opens_and_the_first_one_is_dead(self, place):
        place.user("new", (place.village, "secretary"), first=True)
        browser = place.signed_in("new")
        answer = browser.post("/me/password", data={"password": GOOD, "again": GOOD})
        assert (answer.status_code, answer.location) == (303, "/")
        assert browser.get("/me").status_code == 200
        assert sign_in(place.browser(), "new", PASSWORD).status_code == 422
        assert sign_in(place.browser(), "new", GOOD).status_code == 303

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"password": GOOD, "again": GOOD + "x"}, "两次输入的不一样"),
            ({"password": "12345678", "again": "12345678"}, "太常见"),
            ({"password": PASSWORD, "again": PASSWORD}, "和现在的一样"),
            ({}, "请填写密码"),
        ],
    )
    def test_what_is_wrong_is_said(self, place, data, sentence):
        place.user("new", (place.village, "secretary"), first=True)
        answer = place.signed_in("new").post("/me/password", data=data)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert place.account("new").must_change_password


class TestOwnPassword:
    def test_the_present_one_is_asked_for(self, place):
        place.user("old", (place.village, "reader"))
        browser = place.signed_in("old")
        answer = browser.post("/me/password", data={"current": "wrong", "password": GOOD, "again": GOOD})
        assert "现在的密码不对" in answer.text
        answer = browser.post("/me/password", data={"current": PASSWORD, "password": GOOD, "again": GOOD})
        assert answer.status_code == 303

    def test_other_devices_are_signed_out_by_a_change_and_this_one_is_not(self, place):
        place.user("old", (place.village, "reader"))
        here, elsewhere = place.signed_in("old"), place.signed_in("old")
        here.post("/me/password", data={"current": PASSWORD, "password": GOOD, "again": GOOD})
        assert here.get("/me").status_code == 200
        assert elsewhere.get("/me").status_code == 302


def test_the_hubs_own_hash_costs_what_a_guess_must_cost(slow_hasher):
    assert slow_hasher.type is Type.ID
    assert slow_hasher.memory_cost >= 19 * 1024  # KiB
    assert slow_hasher.time_cost >= 2
