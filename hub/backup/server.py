"""Copies of a PostgreSQL database: pg_dump in its own format, as the role that owns the tables, at a snapshot whose
rows are counted by the same role, so that what the copy holds can be compared with what it should."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy import text as sql
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import NullPool

from hub.backup import tools
from hub.backup.files import READ, RESTORED
from hub.backup.problems import BackupFailed
from hub.i18n import _
from hub.kernel.database import engine_options
from hub.kernel.migrate import owner_engine
from hub.kernel.security import closed_to_copies, open_to_copies, secure_all
from hub.settings import Settings

BEGINNING = b"PGDMP"
Counts = dict[str, int]
_TABLES = sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
# What the hub sets up itself for the roles of the place where a copy is restored.
_OWN_WORK = re.compile(rb"^\d+; \d+ \d+ (SCHEMA|POLICY|ROW SECURITY|ACL|DEFAULT ACL|COMMENT - SCHEMA) ")
_COPY = re.compile(rb'^COPY (?:public\.)?"?([a-z0-9_]+)"? \(')


def copy(settings: Settings, target: Path) -> Counts:
    """Dump the database as it is at one moment; answers how many rows each table has at that moment."""
    engine = owner_engine(settings)
    try:
        with engine.connect() as connection:
            closed = closed_to_copies(connection)
        for table in closed:
            with engine.begin() as connection:
                open_to_copies(connection, table)
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            program = tools.find("pg_dump", _version(connection))
            connection.execute(sql("SELECT set_config('app.backup', 'on', true)"))
            counts = _counts(connection)
            snapshot = connection.execute(sql("SELECT pg_export_snapshot()")).scalar_one()
            address, environment = tools.connection_of(settings.owner_database)
            tools.run(
                program, "--format=custom", "--enable-row-security", f"--snapshot={snapshot}",
                "--schema=public", f"--file={target}", f"--dbname={address}", "--no-password",
                environment=environment,
            )  # fmt: skip
    finally:
        engine.dispose()
    return counts


def check(settings: Settings, file: Path) -> tuple[str, Counts]:
    """Restore the copy into a database of its own where the role may make one, else read it through to the end;
    answers which, and the rows by table."""
    engine = owner_engine(settings)
    try:
        with engine.connect() as connection:
            version = _version(connection)
            may = connection.execute(
                sql("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            ).scalar_one()
    finally:
        engine.dispose()
    program = tools.find("pg_restore", version)
    if not may:
        return READ, _read_through(program, file)
    with _scratch(settings) as url:
        _fill(program, file, url)
        other = _engine(url)
        try:
            with other.connect() as connection:
                return RESTORED, _counts(connection)
        finally:
            other.dispose()


def revisions(settings: Settings, file: Path) -> dict[str, str]:
    """The revision of each part's tables: {"core": "0001", …}."""
    engine = owner_engine(settings)
    try:
        with engine.connect() as connection:
            program = tools.find("pg_restore", _version(connection))
    finally:
        engine.dispose()
    found, part = {}, ""
    for line in tools.lines(program, "--data-only", "--file=-", str(file)):
        if begins := _COPY.match(line):
            part = begins[1].decode().partition("alembic_version_")[2]
        elif part and not line.startswith(b"\\."):
            found[part] = line.strip().decode()
            part = ""
    return found


def put_in_place(file: Path, settings: Settings) -> None:
    """Let the copy take the place of the tables. What was there stands aside under another name until the copy is in;
    when that fails it comes back."""
    engine = owner_engine(settings)
    role = make_url(settings.database).username if settings.database_owner_url else None
    aside = f"before_restore_{datetime.now().astimezone():%Y%m%d_%H%M%S}_{secrets.token_hex(2)}"
    try:
        with engine.begin() as connection:
            program = tools.find("pg_restore", _version(connection))
            connection.execute(sql(f'ALTER SCHEMA public RENAME TO "{aside}"'))
            connection.execute(sql("CREATE SCHEMA public"))
        try:
            _fill(program, file, settings.owner_database)
            with engine.begin() as connection:
                secure_all(connection, role)
        except Exception:
            with engine.begin() as connection:
                connection.execute(sql("DROP SCHEMA public CASCADE"))
                connection.execute(sql(f'ALTER SCHEMA "{aside}" RENAME TO public'))
            raise
        with engine.begin() as connection:
            connection.execute(sql(f'DROP SCHEMA "{aside}" CASCADE'))
    finally:
        engine.dispose()


def has_tables(settings: Settings) -> bool:
    """Whether there is anything that a restore would replace."""
    engine = owner_engine(settings)
    try:
        with engine.connect() as connection:
            return connection.execute(_TABLES).first() is not None
    finally:
        engine.dispose()


def _fill(program: str, file: Path, url: str) -> None:
    """Restore into an empty database, wholly or not at all."""
    address, environment = tools.connection_of(url)
    wanted = file.with_name(f"{file.name}.list")
    kept = [line for line in tools.lines(program, "--list", str(file)) if not _OWN_WORK.match(line)]
    wanted.write_bytes(b"".join(kept))
    try:
        tools.run(
            program, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
            f"--use-list={wanted}", f"--dbname={address}", "--no-password", str(file), environment=environment,
        )  # fmt: skip
    finally:
        wanted.unlink()


def _read_through(program: str, file: Path) -> Counts:
    """Every row in the copy, unpacked and counted."""
    counts: Counts = {}
    table = ""
    for line in tools.lines(program, "--data-only", "--file=-", str(file)):
        if table:
            if line.startswith(b"\\."):
                table = ""
            else:
                counts[table] += 1
        elif begins := _COPY.match(line):
            table = begins[1].decode()
            counts[table] = 0
    return counts


@contextlib.contextmanager
def _scratch(settings: Settings) -> Iterator[str]:
    """An empty database beside the one in use, which is dropped in the end."""
    name = f"hub_check_{secrets.token_hex(4)}"
    url = make_url(settings.owner_database)
    engine = owner_engine(settings)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sql(f'CREATE DATABASE "{name}" TEMPLATE template0'))
            try:
                yield url.set(database=name).render_as_string(hide_password=False)
            finally:
                connection.execute(sql(f'DROP DATABASE "{name}"'))
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool, **engine_options(url))


def _version(connection: Connection) -> int:
    return int((connection.dialect.server_version_info or (0,))[0])


def _counts(connection: Connection) -> Counts:
    names = connection.execute(_TABLES).scalars().all()
    return {
        name: connection.execute(sql(f'SELECT count(*) FROM "{name}"')).scalar_one()  # noqa: S608
        for name in names
    }


def refuse_damaged(file: Path) -> None:
    """Raises BackupFailed for a file that is no dump."""
    with file.open("rb") as opened:
        if opened.read(len(BEGINNING)) != BEGINNING:
            raise BackupFailed(_("%(file)s 不是 PostgreSQL 的备份。", file=file.name))
