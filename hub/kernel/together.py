"""What threads of a process write to SQLite at the same time goes under one lock and is made safe by one commit.

Each commit waits for the disk, and whoever writes waits for all who were before. So the first of those who wait asks
for the lock, and once it is there does what all of them want done, the others' deeds too. Nobody is told that a deed is
done before the commit is back from the disk. If anything goes wrong with one, nothing of all that was written; each of
them is told, and may try alone.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

Deed = Callable[[Any], Any]  # is given the driver's connection on which it is to be done


class _Waiting:
    """One who waits: until the deed is done, or for being the one who does what there is to do."""

    def __init__(self, deed: Deed) -> None:
        self.deed = deed
        self.is_over = False
        self.answer: Any = None
        self.failure: BaseException | None = None
        self._called = threading.Semaphore(0)
        self.wait, self.call = self._called.acquire, self._called.release


class Together:
    """Those of one engine. `take` begins a transaction that writes and has SQLite's lock when it returns."""

    def __init__(self, take: Callable[[Any], None]) -> None:
        self._take = take
        self._guard = threading.Lock()
        self._waiting: list[_Waiting] = []
        self._is_led = False

    def do(self, raw: Any, deed: Deed) -> Any:
        """What the deed answers, when all that it wrote is safe. It is done on `raw` or on another's connection.
        Raises what the deed raises, or the driver's OperationalError; then nothing was written."""
        mine = _Waiting(deed)
        with self._guard:
            self._waiting.append(mine)
            leads, self._is_led = not self._is_led, True
        if not leads:
            mine.wait()
        if not mine.is_over:
            self._lead(raw, mine)
        if mine.failure is not None:
            raise mine.failure
        return mine.answer

    def _lead(self, raw: Any, mine: _Waiting) -> None:
        """Do what all want who have come until the lock was there; then let the next one lead."""
        some: list[_Waiting] = []
        guilty: _Waiting | None = mine
        try:
            self._take(raw)
            some = self._all_who_wait()
            for one in some:
                guilty = one
                one.answer = one.deed(raw)
            guilty = None
            raw.execute("COMMIT")
        except BaseException as error:
            some = some or self._all_who_wait()
            with contextlib.suppress(raw.Error):
                raw.rollback()
            for one in some:
                one.failure = error if one is guilty else _gone_with(raw, error)
        finally:
            self._let_go(some)

    def _all_who_wait(self) -> list[_Waiting]:
        with self._guard:
            some, self._waiting = self._waiting, []
        return some

    def _let_go(self, some: list[_Waiting]) -> None:
        with self._guard:
            following = self._waiting[0] if self._waiting else None
            self._is_led = following is not None
        for one in some:
            one.is_over = True
            one.call()
        if following is not None:
            following.call()


def _gone_with(raw: Any, error: BaseException) -> Exception:
    gone: Exception = raw.OperationalError("what was to be written at the same time was not, nor was this")
    gone.__cause__ = error
    return gone
