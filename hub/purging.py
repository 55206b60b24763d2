"""Taking a room out for good: a copy of its tables, then the tables themselves, then the villages' rows of it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import MetaData, Table, func, inspect, select
from sqlalchemy.engine import Connection

from hub.admin.sheets import csv_stream
from hub.audit.writer import note
from hub.centre.rooms import disable_room
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.migrate import Part, drop_part, migrating
from hub.kernel.models import Village
from hub.settings import Settings
from hub.visits.models import Visit, VisitDay

EXPORTS = "exports"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Purged:
    """What was done: where the copy is, the tables dropped, and the villages whose history still names the room."""

    copy: Path | None
    tables: list[str]
    kept_in: list[str]


def part_of_id(room: str) -> Part:
    """A room's tables by its id alone: its package may be gone."""
    return Part(room, Path(), MetaData())


def tables_of(settings: Settings, room: str) -> dict[str, int]:
    """The room's tables and how many rows each has."""
    part = part_of_id(room)
    with migrating(settings, part) as connection:
        return {table.name: _count(connection, table) for table in _tables(connection, part)}


def purge(app: Flask, room: str) -> Purged:
    """Switch the room off everywhere, copy its tables, drop them, and remove the rows that no visit needs.

    Raises Refused when an enabled room requires it.
    """
    settings: Settings = app.extensions["hub"].settings
    villages = village_ids(app)
    for village_id in villages:
        with in_village(app, village_id):
            if room in here.rooms and here.rooms[room].enabled:
                disable_room(room)
    copy = _copy(settings, room)
    tables = drop_part(settings, room)
    kept_in = [name for village_id in villages if (name := _remove_row(app, village_id, room))]
    return Purged(copy, tables, kept_in)


def village_ids(app: Flask) -> Sequence[int]:
    """All villages, those out of use too."""
    with app.app_context():
        return db.session.scalars(select(Village.id).order_by(Village.id)).all()


def _copy(settings: Settings, room: str) -> Path | None:
    """One CSV a table in one archive, rows of all villages; None where there is no table."""
    part = part_of_id(room)
    with migrating(settings, part) as connection:
        tables = _tables(connection, part)
        if not tables:
            return None
        folder = settings.home / EXPORTS
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = folder / f"{room}-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.zip"
        target.touch(mode=0o600)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for table in tables:
                titles = [column.name for column in table.columns]
                with archive.open(f"{table.name}.csv", "w") as file:
                    for chunk in csv_stream(titles, _rows(connection, table)):
                        file.write(chunk)
        return target


def _tables(connection: Connection, part: Part) -> list[Table]:
    names = [name for name in inspect(connection).get_table_names() if part.owns(name)]
    metadata = MetaData()
    metadata.reflect(connection, only=names, resolve_fks=False)
    return [metadata.tables[name] for name in names]


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _rows(connection: Connection, table: Table) -> Iterator[list[list[Any]]]:
    result = connection.execute(select(table), execution_options={"yield_per": BATCH})
    for rows in result.partitions():
        yield [[_whole(value) for value in row] for row in rows]


def _whole(value: Any) -> Any:
    """An instant to its last digit; lists for people round it."""
    return value.isoformat() if isinstance(value, datetime) else value


def _remove_row(app: Flask, village_id: int, room: str) -> str:
    """Remove the village's row of a room. Where visits refer to it, it stays, and the village's name is answered."""
    with in_village(app, village_id):
        row = here.rooms.get(room)
        if row is None:
            return ""
        note("purge", "room", row.id, room=room)
        history = (select(model.id).where(model.room_id == row.id).limit(1) for model in (Visit, VisitDay))
        if any(db.session.scalar(found) is not None for found in history):
            return here.village.name
        db.session.delete(row)
        return ""
