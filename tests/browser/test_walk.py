"""A walk over everything that can be reached by clicking; nothing, nonsense and far too much is typed into every form.

Here pages are asked for and read as they are sent. `test_look.py` opens one of each kind in a browser.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import inspect, text, update

from hub.accounts.models import User
from hub.kernel.database import db
from tests.browser.reading import ReadPage, chinese
from tests.browser.walked import walked
from tests.browser.walking import Walk
from tests.harness.demo import demo_user
from tests.harness.stand import Stand

pytestmark = [pytest.mark.state("demo"), pytest.mark.long]

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
CHINESE_STOPS = re.compile(r"[A-Za-z]\s*[。，；：、！？（）]|[。，；：、！？（）]\s*[A-Za-z]")
# Far too much, mostly of a sign that a form sends as it is: each of the others takes nine, to be written and read.
LONG = "长" * 100 + "-" * 9_900
TYPED = ("", "国\0家", "😀\u202e右", "1000000000", "0000-00-00", "9999-12-31T23:59", LONG)


@pytest.mark.backends("postgresql")  # the browser walks on the other
@pytest.mark.parametrize("who", ["gongju", "kan"])
def test_every_page_linked_is_there_and_in_chinese(stand: Stand, who: str):
    walk = walked(stand, who)
    assert walk.problems == []
    assert len(walk.pages) > 20


@pytest.mark.parametrize("who", ["shuji", "zhen"])
def test_no_form_is_put_out_by_what_is_typed_and_all_of_it_is_kept(stand: Stand, who: str):
    walk = walked(stand, who)
    for typed in TYPED:
        walk.send_forms(typed)
    walk.press_buttons()
    if who == "shuji":
        walk.read_audit()
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


@pytest.mark.backends("sqlite")  # the words are the same on both, and here all that is kept can be read
def test_an_english_page_has_no_chinese_but_what_people_have_typed(app: Flask):
    with app.app_context():
        everybody = update(User).values(lang="en").execution_options(hub_audit="test")
        db.session.execute(everybody)
        db.session.commit()
    known = runs_in_the_database(app)

    def look(_address: str, page: ReadPage) -> list[str]:
        wrong_lang = [] if page.lang == "en" else [f"lang is {page.lang!r}"]
        return wrong_lang + [
            f"{said.where}: {said.text[:120]}"
            for said in page.texts
            if not said.lang.startswith("zh")
            # A single character is a room's seal or somebody's surname.
            and (
                any(len(run) > 1 and run not in known for run in CHINESE.findall(said.text))
                or CHINESE_STOPS.search(said.text)
            )
        ]

    walk = Walk(app, demo_user(app, "shuji"), look, queries=2)
    walk.follow_links()
    walk.send_forms("")
    walk.press_buttons()
    walk.read_audit()
    assert walk.problems == []
    assert len(walk.pages) > 50


def runs_in_the_database(app: Flask) -> set[str]:
    """Whatever is Chinese in any text that is kept."""
    runs: set[str] = set()
    with app.app_context(), db.engine.connect() as connection:
        for table in inspect(db.engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                runs.update(run for value in row if isinstance(value, str) for run in CHINESE.findall(value))
    return runs
