"""A village that records visits, and ways to take away what a hub stands on: its disk, its database, its time."""

from __future__ import annotations

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from flask import Flask
from sqlalchemy import create_engine, event, func, select
from sqlalchemy import text as sql
from sqlalchemy.pool import NullPool

from hub.centre.situation import in_village
from hub.kernel import database
from hub.kernel.database import db
from hub.visits.models import Visit, VisitDay
from tests.harness.databases import Database

ROOM = "reading_room"


def counted(app: Flask, village: int) -> tuple[int, int, int]:
    """How many visits there are, their heads, and the heads that the roll-up has."""
    with in_village(app, village):
        visits, heads = db.session.execute(select(func.count(Visit.id), func.sum(Visit.heads))).one()
        return visits, int(heads or 0), int(db.session.scalar(select(func.sum(VisitDay.heads))) or 0)


@contextmanager
def with_pragmas(app: Flask, **pragmas: str) -> Iterator[None]:
    """Every connection to SQLite that is made meanwhile has these settings too."""
    before = dict(database.PRAGMAS)
    _disconnect(app)
    database.PRAGMAS.update(pragmas)
    try:
        yield
    finally:
        database.PRAGMAS.clear()
        database.PRAGMAS.update(before)
        _disconnect(app)


@contextmanager
def full_disk(app: Flask, stand_on: Database) -> Iterator[None]:
    """No table grows any more. SQLite says by itself that the disk is full; PostgreSQL is made to say so."""
    if stand_on.backend == "sqlite":
        with with_pragmas(app, max_page_count="1"):  # never less than there are
            yield
        return
    with owner(stand_on) as connection:
        for statement in DISK_FULL:
            connection.execute(sql(statement))
    try:
        yield
    finally:
        with owner(stand_on) as connection:
            connection.execute(sql("DROP FUNCTION disk_full CASCADE"))


DISK_FULL = (
    """CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$""",
    *(
        f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table} EXECUTE FUNCTION disk_full()"
        for table in ("visit", "resident", "equipment", "sign_in", "audit_entry")
    ),
)


@contextmanager
def read_only(app: Flask, stand_on: Database) -> Iterator[None]:
    """The database can be read and not written."""
    if stand_on.backend == "sqlite":
        with with_pragmas(app, query_only="ON"):
            yield
        return
    statement = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"

    def forbid(connection: psycopg.Connection, _record: object) -> None:
        connection.execute(statement)  # type: ignore[arg-type]
        connection.commit()

    with app.app_context():
        engine = db.engine
    _disconnect(app)
    event.listen(engine, "connect", forbid)
    try:
        yield
    finally:
        event.remove(engine, "connect", forbid)
        _disconnect(app)


@contextmanager
def gone(stand_on: Database) -> Iterator[None]:
    """PostgreSQL throws everybody out and lets nobody in."""
    name = _name_of(stand_on)
    with server(stand_on) as connection:
        connection.execute(sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
    throw_out(stand_on)
    try:
        yield
    finally:
        with server(stand_on) as connection:
            connection.execute(sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))


def throw_out(stand_on: Database) -> None:
    """PostgreSQL cuts every connection to this database, and to no other: those are of tests that run beside."""
    told = sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name")
    with server(stand_on) as connection:
        connection.execute(told, {"name": _name_of(stand_on)})


def _name_of(stand_on: Database) -> str:
    return stand_on.url.rpartition("/")[2].partition("?")[0]


@contextmanager
def small_files(size: int = 64 * 1024) -> Iterator[None]:
    """No file that this process or a child writes may be larger: what is written beyond fails as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def no_space(*_args: object, **_kwargs: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@contextmanager
def owner(stand_on: Database) -> Iterator[object]:
    """A connection of the tables' owner."""
    with _connected(stand_on.owner_url) as connection:
        yield connection


@contextmanager
def server(stand_on: Database) -> Iterator[object]:
    """A connection of the server's own administrator, to another database."""
    with _connected(stand_on.server_url, isolation_level="AUTOCOMMIT") as connection:  # type: ignore[attr-defined]
        yield connection


@contextmanager
def _connected(url: str, **options: str) -> Iterator[object]:
    engine = create_engine(url, poolclass=NullPool, **options)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _disconnect(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
