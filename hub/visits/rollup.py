"""The day's totals of a room, kept in the same transaction as the visits they add up."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hub.centre.models import Room
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.tenancy import TRUSTED
from hub.visits.models import Visit, VisitDay

_TRUSTED = {TRUSTED: True}
_TABLE = VisitDay.__table__


def add(visit: Visit) -> None:
    """Count a visit. One statement, so that two at once are both counted."""
    connection = db.session.connection()
    counted = {
        "village_id": here.village_id, "room_id": visit.room_id, "day": visit.day, "visits": 1,
        "heads": visit.heads, "late": int(visit.late),
    }  # fmt: skip
    connection.execute(_counting(connection.dialect.name), counted)


@functools.cache
def _counting(dialect: str) -> Any:
    return added_up(dialect, lambda row: row)


def added_up(dialect: str, filled: Callable[[Any], Any]) -> Any:
    """The statement that counts visits of a day. `filled` gives the empty row its values."""
    row = filled((postgresql if dialect == "postgresql" else sqlite).insert(_TABLE))
    return row.on_conflict_do_update(
        index_elements=["village_id", "room_id", "day"],
        set_={name: _TABLE.c[name] + row.excluded[name] for name in ("visits", "heads", "late")},
    )


def change_heads(visit: Visit, by: int) -> None:
    """More heads belong to a visit than were counted, or fewer."""
    that_day = update(VisitDay).where(
        VisitDay.village_id == here.village_id,
        VisitDay.room_id == visit.room_id,
        VisitDay.day == visit.day,
    )
    db.session.execute(
        that_day.values(heads=VisitDay.heads + by),
        execution_options=_TRUSTED | {"synchronize_session": False},
    )


def take_back(visit: Visit) -> None:
    """Uncount a visit that is removed; a day without visits has no row."""
    that_day = (
        VisitDay.village_id == here.village_id,
        VisitDay.room_id == visit.room_id,
        VisitDay.day == visit.day,
    )
    less = update(VisitDay).where(*that_day)
    less = less.values(
        visits=VisitDay.visits - 1,
        heads=VisitDay.heads - visit.heads,
        late=VisitDay.late - int(visit.late),
    )
    for statement in (less, delete(VisitDay).where(*that_day, VisitDay.visits < 1)):
        db.session.execute(statement, execution_options=_TRUSTED | {"synchronize_session": False})


def rebuild() -> int:
    """Add up the present village anew from its visits, for repair. Answers the number of days written.

    Recording waits meanwhile: every room of the village is locked.
    """
    db.session.scalars(select(Room.id).order_by(Room.id).with_for_update(key_share=True)).all()
    db.session.execute(
        delete(VisitDay).where(VisitDay.village_id == here.village_id),
        execution_options=_TRUSTED | {"synchronize_session": False},
    )
    late = func.sum(Visit.late.cast(_TABLE.c.late.type))
    totals = (
        select(Visit.village_id, Visit.room_id, Visit.day, func.count(), func.sum(Visit.heads), late)
        .where(Visit.village_id == here.village_id)
        .group_by(Visit.village_id, Visit.room_id, Visit.day)
    )
    columns = ["village_id", "room_id", "day", "visits", "heads", "late"]
    db.session.execute(insert(VisitDay).from_select(columns, totals), execution_options=_TRUSTED)
    return db.session.scalar(select(func.count()).select_from(VisitDay)) or 0
