"""The tables of a hub: whether they are there and fit the code, a copy of them, and bringing them up to date."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Connection, make_url

from hub.cli.app import Stop, make_app, newer_than_code
from hub.cli.texts import _
from hub.kernel import migrate
from hub.kernel.database import engine_options
from hub.kernel.schema import outdated
from hub.settings import Settings

BACKUPS = "backups"
COPIES_KEPT = timedelta(days=90)


class State(Enum):
    """How the core's tables stand to the code."""

    MISSING = "missing"
    BEHIND = "behind"
    CURRENT = "current"
    NEWER = "newer"


def sqlite_file(settings: Settings) -> Path | None:
    """The file of the embedded database; None on PostgreSQL."""
    return Path(make_url(settings.database).database or "") if settings.is_sqlite else None


def state_of(settings: Settings) -> State:
    """How the core's tables stand to the code. Looks only: no file is made."""
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        return State.MISSING
    engine = migrate.owner_engine(settings)
    try:
        with engine.connect() as connection:
            return part_state(connection, migrate.CORE)
    finally:
        engine.dispose()


def part_state(connection: Connection, part: migrate.Part) -> State:
    """The same for one part."""
    found = migrate.current(connection, part)
    if found == migrate.head(part):
        return State.CURRENT
    if found is None:
        return State.MISSING
    try:
        ScriptDirectory.from_config(migrate.config_for(part, connection)).get_revision(found)
    except CommandError:
        return State.NEWER
    return State.BEHIND


def copy_database(settings: Settings) -> Path | None:
    """Copy the embedded database into the data folder, check the copy and answer where it is; None on PostgreSQL."""
    file = sqlite_file(settings)
    if file is None:
        return None
    folder = settings.home / BACKUPS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"hub-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.sqlite3"
    connection = _sqlite().connect(str(file), timeout=30, isolation_level=None)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    target.chmod(0o600)
    _check_copy(target)
    return target


def drop_old_copies(settings: Settings) -> int:
    """Copies hold people's data too, so they have an age limit: 90 days. Answers how many were removed."""
    oldest = time.time() - COPIES_KEPT.total_seconds()
    old = [file for file in (settings.home / BACKUPS).glob("hub-*.sqlite3") if file.stat().st_mtime < oldest]
    for file in old:
        file.unlink()
    return len(old)


def _sqlite() -> Any:
    """The same SQLite as the engine uses."""
    return engine_options("sqlite://")["module"]


def _check_copy(file: Path) -> None:
    connection = _sqlite().connect(str(file))
    try:
        (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
    finally:
        connection.close()
    if answer != "ok":
        raise Stop(_("备份 %(file)s 检查不合格，没有升级。请检查磁盘。", file=file))


def bring_up_to_date(settings: Settings) -> tuple[Path | None, dict[str, str]]:
    """Make or upgrade the tables of the core and of all rooms, after a copy of what was there.

    Answers where the copy is and the reason for each room that failed. Stops when the database is newer than the code.
    """
    state = state_of(settings)
    if state is State.NEWER:
        raise Stop(newer_than_code())
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if file := sqlite_file(settings):
        file.touch(mode=0o600)
    app = make_app(settings, check_schema=False)
    if not outdated(app):
        return None, {}
    copy = copy_database(settings) if state is not State.MISSING else None
    return copy, migrate.upgrade(app)
