"""The copies as they lie in their folder: which there are, how old and how large, and how long they stay.

A copy has its name only once it was checked; what is being made lies in a folder `.part-…` beside it. A small file
beside each copy says how it was checked and what it weighs; it holds nothing of what is inside.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hub.kernel.clock import now
from hub.settings import Settings

NAMES = ("hub-*.sqlite3", "hub-*.sqlite3.enc", "hub-*.pgdump", "hub-*.pgdump.enc")
ASIDE = "before-restore-"
UNFINISHED = ".part-"
FACTS = ".json"
RESTORED, READ = "restored", "read"  # how a copy was checked


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found when the copy was checked."""

    checked: str  # RESTORED into a database of its own, or READ through to the end
    tables: int
    rows: int
    version: str  # of the hub


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy."""

    file: Path
    made_at: datetime
    size: int
    facts: Facts | None  # None: nobody knows any more how it was checked

    @property
    def encrypted(self) -> bool:
        return self.file.suffix == ".enc"

    @property
    def age(self) -> timedelta:
        return now() - self.made_at


def copies(settings: Settings) -> list[Copy]:
    """All finished copies, the newest first."""
    found = [_copy(file) for name in NAMES for file in settings.backups.glob(name)]
    return sorted((copy for copy in found if copy), key=lambda copy: copy.made_at, reverse=True)


def newest(settings: Settings) -> Copy | None:
    return next(iter(copies(settings)), None)


def named(settings: Settings, name: str) -> Copy | None:
    """The copy of this name; only what stands in the list is found."""
    return next((copy for copy in copies(settings) if copy.file.name == name), None)


def drop_old(settings: Settings) -> int:
    """Copies hold people's data too, so they have an age limit. The newest stays even then: without it, whoever could
    make no copies for months would lose the last one. Answers how many were removed."""
    oldest = now() - timedelta(days=settings.backup_keep_days)
    old = [copy.file for copy in copies(settings)[1:] if copy.made_at < oldest]
    old += [file for file in settings.backups.glob(f"{ASIDE}*") if _written(file) < oldest]
    for file in old:
        file.unlink(missing_ok=True)
        _facts_file(file).unlink(missing_ok=True)
    return len(old)


@contextlib.contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A folder for what is not finished, readable by the owner only; gone at the end, whatever happens."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / f"{UNFINISHED}{secrets.token_hex(4)}"
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what a process that was killed has left. Only for who is alone at this work."""
    for left in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


def finish(made: Path, facts: Facts, folder: Path, ending: str) -> Copy:
    """Give a checked copy its name and place, at once and on the disk."""
    target = folder / f"hub-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}{ending}"
    beside = made.with_name("facts")
    beside.write_text(json.dumps(asdict(facts)), "utf-8")
    for file in (made, beside):
        file.chmod(0o600)
        to_disk(file)
    beside.replace(_facts_file(target))
    made.replace(target)
    to_disk(folder)
    copy = _copy(target)
    assert copy
    return copy


def to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlive a power cut."""
    if path.is_dir() and os.name != "posix":
        return  # elsewhere a folder cannot be opened
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(file: Path) -> Copy | None:
    try:
        return Copy(file, _written(file), file.stat().st_size, _facts(file))
    except FileNotFoundError:
        return None  # removed just now


def _facts(file: Path) -> Facts | None:
    try:
        return Facts(**json.loads(_facts_file(file).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _facts_file(file: Path) -> Path:
    return file.with_name(file.name + FACTS)


def _written(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
