"""Databases for tests: a state is built once, kept under a name, and brought back in milliseconds.

A database is the hub's data folder and, on PostgreSQL, a database on the server. Its address never changes, so that
one app can serve every test of a worker; between tests its content is replaced by a copy of a kept state.
"""

from __future__ import annotations

import abc
import os
import shutil
from pathlib import Path

import psycopg

from tests.harness.contents import Contents, Shapes
from tests.harness.postgres import APPLICATION, OWNER, PostgresServer


class Database(abc.ABC):
    """The database of one worker on one backend. Nobody may be connected while a state is kept or restored."""

    backend: str

    def __init__(self, run: Path, worker: str) -> None:
        self.home = run / f"{self.backend}-{worker}"
        self._states = run / f"{self.backend}-states"

    @property
    @abc.abstractmethod
    def url(self) -> str:
        """Address for `Settings.database_url`."""

    @property
    @abc.abstractmethod
    def owner_url(self) -> str:
        """Address for `Settings.database_owner_url`."""

    def close(self) -> None:  # noqa: B027 - nothing to close in most
        """Close what is held open between tests."""

    def knows(self, state: str) -> bool:
        return (self._states / state).exists()

    def lock(self, state: str) -> Path:
        """The file that workers lock while one of them builds a state."""
        self._states.mkdir(exist_ok=True)
        return self._states / f"{state}.lock"

    def empty(self) -> None:
        """Begin with nothing."""
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir()

    def keep(self, state: str) -> None:
        """Keep the present content under a name, for every worker of this run."""
        shutil.copytree(self.home, self._states / state)

    def restore(self, state: str) -> None:
        """Bring a kept state back."""
        self.home.mkdir(exist_ok=True)
        for entry in os.scandir(self.home):
            if not entry.is_dir(follow_symlinks=False):
                # Another file each time: what a test left open may still write to the former.
                _remove(entry)
        _make_alike(self.home, self._states / state)


class SqliteDatabase(Database):
    """A file in the data folder."""

    backend = "sqlite"

    @property
    def url(self) -> str:
        return ""

    @property
    def owner_url(self) -> str:
        return ""


class PostgresDatabase(Database):
    """A database on the run's server, next to the data folder."""

    backend = "postgresql"

    def __init__(self, run: Path, worker: str, server: PostgresServer) -> None:
        super().__init__(run, worker)
        self._server = server
        self._held: psycopg.Connection | None = None  # opening one takes longer than what it is for
        self._shapes: Shapes | None = None
        self._name = f"hub_{worker}"

    @property
    def url(self) -> str:
        return self._server.url(self._name, APPLICATION)

    @property
    def owner_url(self) -> str:
        return self._server.url(self._name, OWNER)

    @property
    def server_url(self) -> str:
        """The address of the server for its own administrator, who may throw everybody out."""
        return self._server.address

    def empty(self) -> None:
        super().empty()
        self.close()
        self._server.drop(self._name)
        self._server.create(self._name)

    def keep(self, state: str) -> None:
        self._states.mkdir(exist_ok=True)
        with self._server.inside(self._name) as connection:
            Contents.of(connection).save(self._contents(state))
        self.close()
        self._server.copy(self._name, f"state_{state}")
        super().keep(state)

    def restore(self, state: str) -> None:
        super().restore(state)
        if not self._bring_back(state):
            self.close()
            self._server.copy(f"state_{state}", self._name)

    def _bring_back(self, state: str) -> bool:
        """Whether replacing rows was enough."""
        try:
            if self._held is None or self._shapes is None or self._held.closed:
                self._held = self._server.inside(self._name)
                self._shapes = Shapes(self._held)
                # Once and not each time: it makes the server forget how it answers what it is always asked.
                self._held.execute("SET session_replication_role = replica")
            with self._held.transaction():
                return Contents.load(self._contents(state)).bring_back(self._held, self._shapes)
        except (
            psycopg.OperationalError
        ):  # there is no such database yet, or a test has shut everybody out of it
            return False

    def close(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    def _contents(self, state: str) -> Path:
        return self._states / f"{state}.contents"


def _make_alike(folder: Path, kept: Path) -> None:
    """Make a folder hold what another holds, touching only what is not the same: most files are never written to.

    A file that was written to has another time than its kept copy, which has that of the original.
    """
    here = {entry.name: entry for entry in os.scandir(folder)}
    for there in os.scandir(kept):
        entry, target = here.pop(there.name, None), folder / there.name
        if entry is not None and _marks(entry) != _marks(there):
            _remove(entry)
            entry = None
        if there.is_dir(follow_symlinks=False) and entry is not None:
            _make_alike(target, Path(there.path))
        elif there.is_dir(follow_symlinks=False):
            shutil.copytree(there.path, target, symlinks=True)
        elif entry is None:
            shutil.copy2(there.path, target, follow_symlinks=False)
    for entry in here.values():
        _remove(entry)


def _marks(entry: os.DirEntry[str]) -> tuple[int, ...]:
    found = entry.stat(follow_symlinks=False)
    is_dir = entry.is_dir(follow_symlinks=False)
    return (found.st_mode,) if is_dir else (found.st_mode, found.st_size, found.st_mtime_ns)


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path)
    else:
        Path(entry.path).unlink()
