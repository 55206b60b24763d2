"""Walking through the hub by its links and forms, as a test client that notes whatever is wrong on the way."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from tests.browser.reading import PageForm, ReadPage

BASE = "http://localhost"
LIMIT = 1000  # a walk that does not end is a mistake of its own
LEAVING = ("accounts.sign_out", "accounts.end_all_sign_ins", "accounts.end_sign_in", "accounts.switch_village",
           "accounts.language", "accounts.change_password")  # fmt: skip

Look = Callable[[str, ReadPage], list[str]]


@dataclass
class Walk:
    """Everything that `client` can reach from "/" by clicking; `look` says what is wrong with a page."""

    app: Flask
    client: FlaskClient
    look: Look
    queries: int = 3  # how many different queries of one page are looked at
    problems: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)  # kind of page → an address of it
    arguments: dict[str, list[str]] = field(
        default_factory=dict
    )  # kind of page → names its links and forms ask with
    templates: dict[str, str] = field(default_factory=dict)  # kind of page → the template it is made with
    forms: dict[tuple[str, ...], tuple[str, PageForm]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)  # where a form was taken: its record may be gone afterwards

    def follow_links(self) -> None:
        """Follow links until there is nothing new."""
        queries: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        asked: set[str] = set()
        ahead = deque([("/", "")])
        while ahead:
            address, came_from = ahead.popleft()
            kind, query = self.kind(address), query_of(address)
            if not kind or address in asked or query in queries[kind] or len(queries[kind]) >= self.queries:
                continue
            queries[kind].add(query)
            asked.add(address)
            assert len(asked) < LIMIT, "the walk does not end"
            with template_rendered.connected_to(self._note_template(kind), self.app):
                page = self.open("GET", address, f"linked on {came_from}")
            if page is None:
                continue
            if kind not in self.pages:
                self.pages[kind], self.arguments[kind] = address, arguments_of(page)
            ahead.extend((local(address, link), address) for link in page.links)
            self._note_forms(address, page, ahead)

    def _note_template(self, kind: str) -> Callable[..., None]:
        def note(_app: Flask, template: Template, **_context: Any) -> None:
            self.templates.setdefault(kind, str(template.name))

        return note

    def _note_forms(self, address: str, page: ReadPage, ahead: deque[tuple[str, str]]) -> None:
        for form in page.forms:
            target = local(address, form.action)
            if form.method == "get":
                ahead.append((f"{target.partition('?')[0]}?{urlencode(filled(form, ''))}", address))
            elif form.buttons:
                key = self.endpoint(target, "POST"), *sorted(control.name for control in form.controls)
                self.forms.setdefault(key, (address, form))

    def send_forms(self, typed: str) -> None:
        """Send every form that was met with this in each of its fields."""
        for address, form in list(self.forms.values()):
            if form.asks and self.endpoint(local(address, form.action), "POST") not in LEAVING:
                self._send(address, form, typed)

    def press_buttons(self) -> None:
        """Press every button that was met."""
        for address, form in list(self.forms.values()):
            if not form.asks and self.endpoint(local(address, form.action), "POST") not in LEAVING:
                self._send(address, form, "")

    def read_audit(self) -> None:
        """Look at what was written down about all that was done, a page of it in full."""
        page = self.open("GET", "/audit/", "the audit")
        for link in dict.fromkeys(page.links if page else ()):
            if self.kind(local("/audit/", link)) == "audit.details_view":
                self.open("GET", local("/audit/", link), "an entry of the audit")

    def _send(self, address: str, form: PageForm, typed: str) -> None:
        target = local(address, form.action)
        page = self.open("POST", target, f"{typed[:12]!r} typed on {address}", filled(form, typed))
        if not typed or page is None or page.status != 422:
            return
        kept = {(control.name, control.value.strip()) for again in page.forms for control in again.controls}
        self.problems += [
            f"{address}: {control.name} lost {typed[:12]!r}"
            for control in form.typed
            if (control.name, typed.strip()) not in kept
        ]

    def open(
        self, method: str, address: str, why: str, data: dict[str, list[str]] | None = None
    ) -> ReadPage | None:
        """Ask for an address, follow where it leads, and look at what comes. None for what is no page."""
        said = f"{method} {address} ({why})"
        try:
            answer = self.client.open(
                address, method=method, data=data, headers={"Referer": BASE + "/"}, buffered=True
            )
            if answer.status_code == 303 and method == "POST":
                self.sent.add(address)
            if 300 <= answer.status_code < 400:
                return self.open("GET", local(address, answer.headers["Location"]), f"after {said}")
        except AssertionError:
            raise
        except Exception as error:
            self.problems.append(f"{said}: {error!r}"[:600])
            return None
        refused = (400, 405) if address in self.sent else (400, 401, 403, 404, 405)
        if answer.status_code >= 500 or answer.status_code in refused:
            self.problems.append(f"{said}: {answer.status_code}")
        if answer.mimetype != "text/html":
            return None
        page = ReadPage(answer.text, answer.status_code)
        self.problems += [f"{said}: {found}" for found in self.look(address, page)]
        return page

    def kind(self, address: str) -> str:
        """The view that answers; the lists of visits of all rooms are one."""
        if not address.startswith("/") or address.startswith("/static/"):
            return ""
        return re.sub(r"^\w+__visits\.", "visits_of_a_room.", self.endpoint(address, "GET"))

    def endpoint(self, address: str, method: str) -> str:
        adapter = self.app.url_map.bind("localhost")
        try:
            endpoint, values = adapter.match(urlsplit(address).path, method=method)
        except RequestRedirect as other:
            return self.endpoint(local("/", other.new_url), method)
        except (NotFound, MethodNotAllowed):
            return address  # the walk will say so when it gets there
        whole = endpoint == "home.room_page" and not urlsplit(address).query
        return f"{endpoint} of {values['room']}" if whole else str(endpoint)


def query_of(address: str) -> tuple[str, ...]:
    """What is asked of a page: the names, and which of a few tabs."""
    return tuple(
        sorted(f"tab={value}" if key == "tab" else key for key, value in parse_qsl(urlsplit(address).query))
    )


def arguments_of(page: ReadPage) -> list[str]:
    """The names that the links of a page, and its forms that only ask, carry in their addresses."""
    links = [name for link in page.links for name, _value in parse_qsl(urlsplit(link).query)]
    asking = (control.name for form in page.forms if form.method == "get" for control in form.controls)
    return [*links, *asking]


def local(page: str, link: str) -> str:
    """The address of a link within the hub; empty for one that leads elsewhere."""
    whole = urljoin(BASE + page, link).partition("#")[0]
    return whole.removeprefix(BASE) if whole.startswith(BASE + "/") else ""


def filled(form: PageForm, typed: str) -> dict[str, list[str]]:
    """What a form sends with this typed into it; choices get it too, as somebody might send it by hand."""
    sent: dict[str, list[str]] = {}
    for control in form.controls:
        if control.kind == "hidden":
            sent.setdefault(control.name, []).append(control.value)
        elif control.kind == "submit":
            sent.setdefault(control.name, [control.value])
        elif typed or control.kind not in ("radio", "checkbox", "file"):
            sent.setdefault(control.name, []).append(typed)
    return sent
