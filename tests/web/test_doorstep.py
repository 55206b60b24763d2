"""The doorstep says yes to what is quite usual, and lets everything else in untouched."""

from __future__ import annotations

import hashlib
import inspect
from datetime import timedelta

import pytest
import time_machine
from flask import Flask, get_flashed_messages, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

from hub.accounts.session import Cookies
from hub.kernel.clock import now
from hub.web import doorstep
from hub.web.deeds import Done
from hub.web.doorstep import FORM, Doorstep, answered_at_once
from hub.web.urls import LazyRule

# Digests of the functions of Flask-WTF that Doorstep._is_ours was written after.
CHECKS = {
    "protect": "60961f8ee3e9ef3f",
    "_get_csrf_token": "de69adae7034eca9",
    "validate_csrf": "647c0372b8c77385",
}


class Desk:
    """A small app with one form, and what came to either side of its door."""

    def __init__(self) -> None:
        app = self.app = Flask("desk")
        app.config.update(SECRET_KEY="only for tests", WTF_CSRF_TIME_LIMIT=None)
        app.session_interface = Cookies()
        app.url_rule_class = LazyRule
        app.wsgi_app = Doorstep(app)
        CSRFProtect(app)
        self.at_the_door: list[dict[str, str]] = []
        self.inside: list[dict[str, str]] = []
        self.answer = Done("好了", "/后面", "/undo")

        def short(_app: Flask, sent) -> Done | None:
            self.at_the_door.append(dict(sent.fields))
            return self.answer

        @app.post("/deed")
        @answered_at_once(short)
        def deed() -> str:
            self.inside.append(request.form.to_dict())
            return "inside"

        @app.get("/")
        def look() -> dict:
            return {
                "csrf": generate_csrf(),
                "said": get_flashed_messages(with_categories=True),
                "kept": dict(session),
            }

        self.browser = app.test_client()
        self.csrf: str = self.browser.get("/").json["csrf"]

    def send(self, fields: dict[str, str] | None = None, **how):
        form = {"csrf_token": self.csrf, "what": "一"} | (fields or {})
        return self.browser.post(how.pop("path", "/deed"), data=how.pop("data", form), **how)

    def is_let_in(self, **how) -> int:
        """It was not asked at the door; the status it got inside."""
        status: int = self.send(**how).status_code
        assert self.at_the_door == []
        return status


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_it_is_answered_at_the_door(desk):
    answer = desk.send()
    assert (answer.status_code, answer.location) == (303, "/%E5%90%8E%E9%9D%A2")
    assert desk.at_the_door == [{"csrf_token": desk.csrf, "what": "一"}]
    assert desk.inside == []


def test_what_it_says_is_said_on_the_next_page_and_the_rest_of_the_session_stays(desk):
    before = desk.browser.get("/").json["kept"]
    desk.send()
    after = desk.browser.get("/").json
    assert after["said"] == [["undo", {"text": "好了", "undo_url": "/undo"}]]
    assert after["kept"] == before


def test_what_the_door_does_not_answer_comes_in_whole(desk):
    desk.answer = None
    assert desk.send().text == "inside"
    assert desk.inside == desk.at_the_door == [{"csrf_token": desk.csrf, "what": "一"}]


def test_a_fault_at_the_door_is_none_inside(desk):
    desk.answer = "no Done at all"
    assert desk.send().text == "inside"


def test_the_token_may_stand_in_the_head(desk):
    assert desk.send({"csrf_token": ""}, headers={"X-CSRFToken": desk.csrf}).status_code == 303


@pytest.mark.parametrize("check", [CSRFProtect.protect, CSRFProtect._get_csrf_token, validate_csrf])
def test_flask_wtf_decides_as_when_the_door_learned_it(check):
    """The door repeats Flask-WTF's check outside of a request, where it cannot be called. A new version may ask for
    more; then the door has to ask for it, too."""
    source = inspect.getsource(check)
    known = CHECKS[check.__name__]
    assert hashlib.sha256(source.encode()).hexdigest()[:16] == known, (
        f"Flask-WTF's {check.__name__} is another than before. Read it beside Doorstep._is_ours, let the door ask for "
        "all that it asks for, and put the new digest into CHECKS."
    )


class TestForgery:
    def test_without_a_token(self, desk):
        assert desk.is_let_in(fields={"csrf_token": ""}) == 400

    def test_with_a_changed_token(self, desk):
        assert desk.is_let_in(fields={"csrf_token": desk.csrf[:-1]}) == 400

    def test_with_a_token_of_another_browser(self, desk):
        other = desk.app.test_client().get("/").json["csrf"]
        assert desk.is_let_in(fields={"csrf_token": other}) == 400

    def test_without_a_cookie(self, desk):
        desk.browser.delete_cookie("session")
        assert desk.is_let_in() == 400

    def test_with_a_changed_cookie(self, desk):
        cookie = desk.browser.get_cookie("session")
        desk.browser.set_cookie("session", cookie.value[:-2] + "xx")
        assert desk.is_let_in() == 400

    def test_with_an_old_cookie(self, desk):
        with time_machine.travel(now() + desk.app.permanent_session_lifetime + timedelta(minutes=1)):
            assert desk.is_let_in() == 400

    @pytest.mark.parametrize(
        ("cookie", "status"),
        [
            ("session=\xff\xfe", 400),
            ("session=.", 400),
            ("session=bad; session={good}", 400),  # the first of two counts, as inside
            ("other=\xff; session={good}", 200),
        ],
    )
    def test_with_a_cookie_that_is_none(self, desk, monkeypatch, cookie, status):
        """Whoever likes may send that, so it is no failure to be noted down."""
        monkeypatch.setattr(doorstep.log, "exception", None)
        good = desk.browser.get_cookie("session").value
        stranger = desk.app.test_client(use_cookies=False)
        sent = {"HTTP_COOKIE": cookie.format(good=good)}
        form = {"csrf_token": desk.csrf}
        assert stranger.post("/deed", data=form, environ_overrides=sent).status_code == status
        assert desk.at_the_door == []

    @pytest.mark.parametrize("more", [{"_permanent": True}, {"_remember": "set"}])
    def test_with_a_session_that_flask_would_write_anew(self, desk, more):
        with desk.browser.session_transaction() as kept:
            kept.update(more)
        assert desk.is_let_in() == 200

    def test_with_a_cookie_of_another_hub(self, desk):
        other = Flask("other")
        other.config["SECRET_KEY"] = "another"
        signing = SecureCookieSessionInterface().get_signing_serializer(other)
        desk.browser.set_cookie("session", signing.dumps(desk.browser.get("/").json["kept"]))
        assert desk.is_let_in() == 400

    @pytest.mark.parametrize(
        ("referrer", "answered"),
        [
            ("https://localhost/x", True),
            ("https://evil/x", False),
            ("https://localhost.evil/", False),
            ("", False),
        ],
    )
    def test_over_tls_the_page_before_must_be_ours(self, desk, referrer, answered):
        answer = desk.send(base_url="https://localhost", headers={"Referer": referrer})
        assert (answer.status_code == 303, bool(desk.at_the_door)) == (answered, answered)
        assert desk.inside == []


@pytest.mark.parametrize(
    "how",
    [
        {"path": "/deed?what=2"},
        {"data": "csrf_token={csrf}&what=1&what=2", "content_type": "application/x-www-form-urlencoded"},
        {"data": "csrf_token={csrf}&what=%ff", "content_type": "application/x-www-form-urlencoded"},
        {"data": "csrf_token={csrf}&what=一", "content_type": "application/x-www-form-urlencoded"},
        {"content_type": "multipart/form-data"},
        {"fields": {"what": "x" * 5000}},
        {"fields": {f"field {number}": "" for number in range(40)}},
    ],
)  # fmt: skip
def test_an_unusual_form_is_let_in(desk, how):
    if isinstance(how.get("data"), str):
        how = how | {"data": how["data"].format(csrf=desk.csrf)}
    assert desk.is_let_in(**how) == 200
    assert len(desk.inside) == 1


@pytest.mark.parametrize(
    ("length", "more"),
    [
        ("4000", {}),  # more than there is
        ("5", {}),
        ("-1", {}),
        ("+100", {}),
        ("", {}),
        ("¹", {}),
        (None, {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}),  # both, and the form goes on
    ],
)  # fmt: skip
def test_a_length_that_is_not_that_of_the_form(desk, length, more):
    """It is the form as it is inside that counts, whatever was read of it here."""
    form = f"csrf_token={desk.csrf}&what=1".encode()
    said = more | {"CONTENT_LENGTH": str(len(form) - 1) if length is None else length}
    status = desk.is_let_in(data=form, content_type=FORM, environ_overrides=said)
    assert (status, desk.inside) == ((200, [{"csrf_token": desk.csrf, "what": "1"}]) if more else (400, []))


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-Method-Override"])
def test_a_post_is_a_post_whatever_is_said_beside_it(desk, name):
    assert desk.send(headers={name: "GET"}).status_code == 303
    assert (
        desk.browser.get("/deed", headers={name: "POST"}, data={"csrf_token": desk.csrf}).status_code == 405
    )
    assert len(desk.at_the_door) == 1


def test_behind_a_proxy_the_hub_knows_its_place_and_the_sender(desk):
    seen = []
    desk.app.view_functions["deed"].hub_at_once = lambda app, sent: seen.append(
        (sent.url(app, "deed"), sent.address)
    )
    desk.app.wsgi_app = ProxyFix(desk.app.wsgi_app, 1, x_prefix=1)
    desk.send(headers={"X-Forwarded-Prefix": "/hub", "X-Forwarded-For": "10.0.0.7"})
    assert seen == [("/hub/deed", "10.0.0.7")]
