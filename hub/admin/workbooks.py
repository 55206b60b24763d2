"""Long workbooks are made beside the pages, by a thread of whichever process was asked, and lie in a folder meanwhile.

Which file is whose follows from who asks, in which village, for what and with which permissions: whoever may see less
than when a file was begun does not find it. All processes look into the same folder, so any of them can tell how far a
file is, and hand it out. An hour after it is ready it is removed; nothing tells then what was in it.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Literal

import structlog

from hub.kernel.repeating import Repeating, at_work
from hub.settings import Settings

log = structlog.get_logger()

KEPT_FOR = 3600.0  # seconds after it is ready
BEAT = 5.0  # seconds between two signs of life
SILENT_FOR = 30.0  # seconds without one, and whoever made it is gone
Note = Callable[[int], None]
Make = Callable[[IO[bytes], Note], None]

_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is."""

    state: Literal["making", "ready", "failed"]
    rows: int = 0
    total: int = 0
    size: int = 0
    at: float = 0.0


class Workbook:
    """One file: being made, ready, or not there."""

    def __init__(self, settings: Settings, key: str) -> None:
        self._folder = settings.exports
        self.file = self._folder / f"{key}.xlsx"
        self._part = self._folder / f"{key}.part"
        self._facts = self._folder / f"{key}.json"

    def progress(self) -> Progress | None:
        """How far it is; None when nobody has begun it, or who began it is gone."""
        with contextlib.suppress(FileNotFoundError):
            ready = self.file.stat()
            return Progress("ready", size=ready.st_size, at=ready.st_mtime)
        with contextlib.suppress(FileNotFoundError, ValueError):
            facts = json.loads(self._facts.read_text("ascii"))
            alive = time.time() - self._facts.stat().st_mtime < SILENT_FOR
            if alive or facts["state"] == "failed":
                return Progress(**facts)
        return None

    def begin(self, total: int, make: Make) -> None:
        """Have it made, unless somebody is at it. `make` writes into a file and says now and then how many rows."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.progress() is None:
            self.remove()
        try:
            file = self._part.open("xb")
        except FileExistsError:
            return  # a second tap, or another process
        self._part.chmod(0o600)
        self._say("making", 0, total)
        threading.Thread(target=self._make, args=(file, total, make), name="workbook", daemon=True).start()

    def remove(self) -> None:
        """Leave nothing of it."""
        for file in (self.file, self._part, self._facts):
            file.unlink(missing_ok=True)

    def _make(self, file: IO[bytes], total: int, make: Make) -> None:
        def note(rows: int) -> None:
            self._say("making", rows, total)

        with at_work([Repeating("workbook", self._facts.touch, BEAT)]):
            try:
                with file, _one_at_a_time:
                    make(file, note)
                self._part.replace(self.file)
            except Exception as error:
                log.error("export_failed", exc_info=error)
                self._part.unlink(missing_ok=True)
                self._say("failed", 0, total)
                return
        self._facts.unlink(missing_ok=True)

    def _say(self, state: str, rows: int, total: int) -> None:
        """Whole or not at all: another process may read it just now."""
        written = self._facts.with_suffix(f".{threading.get_ident()}")
        written.write_text(json.dumps({"state": state, "rows": rows, "total": total}), "ascii")
        written.replace(self._facts)


def drop_old(settings: Settings) -> None:
    """Remove what has been ready for an hour, and what was left of files that nobody makes any more."""
    for file in settings.exports.glob("*"):
        with contextlib.suppress(FileNotFoundError):
            found = file.stat()  # the writer of workbooks dates its own files back to 1980
            if time.time() - max(found.st_mtime, found.st_ctime) > KEPT_FOR:
                file.unlink()
