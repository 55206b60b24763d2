"""What the core keeps of people beside the list of residents: the few visits that carry a name."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update

from hub.i18n import _l, _n
from hub.kernel.clock import day_bounds
from hub.kernel.database import db
from hub.kernel.declarations import PersonalData, Retention
from hub.kernel.here import here
from hub.text import short_day
from hub.visits.models import Visit

NAMED_VISIT = timedelta(days=365)
_NAMELESS = {"resident_id": None, "purpose": ""}


def _find_visits(resident_id: int) -> list[tuple[str, str]]:
    """Room by room, never one line of time across rooms."""
    rows = db.session.execute(
        select(Visit.room_id, func.count(Visit.id), func.max(Visit.day))
        .where(Visit.resident_id == resident_id)
        .group_by(Visit.room_id)
    ).all()
    names = {room.id: room.name for room in here.rooms.values()}
    return [
        (names[room_id], _n("记名来访 %(n)s 次，最近 %(day)s", count, day=short_day(last)))
        for room_id, count, last in rows
    ]


def _erase_visits(resident_id: int) -> int:
    return _unlink(Visit.resident_id == resident_id, "erase")


def unlink_old_visits() -> int:
    """Visits of a year ago lose the name; the heads stay."""
    before = day_bounds(here.today - NAMED_VISIT, here.tz)[0]
    return _unlink((Visit.started_at < before) & Visit.resident_id.is_not(None), "retention")


def _unlink(condition: object, why: str) -> int:
    statement = update(Visit).where(condition).values(**_NAMELESS)  # type: ignore[arg-type]
    done = db.session.execute(statement, execution_options={"hub_audit": why, "synchronize_session": "fetch"})
    return done.rowcount  # type: ignore[attr-defined]


PERSONAL_DATA = [
    PersonalData(
        model=Visit,
        columns=("resident_id", "purpose"),
        purpose=_l("少数必须记名的来访，例如借工具"),
        keep=_l("12 个月后与姓名脱钩，人数保留"),
        find=_find_visits,
        erase=_erase_visits,
    ),
]
RETENTION = [
    Retention(name=_l("记名来访与姓名脱钩"), after=_l("来访后 12 个月"), apply=unlink_old_visits),
]
