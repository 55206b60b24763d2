"""The processes that write to one SQLite database line up in the kernel, at a lock on a file beside it: whoever waits
sleeps, and wakes when it is their turn. SQLite's own lock has no line; whoever wants it can only try again."""

from __future__ import annotations

import os
from contextlib import suppress
from weakref import finalize

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no such locks; there everybody tries
    fcntl = None  # type: ignore[assignment]


class Processes:
    """The line of one database's processes. It keeps nobody out: where it cannot be had all go on, and try.

    The system takes the place of a process that dies out of the line. A process of which nobody knows that it stands
    still keeps one thread of each other one waiting, for such a lock has no patience; the others' is the database's.
    """

    def __init__(self, database: str | None) -> None:
        is_file = bool(database) and not str(database).startswith((":", "file:"))
        self._name = f"{database}-turns" if is_file and fcntl is not None else ""
        self._lock: int | None = None

    def wait(self) -> None:
        """Wait for the turn."""
        if not self._name:
            return
        with suppress(OSError):  # a folder that may not be written to, a disk without locks
            if self._lock is None:
                self._lock = os.open(self._name, os.O_RDWR | os.O_CREAT, 0o600)
                finalize(self, os.close, self._lock)
            fcntl.lockf(self._lock, fcntl.LOCK_EX)

    def go(self) -> None:
        """Let the next one have it."""
        if self._lock is not None:
            with suppress(OSError):
                fcntl.lockf(self._lock, fcntl.LOCK_UN)
