"""Who writes to SQLite, one after the other. Left alone its writers sleep between two tries, longer each time (1, 2, 5,
10 … 100 ms), while the lock lies free again: eight recorders then wait most of their time for nobody. Here those of a
process line up, and the first of them tries every millisecond."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Connection, Engine

from hub.kernel.transactions import transaction_writes

BUSY = 5  # SQLITE_BUSY; the lowest byte is the kind


class Turns:
    """The line of one engine."""

    def __init__(self) -> None:
        self._first = threading.Lock()

    def begin(self, connection: Connection) -> None:
        """Begin a transaction. One that writes has SQLite's lock when this returns. Raises OperationalError, as SQLite
        does itself, when it was not to be had within `busy_timeout`."""
        if transaction_writes():
            raw: Any = connection.connection.dbapi_connection
            self.take(raw, lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        else:
            connection.exec_driver_sql("BEGIN")

    def take(self, raw: Any, last_try: Callable[[], object] | None = None) -> None:
        """Begin one that writes, on a connection of the driver. Raises what the last try raises when the time is up."""
        patience = raw.execute("PRAGMA busy_timeout").fetchone()[0]
        until = time.monotonic() + patience / 1000
        is_first = self._first.acquire(timeout=patience / 1000)
        raw.execute("PRAGMA busy_timeout=1")  # a try lasts a millisecond
        try:
            while time.monotonic() < until and not _begun(raw):
                pass
            if not raw.in_transaction:
                (last_try or (lambda: raw.execute("BEGIN IMMEDIATE")))()
        finally:
            raw.execute(f"PRAGMA busy_timeout={patience}")
            if is_first:
                self._first.release()


_lines: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()


def turns_of(engine: Engine) -> Turns:
    """The one line of an engine."""
    return _lines.setdefault(engine, Turns())


def _begun(raw: Any) -> bool:
    """Whether the lock was free. Anything but that it was not is raised by the try that counts."""
    try:
        raw.execute("BEGIN IMMEDIATE")
    except raw.OperationalError as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF != BUSY
    return True
