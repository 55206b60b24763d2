"""Work that only one process of a deployment does at a time, however many serve it.

With the embedded database all processes are on one machine and a locked file tells them apart; SQLite's own lock is
used, which works on every system and falls with its process. On PostgreSQL it is an advisory lock of a transaction,
which a pooler in transaction mode keeps too.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy import text as sql
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from hub.kernel.database import engine_options, sqlite_driver
from hub.settings import Settings


@contextlib.contextmanager
def alone(settings: Settings, work: str) -> Iterator[bool]:
    """Whether this process is the one that does `work`; until the end of the block no other will."""
    with (_file_lock if settings.is_sqlite else _server_lock)(settings, work) as mine:
        yield mine


def lock_in(connection: Connection, work: str) -> bool:
    """The same inside a transaction that is under way on PostgreSQL."""
    answer = connection.execute(sql("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _number(work)})
    return bool(answer.scalar_one())


@contextlib.contextmanager
def _file_lock(settings: Settings, work: str) -> Iterator[bool]:
    folder = settings.home / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite_driver.connect(str(folder / f"{work}.lock"), timeout=0, isolation_level=None)
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite_driver.OperationalError:
            yield False
            return
        yield True
        connection.execute("ROLLBACK")
    finally:
        connection.close()


@contextlib.contextmanager
def _server_lock(settings: Settings, work: str) -> Iterator[bool]:
    url = settings.owner_database
    engine = create_engine(url, poolclass=NullPool, **engine_options(url))
    try:
        with engine.begin() as connection:
            yield lock_in(connection, work)
    finally:
        engine.dispose()


def _number(work: str) -> int:
    return zlib.crc32(f"village-hub:{work}".encode())
