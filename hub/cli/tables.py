"""The tables of a hub: whether they are there and fit the code, and bringing them up to date after a copy."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from flask import Flask
from sqlalchemy.engine import Connection, make_url

from hub.backup.making import make_copy
from hub.cli.app import Stop, make_app, newer_than_code
from hub.kernel import migrate
from hub.kernel.heads import Heads
from hub.kernel.keys import audit_key
from hub.kernel.schema import outdated
from hub.settings import Settings


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
            return part_state(connection, migrate.CORE, migrate.remembered(settings.home))
    finally:
        engine.dispose()


def part_state(connection: Connection, part: migrate.Part, heads: Heads | None = None) -> State:
    """The same for one part; `heads` as for `migrate.head`."""
    found = migrate.current(connection, part)
    if found == migrate.head(part, heads):
        return State.CURRENT
    if found is None:
        return State.MISSING
    from alembic.util import CommandError

    try:
        migrate.script_of(part).get_revision(found)
    except CommandError:
        return State.NEWER
    return State.BEHIND


def copy_before(app: Flask) -> Path:
    """A copy before the tables are changed. Raises BackupFailed."""
    with app.app_context():
        return make_copy(app.extensions["hub"].settings).file


def bring_up_to_date(settings: Settings, *, copy: bool = True) -> tuple[Path | None, dict[str, str]]:
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
    waiting = outdated(app)
    if not waiting:
        return None, {}
    if migrate.CORE not in waiting:
        failing = migrate.rehearse(app, waiting)
        if len(failing) == len(waiting):
            for room, reason in failing.items():
                app.extensions["hub"].rooms.quarantine(room, reason)
            return (
                None,
                failing,
            )  # nothing will be changed, so nothing need be copied, at this start or the next
    made = copy_before(app) if copy and state is not State.MISSING else None
    failed = migrate.upgrade(app)
    audit_key(settings, make=state is State.MISSING)
    return made, failed
