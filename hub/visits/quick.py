"""The visit of two taps on its short way: a room, a number, now, and nothing else that anybody would have to be told.

Most visits are such, and in the evening several keepers record them at once. What the ordinary way does is done here as
well, in one transaction and under the same lock: the sign-in, the permission, the room's capacity, the audit, the day's
total. Whatever is not quite usual (a name, another time, a room that is nearly full, a form sent twice) goes the
ordinary way, which finds nothing begun; so nothing is ever refused here.

First it is looked who that is, and at the room. All the rest follows from it, and is written on condition that the room
is still so and has room for them; between the look and the commit nobody thinks, so that the lock is held for as long
as the disk needs.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import Executable, String, bindparam, cast, func, insert, literal, select, text
from sqlalchemy.exc import SQLAlchemyError

from hub.accounts.standing import Standing, asked, standing, stands, village_of_sign_in
from hub.admin.counting import note_written
from hub.audit.models import AuditEntry
from hub.audit.writer import told_of_new
from hub.i18n import _n
from hub.kernel.clock import local_day, now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.ready import Line, Ready, straight
from hub.kernel.state import the_hub
from hub.visits import crowd, rollup, rules
from hub.visits.models import Visit, VisitDay
from hub.web.deeds import Done
from hub.web.doorstep import Sent
from hub.web.urls import safe_url

ORDINARY = frozenset({"room", "heads", "token", "csrf_token", "back"})  # the fields of two taps

_VISITS: Any = Visit.__table__
_ENTRIES: Any = AuditEntry.__table__
_VISIT = {
    "village_id": "here", "room_id": "room", "started_at": "start", "ended_at": "leaving", "day": "day",
    "heads": "heads", "kind": "kind", "purpose": "nothing", "recorded_by_id": "user", "recorded_at": "start",
    "late": "late", "override_reason": "nothing", "token": "token",
}  # fmt: skip
_ENTRY = {
    "village_id": "here", "at": "start", "user_id": "user", "action": "action", "table": "table", "changes": "changes",
    "address": "address",
}  # fmt: skip
_DAY = {
    "village_id": "here",
    "room_id": "room",
    "day": "day",
    "visits": "one",
    "heads": "heads",
    "late": "none",
}


class Taps(NamedTuple):
    """What was tapped."""

    room: str
    heads: int
    token: str


def at_once(app: Flask, sent: Sent) -> Done | None:
    """Record the visit that was sent; None when it is none of these, and nothing has been done."""
    with app.app_context():
        taps, who = _taps(sent), asked(sent.session, now())
        if taps is None or who is None or the_hub().events.is_heard("visit_recorded"):
            return None
        engine = db.engine
        try:
            with straight(engine) as line:
                return _record(app, line, sent, taps, who)
        except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error):
            return None  # the ordinary way meets it too, and has words for it


def _taps(sent: Sent) -> Taps | None:
    """The two taps, if nothing else was chosen or typed."""
    form = sent.fields
    if any(value and name not in ORDINARY for name, value in form.items()):
        return None
    room, heads, token = (form.get(name, "") for name in ("room", "heads", "token"))
    if not (heads.isascii() and heads.isdecimal() and len(heads) <= 5 and 0 < len(token) <= 40):
        return None
    if "\0" in room + token:
        return None
    return Taps(room, int(heads), token) if 1 <= int(heads) <= rules.MOST_HEADS else None


def _record(app: Flask, line: Line, sent: Sent, taps: Taps, who: dict[str, Any]) -> Done | None:
    at: datetime = who["now"]
    found, rooms = line.send(_LOOK, who | {"key": taps.room})[-2:]
    stand, loaded = standing(found), the_hub().rooms.get(taps.room)
    if stand is None or not {"visits.record", f"{taps.room}.record"} <= stand.grants or len(rooms) != 1:
        return None
    room = crowd.RoomFacts(*rooms[0])
    if loaded is None or loaded.state != "loaded" or not timedelta(0) <= room.stay <= rules.LONGEST:
        return None
    here.enter(stand.village, stand.user, stand.grants)
    said = _n("已登记：%(room)s %(n)s 人", taps.heads, room=room.name)
    back = safe_url(sent.fields.get("back")) or sent.url(app, "visits.record", room=room.key)
    visit = _keep(line, _values(stand, room, taps, at, sent.address))
    if visit is None:
        return None
    note_written(stand.village.id)
    return Done(said, back, sent.url(app, "visits.undo", visit_id=visit))


def _values(stand: Standing, room: crowd.RoomFacts, taps: Taps, at: datetime, address: str) -> dict[str, Any]:
    """All that is written and on what condition, by the names that stand in the statements."""
    values = crowd.asked_of(room, at, taps.heads, here.tz) | {
        "here": stand.village.id, "user": stand.user.id, "leaving": at + room.stay, "day": local_day(at, here.tz),
        "heads": taps.heads, "token": taps.token, "kind": rules.PLAIN, "nothing": "", "late": False,
        "action": "create", "table": Visit.__tablename__, "address": address, "one": 1, "none": 0,
    }  # fmt: skip
    told = told_of_new(Visit, {column: values[name] for column, name in _VISIT.items()})
    return values | {"changes": told}


def _keep(line: Line, values: dict[str, Any]) -> int | None:
    """The visit, its line in the audit, the day's total: the visit's number when all of them are safe, None when there
    is no room for it any more, or it was counted before."""
    if not line.is_sqlite:
        rows = line.send(_ALL_OF_IT, values)[-2]
        return rows[0][0] if rows else None
    return line.together(lambda held: _write(held, values))


def _write(held: Line, values: dict[str, Any]) -> int | None:
    """The same on a line that holds SQLite's lock."""
    rows = held.send(_THE_VISIT, values)[0]
    if not rows:
        return None
    number: int = rows[0][0]
    held.send(_THE_REST, values | {"visit": number})
    return number


def _look(database: str) -> list[Executable]:
    looks: list[Executable] = [stands(database), crowd.facts_of(village_of_sign_in())]
    if database == "postgresql":
        # The tables are named in the order in which they are best joined; to find that out takes longer than the look.
        looks.insert(0, select(func.set_config(literal("join_collapse_limit"), literal("1"), literal(True))))
    return looks


def _named(model: type[Any], names: dict[str, str]) -> list[Any]:
    columns = model.__table__.c
    return [bindparam(name, type_=columns[column].type) for column, name in names.items()]


def _visit() -> Any:
    """A visit, if the room has room for it."""
    row = select(*_named(Visit, _VISIT)).where(*crowd.room_for_them())
    return insert(_VISITS).from_select(list(_VISIT), row, include_defaults=False).returning(_VISITS.c.id)


def _the_rest(_database: str) -> list[Executable]:
    entry = insert(_ENTRIES).values(
        dict(zip(_ENTRY, _named(AuditEntry, _ENTRY), strict=True)) | {"row_id": bindparam("visit")}
    )
    day = dict(zip(_DAY, _named(VisitDay, _DAY), strict=True))
    return [entry, rollup.added_up("sqlite", lambda row: row.values(day))]


def _all_of_it(database: str) -> list[Executable]:
    """For PostgreSQL, in one message. Its answer is the number of the visit, if there is one."""
    kept = _visit().cte("kept")
    number = kept.c.id
    noted = (
        insert(_ENTRIES)
        .from_select([*_ENTRY, "row_id"], select(*_named(AuditEntry, _ENTRY), number), include_defaults=False)
        .cte("noted")
    )
    counted = select(*_named(VisitDay, _DAY)).select_from(kept)
    day = rollup.added_up(
        database, lambda row: row.from_select(list(_DAY), counted, include_defaults=False)
    ).returning(select(number).scalar_subquery())
    begun = func.set_config(literal("app.village_id"), cast(bindparam("here"), String), literal(True))
    return [text("BEGIN"), select(begun), *crowd.held(database), day.add_cte(noted), text("COMMIT")]


_LOOK = Ready(_look)
_ALL_OF_IT = Ready(_all_of_it)
_THE_VISIT = Ready(lambda _database: [_visit()])
_THE_REST = Ready(_the_rest)
