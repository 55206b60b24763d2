"""A client that speaks HTTP over one connection, and in the tests to an app directly."""

from __future__ import annotations

import functools
import http.client
import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from bench.plan import SECRET
from bench.rows import token_of

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
CSRF = "measured"  # the token in the session of every recorder; forms carry it signed


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took."""

    status: int
    body: str
    took: float
    headers: Mapping[str, str]

    @property
    def busy(self) -> float:
        """Seconds that the server's thread worked."""
        return int(self.headers.get("X-Busy", 0)) / 1e6

    @property
    def asked(self) -> float:
        """Seconds that the floor's statement took, until its rows were there."""
        return int(self.headers.get("X-Asked", 0)) / 1e6


class Talker(Protocol):
    """Somebody to ask."""

    def get(self, path: str) -> Answer: ...

    def post(self, path: str, data: Mapping[str, str]) -> Answer: ...


class Http:
    """One connection that is kept, as a browser does."""

    def __init__(self, port: int, cookie: str = "", timeout: float = 600) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self._headers = {"Cookie": cookie} if cookie else {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, self._headers)

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        headers = self._headers | {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(data), headers)

    def stream(self, path: str) -> http.client.HTTPResponse:
        """An answer that is read piece by piece."""
        self._connection.request("GET", path, headers=self._headers)
        return self._connection.getresponse()

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        began = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode(errors="replace")
        return Answer(response.status, text, time.perf_counter() - began, dict(response.getheaders()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()


class Wire:
    """The same with as little work as possible: recorders at once share the processors with what they measure."""

    def __init__(self, port: int, cookie: str = "", timeout: float = 600) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._same = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n" + (f"Cookie: {cookie}\r\n" if cookie else "")

    def get(self, path: str) -> Answer:
        return self._ask(f"GET {path}{self._same}\r\n")

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        body = urlencode(data)
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        return self._ask(f"POST {path}{self._same}{form}{body}")

    def _ask(self, request: str) -> Answer:
        """Send it and read one answer. Raises ConnectionError, and ValueError for an answer without its length."""
        began = time.perf_counter()
        self._socket.sendall(request.encode())
        head, mark, body = b"", b"", self._more()
        while not mark:
            head, mark, body = body.partition(b"\r\n\r\n")
            if not mark:
                body = head + self._more()
        length = _LENGTH.search(head)
        if length is None:
            raise ValueError(f"an answer without its length: {head[:100]!r}")
        while len(body) < int(length[1]):
            body += self._more()
        return Answer(int(head[9:12]), body.decode(errors="replace"), time.perf_counter() - began, {})

    def _more(self) -> bytes:
        if piece := self._socket.recv(65536):
            return piece
        raise ConnectionError("the server has hung up")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()


class Direct:
    """An app in this process."""

    def __init__(self, app: Flask, cookie: str = "") -> None:
        self._client = app.test_client(use_cookies=False)
        self._headers = {"Cookie": cookie} if cookie else {}

    def get(self, path: str) -> Answer:
        return self._answer(self._client.get(path, headers=self._headers))

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        return self._answer(self._client.post(path, data=dict(data), headers=self._headers))

    @staticmethod
    def _answer(response: Any) -> Answer:
        return Answer(response.status_code, response.get_data(as_text=True), 0.0, dict(response.headers))


def cookie_of(recorder: int, secret: str = SECRET) -> str:
    """The cookie of one who is signed in to the hub, as the hub itself would sign it."""
    content = {"_user_id": token_of(recorder), "_fresh": True, "csrf_token": CSRF}
    return f"village_hub={_serializer(secret).dumps(content)}"


def csrf_token(secret: str = SECRET) -> str:
    """What stands in that recorder's forms."""
    from itsdangerous import URLSafeTimedSerializer

    return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(CSRF))


@functools.cache
def _serializer(secret: str) -> Any:
    app = Flask("cookies")
    app.secret_key = secret
    return SecureCookieSessionInterface().get_signing_serializer(app)
