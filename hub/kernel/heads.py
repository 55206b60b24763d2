"""The newest revision of each part, remembered from one start to the next while the files of its revisions are the
same. Finding it out means reading in Alembic and every revision of every room."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Heads:
    """What is remembered in one file. A file that is lost or damaged is made anew."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = _read(file)
        self._now: dict[str, Any] = {}

    def of(self, part: str, versions: Path, find: Callable[[], str | None]) -> str | None:
        """The newest revision of a part: as remembered, or as `find` finds it."""
        state, known = _state(versions), self._known.get(part)
        newest = known[1] if isinstance(known, list) and known[:1] == [state] and len(known) == 2 else find()
        self._now[part] = [state, newest]
        return newest

    def keep(self) -> None:
        """Remember it for the next start. Where nothing can be written the next start finds it out again."""
        if self._now == self._known:
            return
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps(self._now), encoding="utf-8")
            fresh.replace(self._file)


def _state(versions: Path) -> list[Any]:
    """What changes with any file of the folder."""
    files = sorted(versions.glob("*.py"))
    return [str(versions), *([file.name, (stat := file.stat()).st_size, stat.st_mtime_ns] for file in files)]


def _read(file: Path) -> dict[str, Any]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
