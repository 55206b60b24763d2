"""Whatever stands in an address or is sent with a form is answered in words: never a 500, nothing in the error log.

The hub is walked through as a secretary, who gets nearly everywhere; then every page and every form that was met is
asked again with values that nobody means. A page is asked with every one of its arguments wrong; a form is sent once
for each of its fields with that field alone wrong, so that the others do not hide it. The values go round, so that each
is met by many fields and the whole stays short.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.browser.reading import PageForm
from tests.browser.walked import walked
from tests.browser.walking import LEAVING, Walk, local
from tests.harness.stand import Stand

pytestmark = pytest.mark.long

MARKUP = "\"'><script>alert(1)</script>"
HOSTILE = (
    "\0", "9" * 40, "-1", "2147483648", "' OR 1=1 --", MARKUP, "%_\\", "0000-00-00", "10000-01-01T25:61",
    "0001-01-01", "9999-12-31T23:59", "NaN", "1e999", "٣", "²", "//evil.example/\\", "{{ 7*7 }}", "%(name)s %s",
    "\u202eabc", "\ud800", "字" * 300, "a\r\nSet-Cookie: b=c", "true", "[]", " ",
)  # fmt: skip
# What lists and pages read of an address, whether or not a link of theirs was met.
ARGUMENTS = (
    "search",
    "sort",
    "after",
    "before",
    "id",
    "tab",
    "month",
    "year",
    "q",
    "back",
    "next",
    "field",
    "room",
)


@dataclass
class Siege:
    """One user's browser after a walk, and what went wrong in it."""

    walk: Walk
    broken: list[str] = field(default_factory=list)

    def ask_pages(self, values: Iterator[str]) -> None:
        for kind, address in self.walk.pages.items():
            path, _mark, query = address.partition("?")
            names = dict.fromkeys((*ARGUMENTS, *self.walk.arguments[kind], *dict(parse_qsl(query))))
            asked = urlencode({name: next(values) for name in names}, errors="replace")
            self._send("GET", f"{path}?{asked}")

    def send_forms(self, values: Iterator[str]) -> None:
        for address, form in self.walk.forms.values():
            target = local(address, form.action)
            if self.walk.endpoint(target, "POST") in LEAVING:
                continue
            sound = filled_in(form)
            for name in sound if form.asks else ():
                self._send("POST", target, sound | {name: [next(values)]})
            self._send("POST", target, {name: [next(values)] * 2 for name in sound})
            self._send("POST", target, {})

    def _send(self, method: str, address: str, data: dict[str, Any] | None = None) -> None:
        clean = {name: [_sendable(value) for value in values] for name, values in (data or {}).items()}
        answer = self.walk.client.open(address, method=method, data=clean, buffered=True)
        said = f"{method} {address} {clean if data is not None else ''}"
        if answer.status_code >= 500:
            self.broken.append(f"{answer.status_code}: {said}")
        if MARKUP in answer.text:
            self.broken.append(f"markup as it was typed: {said}")
        if "evil.example" in answer.headers.get("Location", "").partition("?")[0]:
            self.broken.append(f"led away: {said}")


def filled_in(form: PageForm) -> dict[str, list[str]]:
    """A form as somebody might send it who fills in everything."""
    sent: dict[str, list[str]] = {}
    for control in form.controls:
        value = control.value or next((option for option in reversed(control.options) if option), "") or "1"
        if control.kind != "checkbox" or control.name not in sent:
            sent[control.name] = [value]
    sent.pop("csrf_token", None)
    return sent


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@pytest.mark.state("demo")
def test_nothing_that_is_sent_breaks_a_page(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    siege = Siege(walked(stand, "shuji"))
    values = cycle(HOSTILE)
    siege.ask_pages(values)
    siege.send_forms(values)
    errors = [record.getMessage()[:2000] for record in caplog.records if record.levelno >= logging.ERROR]
    assert siege.broken + errors == []
