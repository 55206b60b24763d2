"""Who writes to SQLite, one after the other. Left alone its writers sleep between two tries, longer each time (1, 2, 5,
10 … 100 ms), while the lock lies free again: eight recorders then wait most of their time for nobody. Here those of a
process line up, and the first of them tries every millisecond."""

from __future__ import annotations

import threading
import time
from typing import Any

from sqlalchemy.engine import Connection

from hub.kernel.transactions import transaction_writes

BUSY = 5  # SQLITE_BUSY; the lowest byte is the kind


class Turns:
    """The line of one engine."""

    def __init__(self) -> None:
        self._first = threading.Lock()

    def begin(self, connection: Connection) -> None:
        """Begin a transaction. One that writes has SQLite's lock when this returns. Raises OperationalError, as SQLite
        does itself, when it was not to be had within `busy_timeout`."""
        if not transaction_writes():
            connection.exec_driver_sql("BEGIN")
            return
        raw: Any = connection.connection.dbapi_connection
        patience = raw.execute("PRAGMA busy_timeout").fetchone()[0]
        until = time.monotonic() + patience / 1000
        is_first = self._first.acquire(timeout=patience / 1000)
        raw.execute("PRAGMA busy_timeout=1")  # a try lasts a millisecond
        try:
            while time.monotonic() < until and not _begun(raw):
                pass
            if not raw.in_transaction:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            raw.execute(f"PRAGMA busy_timeout={patience}")
            if is_first:
                self._first.release()


def _begun(raw: Any) -> bool:
    """Whether the lock was free. Anything but that it was not is raised by the try that counts."""
    try:
        raw.execute("BEGIN IMMEDIATE")
    except raw.OperationalError as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF != BUSY
    return True
