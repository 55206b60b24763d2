"""One server process: `python -m bench.serve NAME PORT '{"…"}'`. The same server serves all three apps.

Each answer says how many statements it took (`X-Statements`), and how long the processor worked on it in this process
(`X-Busy`, in microseconds), as far as one thread can tell.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine
from waitress.server import create_server

THREADS = 8
_counted = threading.local()


def main() -> None:
    """Serve until the process is ended."""
    name, port, given = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
    app = APPS[name](given)
    event.listen(Engine, "before_cursor_execute", _count)
    app.wsgi_app = partial(_answer, app.wsgi_app)  # type: ignore[method-assign]
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(128)
        create_server(app, sockets=[listening], threads=THREADS, ident=None).run()


def _hub(given: dict[str, Any]) -> Flask:
    """The hub as `hub serve` has it, the sealer beside it."""
    from hub.kernel.reading_in import nothing_to_collect

    with nothing_to_collect():
        from hub.app import create_app
        from hub.audit.sealing import seal_all
        from hub.kernel.repeating import Repeating
        from hub.settings import Settings

    _count_ready()
    settings = Settings(**given)
    app = create_app(settings)
    Repeating("audit", partial(seal_all, app), settings.audit_seal_seconds).start()
    return app


def _floor(given: dict[str, Any]) -> Flask:
    from bench.floor import make_app

    return make_app(given["address"])


def _stock(given: dict[str, Any]) -> Flask:
    from bench.stock import make_app

    return make_app(given["address"])


def _alike(given: dict[str, Any]) -> Flask:
    from bench.alike import make_app

    return make_app(given["address"])


class _AtOnce(Flask):
    """Answers all with one redirection: what the server, the system and the client allow at most."""

    def wsgi_app(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        environ["wsgi.input"].read()
        start("303 SEE OTHER", [("Content-Length", "0"), ("Location", "/")])
        return (b"",)


APPS: dict[str, Callable[[dict[str, Any]], Flask]] = {
    "hub": _hub, "floor": _floor, "stock": _stock, "alike": _alike,
    "at_once": lambda _given: _AtOnce("at_once"),
}  # fmt: skip


def _count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if not statement.startswith(("BEGIN", "COMMIT", "SELECT set_config")):
        _counted.statements = getattr(_counted, "statements", 0) + 1


def _count_ready() -> None:
    """Count those too that the hub gives to the driver itself."""
    from hub.kernel.ready import Line

    send = Line.send

    def send_counted(line: Line, ready: Any, values: Any) -> Any:
        for statement in ready.on(line.dialect):
            _count(None, None, statement.text)
        return send(line, ready, values)

    Line.send = send_counted  # type: ignore[assignment, method-assign]


def _answer(app: Any, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    began = time.thread_time_ns()
    _counted.statements = 0

    def start_counted(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        busy = (time.thread_time_ns() - began) // 1000
        headers += [("X-Statements", str(_counted.statements)), ("X-Busy", str(busy))]
        return start(status, headers, *rest)

    answer: Iterable[bytes] = app(environ, start_counted)
    return answer


if __name__ == "__main__":
    main()
