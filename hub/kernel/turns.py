"""Who writes to SQLite, one after the other. Left alone its writers sleep between two tries, longer each time (1, 2, 5,
10 … 100 ms), while the lock lies free again: eight recorders then wait most of their time for nobody. Here those of a
process line up, and the first of them tries every millisecond.

They also see to it that the write-ahead log begins anew from time to time. SQLite itself copies it into the database
when it has grown long, but begins anew only if just then nobody reads; under load somebody does, and from then on it
copies after every commit, with two more waits for the disk.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Connection, Engine

from hub.kernel.together import Together
from hub.kernel.transactions import transaction_writes

BUSY = 5  # SQLITE_BUSY; the lowest byte is the kind
OFTEN = 100  # transactions of a process, between two new beginnings of the log
SOON = 10  # until the next try, where readers or writers were in the way
READING = 20  # milliseconds that those who read are waited for


class Turns:
    """The line of one engine."""

    def __init__(self) -> None:
        self._first = threading.Lock()
        self._left = OFTEN  # transactions until the log is to begin anew
        self.together = Together(self.take)

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
        try:
            if is_first:
                self._tidy(raw)
            raw.execute("PRAGMA busy_timeout=1")  # a try lasts a millisecond
            while time.monotonic() < until and not _begun(raw):
                pass
            if not raw.in_transaction:
                (last_try or (lambda: raw.execute("BEGIN IMMEDIATE")))()
        finally:
            raw.execute(f"PRAGMA busy_timeout={patience}")
            if is_first:
                self._first.release()

    def _tidy(self, raw: Any) -> None:
        """Let the log begin anew, if it is time. Most of it is copied while nobody is held up, the rest under the lock
        once nobody reads from it."""
        self._left -= 1
        if self._left > 0:
            return
        self._left = SOON
        with contextlib.suppress(
            raw.DatabaseError
        ):  # nothing is lost; whoever writes meets it too, and says so
            raw.execute(f"PRAGMA busy_timeout={READING}")
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            in_the_way, _length, _copied = raw.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
            self._left = SOON if in_the_way else OFTEN


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
