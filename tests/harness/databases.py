"""Databases for tests: a state is built once, kept under a name, and brought back in milliseconds.

A database is the hub's data folder and, on PostgreSQL, a database on the server. Its address never changes, so that
one app can serve every test of a worker; between tests its content is replaced by a copy of a kept state.
"""

from __future__ import annotations

import abc
import shutil
from pathlib import Path

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
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self._states / state, self.home)


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
        self._name = f"hub_{worker}"

    @property
    def url(self) -> str:
        return self._server.url(self._name, APPLICATION)

    @property
    def owner_url(self) -> str:
        return self._server.url(self._name, OWNER)

    def empty(self) -> None:
        super().empty()
        self._server.drop(self._name)
        self._server.create(self._name)

    def keep(self, state: str) -> None:
        self._server.copy(self._name, f"state_{state}")
        super().keep(state)

    def restore(self, state: str) -> None:
        super().restore(state)
        self._server.copy(f"state_{state}", self._name)
