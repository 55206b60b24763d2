"""Migrations: one environment, one version table a part. The core is migrated first, then each room, each in a
transaction of its own; a room whose migration fails is quarantined and the others go on.

Alembic is read in by those who migrate; a start that finds all as it left it does without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from flask import Flask
from sqlalchemy import MetaData, create_engine, inspect
from sqlalchemy import text as sql
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import NullPool

from hub.kernel.database import engine_options, tune
from hub.kernel.heads import Heads
from hub.kernel.loader import LoadedRoom
from hub.kernel.models import CoreBase
from hub.kernel.security import close_after_migration, open_for_migration
from hub.kernel.state import the_hub
from hub.settings import CHECKOUT, Settings

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

log = structlog.get_logger()
PACKAGE = Path(__file__).resolve().parent.parent
AUTHORS = (Exception, SystemExit)  # the files of a room's author may be wrong in any way
ENVIRONMENT = next(path for path in (PACKAGE / "migrations", CHECKOUT / "migrations") if path.is_dir())


@dataclass(frozen=True, slots=True)
class Part:
    """One line of revisions: the core's, or a room's."""

    id: str  # "core" or the room's id
    versions: Path
    metadata: MetaData

    @property
    def prefix(self) -> str:
        return "" if self.id == "core" else self.id + "__"

    @property
    def version_table(self) -> str:
        return f"alembic_version_{self.id}"

    def owns(self, table: str) -> bool:
        """Whether a table belongs to this part."""
        return table.startswith(self.prefix) if self.prefix else "__" not in table


CORE = Part("core", ENVIRONMENT / "versions", CoreBase.metadata)


def part_of(room: LoadedRoom) -> Part | None:
    """The room's own line, or None when it has no models."""
    if room.declared.base is None:
        return None
    return Part(room.id, room.found.folder / "migrations", room.declared.base.metadata)


def parts(app: Flask) -> list[Part]:
    """All lines in the order they are migrated."""
    with app.app_context():
        return [CORE, *(part for room in the_hub().rooms.loaded if (part := part_of(room)))]


def config_for(part: Part, connection: Connection) -> Config:
    """Alembic's configuration for one part on one connection."""
    config = _config(part)
    config.attributes.update(part=part, connection=connection)
    return config


def owner_engine(settings: Settings) -> Engine:
    """An engine of the role that owns the tables."""
    url = settings.owner_database
    return tune(create_engine(url, poolclass=NullPool, **engine_options(url)))


@contextmanager
def migrating(settings: Settings, part: Part) -> Iterator[Connection]:
    """One transaction in which a part may change its tables."""
    engine = owner_engine(settings)
    role = make_url(settings.database).username if settings.database_owner_url else None
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                # Rebuilding a table must not fire what points at it; checked again before the commit.
                connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            open_for_migration(connection, part.prefix)
            yield connection
            close_after_migration(connection, part.prefix, role)
    finally:
        engine.dispose()


def upgrade_part(settings: Settings, part: Part) -> None:
    """Bring one part up to date, wholly or not at all."""
    from alembic import command

    with migrating(settings, part) as connection:
        command.upgrade(config_for(part, connection), "head")


def upgrade(app: Flask) -> dict[str, str]:
    """Bring the core and all loaded rooms up to date. Answers the reason for each room that failed."""
    hub = app.extensions["hub"]
    failed: dict[str, str] = {}
    for part in parts(app):
        if part is CORE:
            upgrade_part(hub.settings, part)
            continue
        try:
            upgrade_part(hub.settings, part)
        except AUTHORS as error:
            failed[part.id] = failure(error)
            hub.rooms.quarantine(part.id, failed[part.id], error)
    return failed


class _Rehearsed(Exception):
    """Ends a rehearsal; its transaction is rolled back."""


def rehearse(app: Flask, waiting: Iterable[Part]) -> dict[str, str]:
    """Try parts' migrations and leave no trace of them. Answers the reason for each that would fail."""
    from alembic import command

    failing: dict[str, str] = {}
    for part in waiting:
        try:
            with migrating(app.extensions["hub"].settings, part) as connection:
                command.upgrade(config_for(part, connection), "head")
                raise _Rehearsed
        except _Rehearsed:
            continue
        except AUTHORS as error:
            failing[part.id] = failure(error)
    return failing


def failure(error: BaseException) -> str:
    """The reason why a room is set aside."""
    return f"migration failed: {type(error).__name__}: {error}"


def script_of(part: Part) -> ScriptDirectory:
    """The revisions that the code knows."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config(part))


def _config(part: Part) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(ENVIRONMENT))
    config.set_main_option("version_locations", str(part.versions))
    config.set_main_option("path_separator", "os")
    return config


def remembered(home: Path) -> Heads:
    """The newest revisions that the last start found."""
    return Heads(home / "cache" / "revisions.json")


def head(part: Part, heads: Heads | None = None) -> str | None:
    """The newest revision the code knows; with `heads` as it is remembered, where nothing has changed since."""
    if heads is not None:
        return heads.of(part.id, part.versions, partial(head, part))
    return script_of(part).get_current_head()


def current(connection: Connection, part: Part) -> str | None:
    """The revision the database is at; None when it was never migrated."""
    return currents(connection, [part]).get(part.id)


def currents(connection: Connection, some: Iterable[Part]) -> dict[str, str]:
    """The revisions the database is at, by part, found by one statement; those never migrated are not among them."""
    there = set(inspect(connection).get_table_names())
    asked = [part for part in some if part.version_table in there]
    if not asked:
        return {}
    each = (f"SELECT '{part.id}', version_num FROM \"{part.version_table}\"" for part in asked)  # noqa: S608 - ids
    found: dict[str, str] = {}
    for id, version in connection.execute(sql(" UNION ALL ".join(each))):
        found[id] = f"{found[id]}, {version}" if id in found else version
    return found


def behind(app: Flask, connection: Connection) -> dict[Part, str]:
    """The parts whose tables are not as the code expects, each with what is the matter."""
    found: dict[Part, str] = {}
    all_parts = parts(app)
    now = currents(connection, all_parts)
    heads = remembered(Path(app.config["HUB_HOME"]))
    for part in all_parts:
        try:
            newest = head(part, heads)
        except AUTHORS as error:
            found[part] = f"its revisions cannot be read: {type(error).__name__}: {error}"
        else:
            if newest != now.get(part.id):
                found[part] = "its tables are not up to date; run: hub upgrade"
    heads.keep()
    return found


def drop_part(settings: Settings, part_id: str) -> list[str]:
    """Drop all tables of a room and its version table; answers their names. The core is never dropped."""
    if part_id == "core":
        raise ValueError("the core cannot be purged")
    part = Part(part_id, Path(), MetaData())
    engine = owner_engine(settings)
    try:
        with engine.begin() as connection:
            order = inspect(connection).get_sorted_table_and_fkc_names()
            names = [name for name, _keys in reversed(order) if name and part.owns(name)]
            cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
            for name in [*names, part.version_table]:
                connection.execute(sql(f'DROP TABLE IF EXISTS "{name}"{cascade}'))
            return names
    finally:
        engine.dispose()
