"""Work that is done again and again beside the web server, and that no single failure ends."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

import structlog

log = structlog.get_logger()

LONGEST_PAUSE = 600.0  # seconds, after failure upon failure
PATIENCE = 10.0  # seconds that the end of the server waits for work under way


class Repeating(threading.Thread):
    """Calls `work` every so many seconds until it is stopped. After a failure it waits longer, up to ten minutes."""

    def __init__(self, name: str, work: Callable[[], object], every: float) -> None:
        super().__init__(name=name, daemon=True)
        self._work, self._every = work, every
        self._ended = threading.Event()

    def run(self) -> None:
        pause = self._every
        while not self._ended.is_set():
            try:
                self._work()
                pause = self._every
            except Exception as error:
                pause = min(max(pause, 1.0) * 2, LONGEST_PAUSE)
                log.error("repeated_work_failed", work=self.name, next_try_in=pause, exc_info=error)
            self._ended.wait(pause)

    def stop(self) -> None:
        """End it, after what it is just doing."""
        self._ended.set()


@contextlib.contextmanager
def at_work(threads: list[Repeating]) -> Iterator[None]:
    """Have them work until the block ends."""
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.stop()
        for thread in threads:
            thread.join(PATIENCE)
