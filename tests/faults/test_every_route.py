"""Every route of the app, met by a link or not, is asked with everything that nobody means: an answer in words, below
500, under the strict content policy, nothing kept that its column does not hold, nothing shown back as it was typed.

`tests/test_hostile.py` goes where links and forms lead and makes one field wrong at a time; here the addresses are
those of the app itself, and every name that any page or form reads is sent to each.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from flask import Flask
from sqlalchemy import String, func, select
from wtforms.fields.core import UnboundField

from hub.admin.tabs import EXTENSION
from hub.centre.situation import in_village
from hub.conformance.villages import models_of
from hub.kernel.database import db
from hub.web.forms import Form
from tests.browser.walking import LEAVING
from tests.harness.demo import SHANGHU, demo_user
from tests.harness.people import Client
from tests.test_doors import ROOM, Door, content_of, doors_of, numbers_of_lists, rooms_of
from tests.test_hostile import ARGUMENTS, MARKUP

pytestmark = pytest.mark.long

MANY_WORDS = " ".join(f"词{n}" for n in range(2000))
# As they stand in an address or a form's body, percent-encoded; not all of them are text at all.
VALUES = (
    "-1", "0", "1.5", "1e9", "1000000000", "9" * 400, "%00", "a%00b", "NaN", "٣", "0000-01-01", "9999-12-31", "0001-01",
    "9999-12-31T23:59", "10000-01-01", "2025-02-30", "25:61", quote_plus(MARKUP), "%F0%9F%98%80",
    "%E2%80%AE%E2%80%8F%E2%80%8Babc", "%ED%A0%80", "%FF%FE", "%C0%80",
    "%", "%zz", "%25%25", "%5B%5D", "%7B%22a%22%3A1%7D", "//evil.example/%5C", "javascript:alert(1)",
    "%0D%0ASet-Cookie:x=y", "%27%20OR%201%3D1%20--", "%7B%7B7*7%7D%7D", "..%2F..%2Fetc%2Fpasswd", "%20", "", "on",
    "null", "true",
)  # fmt: skip
LONG = (
    quote_plus(MANY_WORDS),
    "1",
    quote("字" * 10_000),
    "1",
    "a" * 10_000,
    "1",
)  # one in every other request
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Host": "evil.example"},
    {"Host": "a b\"<>"},
    {"Host": "[::1"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "javascript", "X-Forwarded-For": "1.2.3.4, \"x"},
    {"X-Forwarded-Prefix": "//evil.example", "X-Script-Name": "/evil.example", "Forwarded": "host=evil.example"},
    {"Referer": "http://evil.example/\\", "Origin": "http://evil.example"},
    {"Referer": "http://[::1", "Accept-Language": "zz-\xff;q=a, *;q=-1, " + "en," * 500},
    {"Accept": "x", "Range": "bytes=9-1,-,a", "If-None-Match": '"', "If-Modified-Since": "the year 0"},
    {"User-Agent": "\xff" * 2000, "X-Requested-With": "XMLHttpRequest", "X-HTTP-Method-Override": "DELETE"},
)  # fmt: skip
COOKIES = (
    "village_hub=.",
    "village_hub=eyJfdXNlcl9pZCI6WzFdfQ.aa.bb",
    "village_hub=\xff; lang=../../x",
    "lang=en; =; ;;",
)
# What is read of a form without a form class.
HEARD = (
    "heads", "heads_other", "token", "confirmed", "rowid", "action", "village_id", "lang", "url", "page", "page_size",
)  # fmt: skip
PLACES = ("/rooms/", "/people/", "/visit-log/export/", "/")
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# What a browser would not do under it, and complain of.
BREACH = re.compile(
    r"""<style|<[a-z][^>]*\s(on[a-z]+|style)=["']|\s(href|src|\w*action)=["']\s*javascript:"""
)
SCRIPT = re.compile(r"<script[^>]*>")
LONGEST_BODY = 20 * 1024 * 1024


def bodies(names: list[str]) -> Iterator[dict[str, Any]]:
    """Bodies that are no form as any page sends it."""
    some = names[:20]
    yield {"data": '{"name": [1, {}]}', "content_type": "application/json"}
    yield {"data": b"\xff\xfe\0", "content_type": "text/plain; charset=nowhere"}
    yield {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=y"}
    yield {"data": b"name=a", "content_type": "multipart/form-data"}
    yield {"data": {name: (io.BytesIO(b"\0" * 100), "a\n.html") for name in some}}
    yield {"data": "&".join(f"{name}[]=1&{name}[a]=2" for name in some), "content_type": FORM}
    yield {"data": "x=" + "y" * 3_000_000, "content_type": FORM}
    yield {"data": "&".join(f"n{n}=1" for n in range(5000)), "content_type": FORM}
    yield {"data": b"", "content_type": FORM, "content_length": LONGEST_BODY + 1}


FORM = "application/x-www-form-urlencoded"


@dataclass
class Siege:
    """One user's browser, and what went wrong in it."""

    app: Flask
    client: Client
    names: list[str]
    values: Iterator[str] = field(default_factory=lambda: cycle(VALUES))
    long: Iterator[tuple[str, str]] = field(init=False)
    headers: Iterator[dict[str, str]] = field(default_factory=lambda: cycle(HEADERS))
    broken: list[str] = field(default_factory=list)
    inside: set[str | None] = field(default_factory=set)  # the rooms of which it saw a page

    def __post_init__(self) -> None:
        self.long = zip(cycle(self.names), cycle(LONG), strict=False)

    def ask(self, door: Door) -> None:
        path, _mark, own = door.address.partition("?")
        query = "&".join(filter(None, [own, self._sent(), f"id={next(self.values)}"]))
        if self._send("GET", f"{path}?{query}", headers=next(self.headers)) == 200:
            self.inside.add(rooms_of(self.app, door.endpoint))

    def send(self, door: Door, number: int) -> None:
        """Its form with everything wrong, and something that is no form."""
        odd = list(bodies(self.names))
        self._send("POST", door.address, data=self._sent(), content_type=FORM, headers=next(self.headers))
        self._send("POST", door.address, **odd[number % len(odd)])

    def take(self, address: str) -> None:
        self._send("GET", address)

    def _sent(self) -> str:
        """Every name there is, some twice."""
        sent = dict(zip(self.names, self.values, strict=False)) | dict([next(self.long)])
        return "&".join([*(f"{name}={value}" for name, value in sent.items()), f"id={next(self.values)}"])

    def _send(self, method: str, address: str, **how: Any) -> int:
        answer = self.client.open(address, method=method, buffered=True, **how)
        said = f"{method} {address[:120]} {str({k: v for k, v in how.items() if k != 'data'})[:120]}"
        if answer.status_code >= 500:
            self.broken.append(f"{answer.status_code}: {said}")
        if answer.status_code >= 400 and answer.mimetype == "text/html" and 'lang="zh' not in answer.text:
            self.broken.append(f"{answer.status_code} without words: {said}")
        if breach := breach_of(answer):
            self.broken.append(f"{breach}: {said}")
        if answer.data.count(b'method="post"') > answer.data.count(b'name="csrf_token"'):
            self.broken.append(f"a form without a token: {said}")
        if MARKUP.encode() in answer.data:
            self.broken.append(f"markup as it was typed: {said}")
        if answer.headers.get("Location", "").startswith(("//", "http:", "https:", "javascript")):
            self.broken.append(f"led away: {said}")
        if "x" in (cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")):
            self.broken.append(f"a cookie was planted: {said}")
        return answer.status_code


def breach_of(answer: Any) -> str:
    """What a browser would refuse to do on this page; empty where it would do all of it."""
    policy = answer.headers.get("Content-Security-Policy", "")
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    if len(nonce) < 20 or policy != POLICY.format(nonce=nonce):
        return f"another policy: {policy}"
    if answer.mimetype != "text/html":
        return ""
    strange = [script for script in SCRIPT.findall(answer.text) if f'nonce="{nonce}"' not in script]
    return next((found[:200] for found in [*strange, *_matches(BREACH, answer.text)]), "")


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    return (found.group() for found in pattern.finditer(text))


def names_of(app: Flask) -> list[str]:
    """Every name that a list, a filter or a form of the hub reads."""
    views = [view for some in app.extensions[EXTENSION].values() for view in some]
    filters = {one.name for view in views for one in view.filters}
    columns = {name for view in views for name in getattr(view, "form_columns", ()) or ()}
    fields = {
        name
        for form in _subclasses(Form)
        for name in dir(form)
        if isinstance(getattr(form, name, None), UnboundField)
    }
    heard = {
        "heads",
        "heads_other",
        "token",
        "confirmed",
        "rowid",
        "action",
        "village_id",
        "lang",
        "url",
        "page",
        "page_size",
    }
    return sorted({*ARGUMENTS, *filters, *columns, *fields, *heard} - {"csrf_token"})


def _subclasses(form: type) -> Iterator[type]:
    for one in form.__subclasses__():
        yield one
        yield from _subclasses(one)


def besieged(app: Flask, confidential: bool) -> list[Door]:
    """The core's doors and those of the rooms that are confidential, or that are not."""
    rooms = {
        room.id for room in app.extensions["hub"].rooms.loaded if room.manifest.confidential == confidential
    }
    found = doors_of(app, {None, *rooms}, numbers_of_lists(app, content_of(app, SHANGHU)))
    return [door for door in found if not door.endpoint.endswith("static")]


@pytest.mark.state("demo")
@pytest.mark.parametrize(("who", "confidential"), [("shuji", False), ("fuwu", True)])
def test_every_route_answers_everything_in_words(
    app: Flask, who: str, confidential: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """The secretary gets into every room but the confidential ones, whose keeper is a keeper to the core as well."""
    asked = besieged(app, confidential)
    siege = Siege(app, demo_user(app, who), names_of(app))
    for door in asked:
        if door.method == "GET":
            siege.ask(door)
    for number, door in enumerate(asked):
        if door.method == "POST":
            leaving = door.endpoint in LEAVING
            (replace(siege, client=demo_user(app, who)) if leaving else siege).send(door, number)
    for place, value in zip(cycle(PLACES), VALUES, strict=False):
        siege.take(place + (value or "+") + "/")
    for cookie in COOKIES:
        stranger = Siege(app, Client(app, app.response_class, use_cookies=False), siege.names)
        for address in ("/", "/sign-in", f"/rooms/{ROOM}/"):
            stranger._send("GET", address, headers={"Cookie": cookie})
        siege.broken += stranger.broken
    errors = [record.getMessage()[:1000] for record in caplog.records if record.levelno >= logging.ERROR]
    assert siege.broken + errors == []
    assert {rooms_of(app, door.endpoint) for door in asked} == siege.inside
    assert too_long(app) == []
    assert demo_user(app, who).get("/").status_code == 200


def too_long(app: Flask) -> list[str]:
    """Columns that hold more than they may; PostgreSQL would not have taken it."""
    found = []
    with in_village(app, SHANGHU):
        for model in models_of(app):
            for column in model.__table__.c:
                if isinstance(column.type, String) and column.type.length:
                    kept = getattr(model, model.__mapper__.get_property_by_column(column).key)
                    longest = db.session.scalar(select(func.max(func.length(kept)))) or 0
                    if longest > column.type.length:
                        found.append(f"{model.__name__}.{column.name}: {longest} > {column.type.length}")
    return found
