"""Copies of the embedded database, by SQLite's own backup inside one read transaction: whoever writes meanwhile is
neither stopped nor half in it. A plain copy of the file would be damaged more often than not.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from hub.backup.problems import BackupFailed
from hub.i18n import _
from hub.kernel.database import sqlite_driver
from hub.settings import Settings

BEGINNING = b"SQLite format 3\x00"
WAIT = 30.0  # seconds for a lock
Counts = dict[str, int]


def database_file(settings: Settings) -> Path:
    """The file in use."""
    return Path(make_url(settings.database).database or "")


def copy(settings: Settings, target: Path) -> Counts:
    """Copy the database in use as it is at one moment; answers how many rows each table has at that moment."""
    return copy_file(database_file(settings), target)


def copy_file(source: Path, target: Path) -> Counts:
    """The same for any database file."""
    with _open(source) as read, _open(target) as written:
        read.execute("BEGIN")
        counts = _counts(read)
        read.backup(written)
        read.execute("ROLLBACK")
        written.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    return counts


def check(file: Path) -> Counts:
    """Restore is what a copy is for, so it is opened and read as a database; answers its rows by table. Raises
    BackupFailed when it is not sound."""
    try:
        with _open(file) as connection:
            answers = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            strays = connection.execute("PRAGMA foreign_key_check").fetchone()
            counts = _counts(connection)
    except sqlite_driver.DatabaseError as error:
        raise BackupFailed(_("备份检查不合格：%(reason)s", reason=error)) from error
    if answers != ["ok"]:
        raise BackupFailed(_("备份检查不合格：%(reason)s", reason=answers[0]))
    if strays:
        raise BackupFailed(_("备份检查不合格：表 %(table)s 有记录指向不存在的记录", table=strays[0]))
    return counts


def revisions(file: Path) -> dict[str, str]:
    """The revision of each part's tables: {"core": "0001", …}."""
    prefix = "alembic_version_"
    with _open(file) as connection:
        tables = [name for name in _tables(connection) if name.startswith(prefix)]
        rows = {name: connection.execute(f'SELECT version_num FROM "{name}"').fetchone() for name in tables}  # noqa: S608
    return {name.removeprefix(prefix): row[0] for name, row in rows.items() if row}


def put_in_place(new: Path, settings: Settings, aside: Path) -> bool:
    """Let a sound file take the place of the database, which is kept as `aside`; answers whether there was one.

    Raises BackupFailed while anybody uses it. At no moment is there no database: names change in one step.
    """
    file = database_file(settings)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new.chmod(0o600)
    there = file.exists()
    if there:
        _let_go(file)
        aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _keep(file, aside)
        for ending in ("-wal", "-shm"):
            log = file.with_name(file.name + ending)
            if log.exists():  # of a damaged database: its log must not be read into the new one
                log.replace(aside.with_name(aside.name + ending))
    new.replace(file)
    return there


def _let_go(file: Path) -> None:
    """Only the last to hold the database can take it out of its log, which then is one file again."""
    try:
        with closing(sqlite_driver.connect(str(file), timeout=1, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite_driver.OperationalError as error:
        if "locked" in str(error):
            raise BackupFailed(_("数据库正在使用。请先停止 hub serve，再恢复。")) from error
    except sqlite_driver.DatabaseError:
        return  # damaged; that is why it is being replaced


def _keep(file: Path, aside: Path) -> None:
    try:
        aside.hardlink_to(file)
    except OSError:  # another disk
        shutil.copy2(file, aside)
    aside.chmod(0o600)


def _open(file: Path) -> Any:
    return closing(sqlite_driver.connect(str(file), timeout=WAIT, isolation_level=None))


def _tables(connection: Any) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return sorted(name for (name,) in rows)


def _counts(connection: Any) -> Counts:
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - a table's name
        for name in _tables(connection)
    }
