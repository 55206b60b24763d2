"""A sign-in that has ended is dead in every copy of its cookie; no answer tells who has an account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from hub.accounts import passwords
from hub.accounts.services import set_active, set_password
from hub.accounts.session import end_all
from tests.accounts.place import PASSWORD, Place, make_place, sign_in
from tests.harness.people import Client

NEW = "石榴-k2xq-9ahd"


def of_account(deed: Callable) -> Callable[[Place, Client], None]:
    """Something that is done to the account elsewhere."""

    def do(place: Place, _browser: Client) -> None:
        with place.change("shuji") as user:
            deed(user)

    return do


def of_browser(address: str, **data: str) -> Callable[[Place, Client], None]:
    """Something that is done in the browser itself."""

    def do(_place: Place, browser: Client) -> None:
        assert browser.post(address, data=data).status_code == 303

    return do


ENDINGS = {
    "signing out": of_browser("/sign-out"),
    "signing out everywhere": of_browser("/me/sign-ins/end-all"),
    "one's own change of password": of_browser("/me/password", current=PASSWORD, password=NEW, again=NEW),
    "a new password": of_account(lambda user: set_password(user, NEW)),
    "the closing of the account": of_account(lambda user: set_active(user, False)),
    "the ending of all its sign-ins": of_account(end_all),
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS.keys())
def test_every_copy_of_the_cookie_is_dead(app: Flask, ending: Callable[[Place, Client], None]) -> None:
    place = make_place(app)
    place.user("boss", (place.village, "secretary"))
    place.user("shuji", (place.village, "secretary"))
    browser = place.signed_in("shuji")
    copies = []
    for _page in range(2):  # the cookie changes with what the session holds
        cookie = browser.get_cookie("village_hub")
        assert cookie
        copies.append(cookie.value)
        browser._token()
    assert [with_cookie(place, copy).get("/me").status_code for copy in copies] == [200, 200]

    ending(place, browser)

    for copy in copies:
        thief = with_cookie(place, copy)
        assert thief.get("/me").headers["Location"].startswith("/sign-in")
        assert thief.post("/visits/record", data={"room": "reading_room", "heads": "1"}).status_code in (
            302,
            400,
        )


def with_cookie(place: Place, value: str) -> Client:
    thief = place.browser()
    thief.set_cookie("village_hub", value)
    return thief


@pytest.mark.backends("sqlite")
def test_the_same_work_is_done_for_whoever_is_known_and_whoever_is_not(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place(app)
    place.user("shuji", (place.village, "secretary"))
    place.user("closed", (place.village, "reader"))
    with place.change("closed") as user:
        user.active = False
    asked: list[str] = []
    verify = passwords._hasher.verify

    class Counting:
        def verify(self, *given: str) -> bool:
            asked.append(given[1])
            return verify(*given)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    said = set()
    for name in ("shuji", "closed", "nobody"):
        asked.clear()
        answer = sign_in(place.browser(), name, "wrong-password")
        assert asked == ["wrong-password"]
        said.add((answer.status_code, "用户名或密码不对。" in answer.text, "已停用" in answer.text))
    assert said == {(422, True, False)}
