"""Loads the rows, the fast way of each database, and what follows from them: the day's totals and the statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from bench.plan import Plan
from bench.rows import tables
from hub.kernel.database import sqlite_driver

AT_ONCE = 10_000
LARGE = (
    "'visit', 'resident_key', 'reading_room__loan', 'farm_machinery__rental'"  # indexed when they are full
)
TOTALS = """
    INSERT INTO visit_day (village_id, room_id, day, visits, heads, late)
    SELECT village_id, room_id, day, count(*), sum(heads), sum(CAST(late AS integer)) FROM visit
    GROUP BY village_id, room_id, day ORDER BY village_id, room_id, day
"""


def fill_sqlite(file: Path, plan: Plan) -> None:
    """Fill a migrated file. Whoever pulls the plug here begins anew."""
    connection = sqlite_driver.connect(str(file), isolation_level=None)
    for setting in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN")
    later = [
        (name, statement)
        for name, statement in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            f" AND tbl_name IN ({LARGE})"
        )
    ]
    for name, _statement in later:
        connection.execute(f'DROP INDEX "{name}"')
    for name, columns, rows in tables(plan):
        places = ", ".join("?" * len(columns))
        connection.executemany(
            f"INSERT INTO {_head(name, columns)} VALUES ({places})", (tuple(map(_plain, row)) for row in rows)
        )
    for _name, statement in later:
        connection.execute(statement)
    connection.execute(TOTALS)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def fill_postgres(address: str, plan: Plan) -> None:
    """Fill a migrated database, as its superuser: no policy and no foreign key is asked about a million rows."""
    with psycopg.connect(address) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '512MB'")
        later = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN (" + LARGE + ")"
            " AND indexdef NOT LIKE 'CREATE UNIQUE%'"
        ).fetchall()
        for name, _statement in later:
            connection.execute(f'DROP INDEX "{name}"'.encode())
        for name, columns, rows in tables(plan):
            with connection.cursor().copy(f"COPY {_head(name, columns)} FROM STDIN".encode()) as copy:
                for piece in _pieces(rows):
                    copy.write(piece)
            if "id" in columns:
                last = f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), max(id)) FROM \"{name}\""
                connection.execute(last.encode())
        for _name, statement in later:
            connection.execute(statement.encode())
        connection.execute(TOTALS.encode())
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _head(name: str, columns: tuple[str, ...]) -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    return f'"{name}" ({named})'


def _plain(value: Any) -> Any:
    say = _SQLITE.get(type(value))
    return say(value) if say else value


_SQLITE: dict[type, Callable[[Any], Any]] = {
    datetime: lambda value: value.replace(tzinfo=None).isoformat(" ", "microseconds"),
    date: date.isoformat,
}


def _pieces(rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    """Lines as COPY reads them; no value here holds a sign that it would take for another."""
    while some := list(islice(rows, AT_ONCE)):
        yield "".join(
            "\t".join(r"\N" if value is None else str(value) for value in row) + "\n" for row in some
        )
