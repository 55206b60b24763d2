"""The floor: bare Flask, one hand-written statement a page, a plain template; for recording an INSERT and a commit.

Nothing else is done that an application would have to do: nobody signs in, no permission is asked, no token checked.
"""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any
from uuid import uuid4

import psycopg
from flask import Flask, Response, render_template_string, request
from sqlalchemy.engine import make_url

from bench import lent_floor, report_floor
from bench.plan import HERE
from hub.kernel.database import PRAGMAS, sqlite_driver

COLUMNS = "v.id, v.started_at, r.name, v.heads, v.purpose, p.name, u.name"
JOINED = """
    FROM visit v JOIN room r ON r.id = v.room_id LEFT JOIN resident p ON p.id = v.resident_id
    LEFT JOIN "user" u ON u.id = v.recorded_by_id
"""
NEWEST = "ORDER BY v.started_at DESC, v.id DESC LIMIT 50"
LIST = f"SELECT {COLUMNS} {JOINED} WHERE v.village_id = :here"
# Few people: their visits. Many: the room's newest visits, until fifty are theirs.
FOUND = "SELECT resident_id FROM resident_key WHERE village_id = :here AND key >= :low AND key < :high"
OF_FEW = f"{LIST} AND v.resident_id IN ({FOUND}) AND v.room_id = :room {NEWEST}"
OF_MANY = f"{LIST} AND v.room_id = :room AND +v.resident_id IN ({FOUND}) {NEWEST}"
PEOPLE = f"""
    SELECT id, name, phone, "group", consent_on, last_used_on, '' FROM resident
    WHERE village_id = :here AND id IN ({FOUND}) ORDER BY name, id LIMIT 50
"""
MONTH = """
    SELECT room_id, day, visits, heads FROM visit_day
    WHERE village_id = :here AND day BETWEEN :low AND :high ORDER BY room_id, day
"""
# SQLite, left alone, mostly takes another index, along which it reads every visit there ever was.
COUNTED = """
    SELECT room_id, day, count(*), sum(heads) FROM visit {along}
    WHERE village_id = :here AND started_at >= :low AND started_at < :high GROUP BY room_id, day ORDER BY room_id, day
"""
EVERY = f"SELECT v.started_at, r.name, v.heads, u.name {JOINED} WHERE v.village_id = :here ORDER BY v.started_at DESC"
INSERT = """
    INSERT INTO visit (village_id, room_id, started_at, ended_at, day, heads, kind, purpose, recorded_by_id,
        recorded_at, late, override_reason, token)
    VALUES (:here, :room, :now, :later, :day, :heads, 'visit', '', 1, :now, :late, '', :token)
"""
PAGE = """<!doctype html><title>visits</title><table>
{% for row in rows %}<tr id="row-{{ row[0] }}">{% for value in row[1:] %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}</table>"""


def make_app(address: str) -> Flask:
    """The app on one database."""
    app = Flask("floor")
    is_sqlite = address.startswith("sqlite")
    run = app.extensions["floor"] = _sqlite(address) if is_sqlite else _postgres(address)
    instant: Callable[[str], str] = (lambda text: text) if is_sqlite else (lambda text: text + "+00")

    counting = COUNTED.format(along="INDEXED BY ix_visit_village_id_started_at_id" if is_sqlite else "")

    def page(statement: str, **values: Any) -> Response:
        began = perf_counter()
        rows = run(statement, here=HERE, **values)
        asked = perf_counter() - began
        return Response(render_template_string(PAGE, rows=rows), headers={"X-Asked": str(round(asked * 1e6))})

    @app.get("/visits")
    def visits() -> Response:
        asked = request.args
        if "id" in asked:
            place = {"at": instant(asked["at"]), "id": int(asked["id"])}
            return page(f"{LIST} AND (v.started_at, v.id) < (:at, :id) {NEWEST}", **place)
        if "room" in asked:
            span = {"low": instant(asked["low"]), "high": instant(asked["high"]), "room": int(asked["room"])}
            wanted = "AND v.room_id = :room AND v.started_at >= :low AND v.started_at < :high"
            return page(f"{LIST} {wanted} {NEWEST}", **span)
        return page(f"{LIST} {NEWEST}")

    lent_floor.add_to(app, run, page, instant)
    report_floor.add_to(app, run, instant, "sqlite" if is_sqlite else "postgresql")

    @app.get("/search")
    def search() -> Response:
        asked = request.args
        statement = OF_MANY if asked["many"] == "1" else OF_FEW
        return page(statement, low=asked["key"], high=asked["key"] + "\U0010ffff", room=int(asked["room"]))

    @app.get("/people")
    def people() -> Response:
        key = request.args["key"]
        return page(PEOPLE, low=key, high=key + "\U0010ffff")

    @app.get("/month")
    def month() -> Response:
        return page(MONTH, low=request.args["low"], high=request.args["high"])

    @app.get("/counted")
    def counted() -> Response:
        return page(counting, low=instant(request.args["low"]), high=instant(request.args["high"]))

    @app.get("/export.csv")
    def export() -> Response:
        return Response(_csv(run.cursor(EVERY, here=HERE)), content_type="text/csv")

    @app.post("/record")
    def record() -> dict[str, int]:
        now = datetime.now(UTC)
        later = now + timedelta(hours=1)
        said: Callable[[datetime], Any] = (
            (lambda at: at.replace(tzinfo=None).isoformat(" ")) if is_sqlite else (lambda at: at)
        )
        run(
            INSERT, here=HERE, room=int(request.form["room"]), now=said(now), later=said(later),
            day=(now + timedelta(hours=8)).date().isoformat(), heads=int(request.form["heads"]),
            late=0 if is_sqlite else False, token=uuid4().hex,
        )  # fmt: skip
        return {"heads": int(request.form["heads"])}

    return app


def _csv(rows: Iterator[Any]) -> Iterator[str]:
    buffer = io.StringIO()
    write = csv.writer(buffer)
    write.writerow(("time", "room", "heads", "by"))
    for number, row in enumerate(rows):
        write.writerow(row)
        if number % 2000 == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


class _Driver:
    """Statements on a connection of each thread's own, through the driver alone."""

    def __init__(self, connect: Callable[[], Any], translate: Callable[[str], str]) -> None:
        self._connect, self._translate = connect, translate
        self._mine = threading.local()

    def __call__(self, statement: str, **values: Any) -> list[Any]:
        if not hasattr(self._mine, "connection"):
            self._mine.connection = self._connect()
        cursor = self._mine.connection.execute(self._translate(statement), values)
        return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        """Close this thread's connection."""
        if hasattr(self._mine, "connection"):
            self._mine.connection.close()
            del self._mine.connection

    def cursor(self, statement: str, **values: Any) -> Iterator[Any]:
        """Row after row, on a connection of its own."""
        connection = self._connect()
        if isinstance(connection, psycopg.Connection):
            connection.autocommit = False
            cursor = connection.cursor("every")
            cursor.itersize = 2000
            cursor.execute(self._translate(statement).encode(), values)
        else:
            cursor = connection.execute(self._translate(statement), values)
        yield from cursor
        connection.close()


def _sqlite(address: str) -> _Driver:
    file = make_url(address).database

    def connect() -> Any:
        connection = sqlite_driver.connect(file, isolation_level=None)
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")
        return connection

    return _Driver(connect, lambda statement: statement)


def _postgres(address: str) -> _Driver:
    import re

    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    known: dict[str, str] = {}

    def translate(statement: str) -> str:
        if statement not in known:
            # A unary plus before a column keeps SQLite from its index; PostgreSQL needs `+ 0` for that.
            known[statement] = re.sub(r"\+(v\.\w+)", r"\1 + 0", re.sub(r":(\w+)", r"%(\1)s", statement))
        return known[statement]

    return _Driver(lambda: psycopg.connect(plain, autocommit=True), translate)
