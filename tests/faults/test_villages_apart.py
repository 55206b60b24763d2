"""No row of another village by any path: pages, files, searches, suggestions, deeds on many rows, forms sent with its
numbers. What is asked by an address with a number in it is tried in `tests/test_doors.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from hub.admin.tabs import EXTENSION
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.people.models import Resident
from hub.web.lookups import EXTENSION as LOOKUPS
from tests.browser.reading import PageForm, ReadPage
from tests.browser.walking import LEAVING, Walk, local
from tests.harness.demo import SHANGHU, demo_user
from tests.harness.people import Client
from tests.test_doors import ROOM, content_of, words_in

pytestmark = pytest.mark.long

OTHER = SHANGHU + 1


def people(app: Flask, village: int) -> set[str]:
    """The names and phones of a village."""
    with in_village(app, village):
        rows = db.session.execute(select(Resident.name, Resident.phone)).all()
    return {word for row in rows for word in row if len(word) > 1}


@pytest.mark.state("demo")
def test_nobody_of_another_village_is_met_and_nothing_of_it_is_changed(app: Flask) -> None:
    before = content_of(app, OTHER)
    theirs = people(app, OTHER) - people(app, SHANGHU)
    asked = sorted(theirs)[:2]
    theirs -= set(asked)  # what was asked for stands on the page again
    secretary = demo_user(app, "shuji")
    met: set[tuple[str, str]] = set()

    def look(address: str, page: ReadPage) -> list[str]:
        met.update((address, word) for text in page.texts for word in theirs & words_in(text.text))
        return []

    walk = Walk(app, secretary, look, queries=1)
    walk.follow_links()
    for address in searches(app, asked):
        answer = secretary.get(address, buffered=True)
        assert answer.status_code < 500, address
        met |= {(address, word) for word in theirs & words_in(answer.text)}
    assert met == set()
    assert len(theirs) > 20

    beyond = highest(app)
    numbers = {row[0] for rows in before.values() for row in rows}
    wide = [str(number) for number in sorted(numbers) if number > beyond][:200] or [str(max(numbers))]
    for view in lists(app):
        for action in view.bulk_actions:
            secretary.post(
                f"{url_of(app, view)}action/", data={"action": action.name, "rowid": wide, "confirmed": "1"}
            )
    for address, form in list(walk.forms.values()):
        target = local(address, form.action)
        if walk.endpoint(target, "POST") not in LEAVING and "/backup/" not in target:
            secretary.post(target, data=with_numbers(form, before) | {"confirmed": "1"}, buffered=True)
    assert content_of(app, OTHER) == before


def searches(app: Flask, asked: list[str]) -> Iterator[str]:
    """Files of all lists, lists that are searched, look-ups, and the search at the top."""
    for view in lists(app):
        yield f"{url_of(app, view)}export/csv/"
        yield f"{url_of(app, view)}?search={quote(asked[0])}"
    for name in app.extensions[LOOKUPS]:
        yield from (f"/lookup/{name}?q={quote(typed)}" for typed in (asked[0], "1"))
    yield from (f"/search?q={quote(typed)}" for typed in asked)


def lists(app: Flask) -> list[Any]:
    """All lists; of the rooms that are a manifest alone, none."""
    views = [view for some in app.extensions[EXTENSION].values() for view in some]
    return [view for view in views if not view.endpoint.endswith("__visits") or ROOM in view.endpoint]


def url_of(app: Flask, view: Any) -> str:
    with app.test_request_context():
        return type(view).url()


def highest(app: Flask) -> int:
    """The highest number of the own village's rows."""
    return max((row[0] for rows in content_of(app, SHANGHU).values() for row in rows), default=0)


def with_numbers(form: PageForm, before: dict[str, list]) -> dict[str, str]:
    """What a form sends, with a number of the other village wherever it has a number of this one."""
    last = {name.lower(): str(rows[-1][0]) for name, rows in before.items() if rows}
    sent = {}
    for control in form.controls:
        name = re.sub(r"_id$", "", control.name)
        value = control.value or next(filter(None, reversed(control.options)), "1")
        number = last.get(name) or last.get({"borrower": "resident", "other": "resident"}.get(name, ""))
        sent[control.name] = number or (
            last["visit"] if control.kind == "hidden" and value.isdigit() else value
        )
    return sent


@pytest.mark.state("demo")
@pytest.mark.backends("sqlite")
@pytest.mark.parametrize("who", ["shuji", "zhen", None])
def test_every_form_that_is_sent_carries_a_token_and_is_refused_without(app: Flask, who: str | None) -> None:
    client = demo_user(app, who) if who else Client(app, app.response_class, use_cookies=True)
    without: list[str] = []

    def look(address: str, page: ReadPage) -> list[str]:
        for form in page.forms:
            tokens = [control.value for control in form.controls if control.name == "csrf_token"]
            if form.method == "post" and (len(tokens) != 1 or len(tokens[0]) < 40):
                without.append(f"{address}: {form.action}")
            if form.method == "get" and tokens:
                without.append(f"{address}: a token in an address: {form.action}")
        return []

    walk = Walk(app, client, look, queries=2)
    walk.follow_links()
    for address in ("/sign-in", "/rooms/service_hall/progress", "/nowhere"):
        walk.open("GET", address, "public")
    assert without == []
    assert walk.forms or who is None
    taken = []
    for address, form in walk.forms.values():
        answer = client.post(local(address, form.action), data={"name": "某人"}, csrf=False)
        if answer.status_code != 400 or "页面已过期" not in answer.text:
            taken.append((form.action, answer.status_code))
    assert taken == []
