"""The visit of two taps on its short way: a room, a number, now, and nothing else that anybody would have to be told.

Most visits are such, and in the evening several keepers record them at once. What the ordinary way does is done here as
well, in the same transaction and under the same lock: the sign-in, the permission, the room's capacity, the audit, the
day's total. Whatever is not quite usual (a name, another time, a room that is nearly full, a form sent twice) goes the
ordinary way, which finds nothing begun; so nothing is ever refused here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import insert
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from hub.accounts.standing import standing
from hub.admin.counting import note_writing
from hub.audit.writer import note_new
from hub.kernel.clock import local_day
from hub.kernel.database import begin_writing, db
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.visits import crowd, rollup, rules
from hub.visits.models import Visit
from hub.visits.pad import recorded
from hub.web.deeds import Done, go_on

ORDINARY = frozenset({"room", "heads", "token", "csrf_token", "back"})  # the fields of two taps
_INSERT = insert(Visit)


class Taps(NamedTuple):
    """What was tapped."""

    room: str
    heads: int
    token: str


class Kept(NamedTuple):
    """A visit that was just kept, as much of it as is told."""

    id: int
    room_id: int
    started_at: datetime
    day: Any
    heads: int
    late: bool


def at_once() -> ResponseReturnValue | None:
    """Record the visit that was sent; None when it is none of these, and nothing has been done."""
    done = None
    if (taps := _taps()) and not the_hub().events.is_heard("visit_recorded"):
        try:
            done = _record(taps)
        except SQLAlchemyError:
            done = None  # the ordinary way meets it too, and has words for it
    if done is None:
        db.session.remove()
        here.leave()
        return None
    return go_on(done, "/")


def _taps() -> Taps | None:
    """The two taps, if nothing else was chosen or typed."""
    form = request.form
    if any(value and name not in ORDINARY for name, value in form.items(multi=True)):
        return None
    heads, token = form.get("heads", ""), form.get("token", "")
    if not (heads.isascii() and heads.isdecimal() and len(heads) <= 5 and 0 < len(token) <= 40):
        return None
    return Taps(form.get("room", ""), int(heads), token) if 1 <= int(heads) <= rules.MOST_HEADS else None


def _record(taps: Taps) -> Done | None:
    stands = standing()
    if stands is None or not {"visits.record", f"{taps.room}.record"} <= stands.grants:
        return None
    begin_writing()
    here.enter(stands.village, stands.user, stands.grants)
    db.session().bind_village(stands.village.id)  # type: ignore[attr-defined]
    connection = db.session.connection()
    now, loaded = here.now, the_hub().rooms.get(taps.room)
    found = crowd.look_in(connection, taps.room, now, taps.token)
    if found is None or loaded is None or loaded.state != "loaded":
        return None
    known, coming, room = found
    end = now + timedelta(minutes=room.stay_minutes)
    if known or not room.enabled or end > now + rules.LONGEST or not crowd.fit(room, coming + taps.heads):
        return None
    visit = _keep(connection, room, taps, now, end)
    done = recorded(visit, room)
    db.session.commit()  # last, so that nothing can fail any more once it is kept
    return done


def _keep(connection: Connection, room: crowd.RoomFacts, taps: Taps, now: datetime, end: datetime) -> Kept:
    """The visit, its line in the audit, the day's total."""
    assert here.user is not None
    values = {
        "village_id": here.village_id, "room_id": room.id, "started_at": now, "ended_at": end,
        "day": local_day(now, here.tz), "heads": taps.heads, "kind": rules.PLAIN, "purpose": "", "resident_id": None,
        "recorded_by_id": here.user.id, "recorded_at": now, "late": False, "override_reason": "", "source_type": None,
        "source_id": None, "token": taps.token,
    }  # fmt: skip
    id: int = connection.execute(_INSERT, values).inserted_primary_key[0]  # type: ignore[index]
    visit = Kept(id, room.id, now, values["day"], taps.heads, late=False)
    note_new(connection, Visit, id, values)
    rollup.add(visit, connection)
    note_writing(db.session())
    return visit
