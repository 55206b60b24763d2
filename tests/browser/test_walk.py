"""A walk over everything that can be reached by clicking; nothing, nonsense and far too much is typed into every form.

Here pages are asked for and read as they are sent. `test_look.py` opens one of each kind in a browser.
"""

from __future__ import annotations

import pytest
from flask import Flask

from hub.demo.accounts import ACCOUNTS
from tests.browser.reading import ReadPage, english
from tests.browser.walking import Walk
from tests.harness.demo import demo_user

pytestmark = pytest.mark.state("demo")

USERNAMES = tuple(account.username for account in ACCOUNTS)
TYPED = ("", "国\0家", "😀\u202e右", "1000000000", "0000-00-00", "9999-12-31T23:59", "长" * 10_000)


def chinese(_address: str, page: ReadPage) -> list[str]:
    """What a Chinese page may not say."""
    wrong_lang = [] if page.lang == "zh-Hans-CN" else [f"lang is {page.lang!r}"]
    return wrong_lang + english(page.texts, allowed=USERNAMES)


@pytest.mark.backends("postgresql")  # the browser walks on the other
@pytest.mark.parametrize("who", ["gongju", "kan"])
def test_every_page_linked_is_there_and_in_chinese(app: Flask, who: str):
    walk = Walk(app, demo_user(app, who), chinese)
    walk.follow_links()
    assert walk.problems == []
    assert len(walk.pages) > 20


@pytest.mark.parametrize("who", ["shuji", "zhen"])
def test_no_form_is_put_out_by_what_is_typed_and_all_of_it_is_kept(app: Flask, who: str):
    walk = Walk(app, demo_user(app, who), chinese)
    walk.follow_links()
    for typed in TYPED:
        walk.send_forms(typed)
    walk.press_buttons()
    assert walk.problems == []


ADDRESSES = (
    "/nowhere",
    "/rooms/nowhere/",
    "/people/99999999999",
    "/people/0",
    "/visits/?after=x&sort=--",
    "/month?month=0000-00",
)


@pytest.mark.parametrize("who", ["shuji", "kan"])
def test_errors_speak_chinese(app: Flask, who: str):
    client = demo_user(app, who)
    said = []
    for address in (*ADDRESSES, "/town", "/settings", "/accounts/", "/sign-out", "/language"):
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code < 500, address
        said += chinese(address, ReadPage(answer.text))
    forged = client.post("/people/new", data={"name": "某人"}, csrf=False)
    assert forged.status_code == 400
    assert said + chinese("", ReadPage(forged.text)) == []
