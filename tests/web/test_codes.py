"""Codes that name their village, tickets of phones, and the address that is printed for them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Response, g
from hypothesis import given
from hypothesis import strategies as st

from hub.centre.situation import in_village
from hub.kernel.codes import MOST_VILLAGES, SIGNS, Codes, proper_signs, random_signs
from hub.kernel.here import here
from hub.settings import SettingsError, load_settings
from hub.web.tickets import COOKIE, MOST, give_ticket, holds_ticket
from hub.web.urls import address_for_phones, is_this_machine_only
from tests.harness.people import a_village


class _Door:
    __tablename__ = "doors"
    code_salt: str | None = None
    code_hash: str | None = None


@pytest.fixture
def village(app):
    with in_village(app, a_village(app)):
        yield here.village_id


class TestCodes:
    @pytest.mark.parametrize("secret", [12, 20])
    def test_a_code_names_its_village_and_can_be_made_again(self, village, secret):
        codes, row = Codes("door", secret), _Door()
        code = codes.give(row)
        assert len(code.replace("-", "")) == secret + 4
        assert codes.village_of(code) == codes.village_of(code.replace("-", "").lower()) == village
        assert codes.of(row) == code
        codes.forget(row)
        assert codes.of(row) is None

    def test_two_kinds_of_codes_are_two_codes(self, village):
        row = _Door()
        code = Codes("door").give(row)
        assert Codes("gate").of(row) is None
        assert Codes("door", 20).read(code) is None

    @given(st.text(max_size=40))
    def test_whatever_is_typed_is_a_code_or_none(self, text):
        codes = Codes("door", 20)
        code = codes.read(text)
        assert code is None or codes.read(code) == code
        number = codes.village_of(text)
        assert number is None or 0 < number < MOST_VILLAGES

    def test_signs_that_are_called_out_are_easy_to_tell_apart(self):
        signs = {random_signs(6) for _one in range(50)}
        assert len(signs) == 50
        assert set("".join(signs)) <= set(SIGNS)
        assert proper_signs(" o1-il ab ") == "0111AB"


class TestTickets:
    def test_the_phone_that_was_given_one_holds_it_and_no_other(self, app, village):
        cookie = _given(app, ("bay", 7))
        assert _holds(app, cookie, "bay", 7)
        assert not _holds(app, cookie, "bay", 8)
        assert not _holds(app, cookie, "gate", 7)
        assert not _holds(app, "", "bay", 7)
        assert not _holds(app, cookie[:-2] + "xx", "bay", 7)

    def test_it_keeps_the_last_few(self, app, village):
        cookie = _given(app, *(("bay", number) for number in range(MOST + 3)))
        assert not _holds(app, cookie, "bay", 0)
        assert _holds(app, cookie, "bay", MOST + 2)

    def test_it_is_worth_nothing_in_another_village(self, app):
        one, other = a_village(app), a_village(app, "乙村")
        with in_village(app, one):
            cookie = _given(app, ("bay", 7))
        with in_village(app, other):
            assert not _holds(app, cookie, "bay", 7)


def _given(app: Any, *tickets: tuple[str, int]) -> str:
    entered = here.village
    with app.test_request_context():
        g.pop("hub_tickets", None)
        here.enter(entered, None, ())
        for what, id in tickets:
            give_ticket(what, id)
        answer: Response = app.process_response(app.response_class("ok"))
    cookies = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(COOKIE)]
    return cookies[-1].partition("=")[2].partition(";")[0]


def _holds(app: Any, cookie: str, what: str, id: int) -> bool:
    entered = here.village
    with app.test_request_context(headers={"Cookie": f"{COOKIE}={cookie}"}):
        g.pop("hub_tickets", None)  # as at a request of its own
        here.enter(entered, None, ())
        return holds_ticket(what, id)


@pytest.mark.backends("sqlite")
class TestTheAddressForPhones:
    def test_it_is_as_the_page_was_asked_for_unless_one_is_set(self, app, make_app):
        with app.test_request_context(base_url="http://10.0.0.5:8080"):
            assert address_for_phones("/x") == ("http://10.0.0.5:8080/x", True)
        with make_app(url="https://hub.example.org/").test_request_context():
            assert address_for_phones("/x") == ("https://hub.example.org/x", True)

    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:80", "http://0.0.0.0"]
    )
    def test_one_that_no_phone_reaches_is_known(self, url):
        assert is_this_machine_only(url)

    @pytest.mark.parametrize(
        "url",
        [
            "192.168.1.20:8080",
            "ftp://hub",
            "http://",
            "http://hub/rooms",
            "http://a:b@hub",
            "http://hub:99999",
        ],
    )
    def test_what_is_none_stops_the_start_with_a_sentence(self, tmp_path, url):
        with pytest.raises(SettingsError, match="url"):
            load_settings(home=tmp_path, url=url)
