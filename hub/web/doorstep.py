"""The doorstep: a form that many send many times a minute is answered before Flask opens the door.

A request costs Flask, its extensions and the hub's own preparations more than the deed itself. A view marked by
`answered_at_once` has a short way, which is asked first. It only ever says yes: whatever is not quite usual (no
sign-in, a token against forgery that does not fit, a field too many, any failure) goes in as if nothing had been, and
is answered, refused or explained there. So what is checked here is at least as strict as inside, and never refuses.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl

import structlog
from flask import Flask
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import Headers
from werkzeug.http import dump_cookie, parse_cookie
from werkzeug.urls import iri_to_uri

from hub.web.deeds import Done, message_of
from hub.web.headers import headers_of_an_answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

log = structlog.get_logger()
View = TypeVar("View", bound=Callable[..., Any])
Environ = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
LONGEST = 4096  # bytes of a form that is answered here
MOST_FIELDS = 30


class Sent(NamedTuple):
    """A form, as it was sent by a browser that holds a token against forgery."""

    fields: Mapping[str, str]
    session: dict[str, Any]
    address: str  # of the sender
    root: str  # where the hub lies behind a proxy

    def url(self, app: Flask, endpoint: str, **values: Any) -> str:
        """`url_for`, which needs a request."""
        known: dict[str, Any] = app.extensions.setdefault("hub_doorstep_urls", {})
        if self.root not in known:
            known[self.root] = app.url_map.bind("", script_name=self.root)
        address: str = known[self.root].build(endpoint, values)
        return address


ShortWay = Callable[[Flask, Sent], Done | None]


def answered_at_once(short: ShortWay) -> Callable[[View], View]:
    """Mark a view, of an address without variables, of which the usual form is answered by `short`.

    `short` looks itself who it is and whether they may, and says where to go on. It answers None, having left nothing
    behind, for whatever is not quite usual. What it has done must be found done by the ordinary way, if that is asked
    after all: an answer may fail to be made.
    """

    def mark(view: View) -> View:
        view.hub_at_once = short  # type: ignore[attr-defined]
        return view

    return mark


class Doorstep:
    """Stands before an app."""

    def __init__(self, app: Flask) -> None:
        self._app, self._inside = app, app.wsgi_app
        self._ways: dict[str, ShortWay] | None = None

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST" and (short := self._short_ways().get(environ["PATH_INFO"])):
            try:
                headers = self._answer(environ, short)
            except Exception:
                log.exception("doorstep_failed", path=environ["PATH_INFO"])
                headers = None
            if headers is not None:
                start("303 SEE OTHER", headers)
                return (b"",)
        return self._inside(environ, start)

    def _short_ways(self) -> dict[str, ShortWay]:
        """By path. All views are known when the first request comes."""
        if self._ways is None:
            views = self._app.view_functions
            self._ways = {
                rule.rule: short
                for rule in self._app.url_map.iter_rules()
                if not rule.arguments and (short := getattr(views[rule.endpoint], "hub_at_once", None))
            }
        return self._ways

    def _answer(self, environ: Environ, short: ShortWay) -> list[tuple[str, str]] | None:
        fields = _fields(environ)
        if fields is None:
            return None
        session = self._session(environ)
        if session is None or not self._is_ours(environ, fields, session):
            return None
        sent = Sent(fields, session, environ.get("REMOTE_ADDR", ""), environ.get("SCRIPT_NAME", ""))
        done = short(self._app, sent)
        return None if done is None else self._going_on(done, sent)

    def _session(self, environ: Environ) -> dict[str, Any] | None:
        """What the browser's cookie holds, if it is signed by this hub and still good."""
        app = self._app
        signing: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        try:
            cookie = parse_cookie(environ.get("HTTP_COOKIE")).get(app.config["SESSION_COOKIE_NAME"], "")
            session: dict[str, Any] = signing.loads(
                cookie, max_age=int(app.permanent_session_lifetime.total_seconds())
            )
        except (BadData, UnicodeDecodeError):
            return None
        return None if "_permanent" in session or "_remember" in session else session

    def _is_ours(self, environ: Environ, fields: Mapping[str, str], session: Mapping[str, Any]) -> bool:
        """Whether the form was made by this hub for this browser, as Flask-WTF decides it."""
        app, known = self._app, session.get(app_field := self._app.config["WTF_CSRF_FIELD_NAME"])
        token = fields.get(app_field) or environ.get("HTTP_X_CSRFTOKEN", "")
        signing = app.extensions.setdefault(
            "hub_doorstep_csrf", URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token")
        )
        try:
            said = signing.loads(token, max_age=app.config["WTF_CSRF_TIME_LIMIT"])
        except BadData:
            return False
        if not (isinstance(known, str) and isinstance(said, str) and hmac.compare_digest(known, said)):
            return False
        page = f"https://{environ.get('HTTP_HOST', '')}/"
        return environ["wsgi.url_scheme"] != "https" or environ.get("HTTP_REFERER", "").startswith(page)

    def _going_on(self, done: Done, sent: Sent) -> list[tuple[str, str]]:
        """The headers that lead on, the message laid into the cookie as `flash` does."""
        app, made = self._app, self._app.session_interface
        session = sent.session | {"_flashes": [*sent.session.get("_flashes", ()), message_of(done)]}
        signing: Any = made.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = dump_cookie(
            made.get_cookie_name(app), signing.dumps(session), domain=made.get_cookie_domain(app),
            path=made.get_cookie_path(app), secure=made.get_cookie_secure(app), httponly=made.get_cookie_httponly(app),
            samesite=made.get_cookie_samesite(app), partitioned=made.get_cookie_partitioned(app),
        )  # fmt: skip
        headers = Headers(headers_of_an_answer())
        headers.extend([
            ("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "0"), ("Vary", "Cookie"),
            ("Location", iri_to_uri(done.to or "/")), ("Set-Cookie", cookie),
        ])  # fmt: skip
        return headers.to_wsgi_list()


def _fields(environ: Environ) -> dict[str, str] | None:
    """The fields of a short form in which each stands once. What was read of it can be read again."""
    length = environ.get("CONTENT_LENGTH") or ""
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if environ.get("QUERY_STRING") or kind != FORM or not (length.isascii() and length.isdecimal()):
        return None
    if "HTTP_TRANSFER_ENCODING" in environ:
        return None  # then its length is not what is said here
    if len(length) > 5 or int(length) > LONGEST:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        return None
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) and len(body) == int(length) else None
