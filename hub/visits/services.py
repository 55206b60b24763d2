"""Recording visits, and taking them back. Nothing here commits: who called decides when all of it is done."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import IntegrityError

from hub.audit.writer import call_it, note
from hub.centre.models import Room
from hub.i18n import _
from hub.kernel.clock import local_day
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub
from hub.people.models import Resident
from hub.visits import crowd, rollup, rules
from hub.visits.models import Visit

UNDO_FOR = timedelta(minutes=10)
VOID = "visits.void"  # the permission to take back anybody's visit at any time, with a reason


def new_token() -> str:
    """For a form: however often it is sent, it records one visit."""
    return secrets.token_urlsafe(16)


def record(  # noqa: PLR0913 - all that can be known of a visit, by name
    room: Room,
    heads: int,
    *,
    kind: str = rules.PLAIN,
    purpose: str = "",
    resident_id: int | None = None,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    source: tuple[str, int] | None = None,
    token: str | None = None,
    override_reason: str = "",
    late: bool | None = None,
) -> Visit:
    """Record that `heads` people came into a room, at `started_at` (now, when it is not given).

    `source` (type, id) is what brought the visit about: one visit each at most. `late` says whether it is entered
    afterwards (补录) where the time does not tell: heads that were noted as they came and are recorded at the end.
    With a `token` that was used already, the visit of that time is answered and nothing is recorded. A room that gets
    rather full is said in `visit.warning`; one that is over-full refuses without an `override_reason`. Raises Refused.
    """
    lock_room(room)
    now = here.now
    started_at = started_at or now
    ended_at = ended_at or started_at + timedelta(minutes=room.stay_minutes)
    known, coming = crowd.look(room, started_at, ended_at, token)
    if known:
        return db.session.get_one(Visit, known)
    rules.check_room(room)
    rules.check_heads(heads)
    rules.check_times(started_at, ended_at, now)
    kind = rules.check_kind(room, kind, named=resident_id is not None)
    purpose = rules.check_purpose(room, purpose)
    _check_resident(room, resident_id)
    _check_source(source)
    reason = override_reason.strip()[:200]
    inside = coming if crowd.fit(room, coming + heads) else crowd.most_inside(room, started_at, ended_at)
    warning = rules.check_capacity(room, inside, heads, reason)

    visit = Visit(
        room_id=room.id,
        started_at=started_at,
        ended_at=ended_at,
        day=local_day(started_at, here.tz),
        heads=heads,
        kind=kind,
        purpose=purpose,
        resident_id=resident_id,
        recorded_by_id=here.user.id if here.user else None,
        recorded_at=now,
        late=rules.is_late(started_at, now) if late is None else late,
        override_reason=reason if rules.over_full(room, inside, heads) else "",
        source_type=source[0] if source else None,
        source_id=source[1] if source else None,
        token=token,
    )
    try:
        with _held():
            db.session.add(visit)
    except IntegrityError:
        # The same form or source at the same instant, but for another room: it held another lock.
        if found := _of_token(token):
            return found
        _check_source(source)
        raise
    visit.warning = warning  # type: ignore[misc]
    rollup.add(visit)
    the_hub().events.tell("visit_recorded", visit=visit)
    return visit


def undo(visit_id: int, reason: str = "") -> Visit:
    """Take a visit back: within ten minutes by the one who recorded it; at any time, with a reason, by those who may.

    Answers the removed visit. Raises Refused.
    """
    visit = db.session.get(Visit, visit_id)
    if visit is None:
        raise Refused(_("这次来访已经撤销了。"))
    lock_room(visit.room)
    visit = db.session.scalars(
        select(Visit).where(Visit.id == visit_id).execution_options(populate_existing=True)
    ).one_or_none()
    if visit is None:
        raise Refused(_("这次来访已经撤销了。"))
    if not can_undo(visit):
        reason = reason.strip()[:200]
        if not (here.can(VOID) and may_look(visit)):
            raise Refused(_("登记已过十分钟，不能撤销了。登记有误的，请村书记作废。"))
        if len(reason) < rules.REASON_LENGTH:
            raise Refused(_("作废来访要写明原因。"), field="reason")
        call_it(visit, "void", reason=reason)
    else:
        call_it(visit, "undo")
    the_hub().events.tell("visit_undone", visit=visit)
    rollup.take_back(visit)
    db.session.delete(visit)
    db.session.flush()
    return visit


def undo_source(source: tuple[str, int], reason: str = "") -> Visit | None:
    """Take back the visit that something of a room brought about, as `undo` does; None when it brought about none."""
    found = db.session.scalars(
        select(Visit.id).where(Visit.source_type == source[0], Visit.source_id == source[1])
    ).one_or_none()
    return None if found is None else undo(found, reason)


def can_undo(visit: Visit) -> bool:
    """Whether the one who acts recorded this visit less than ten minutes ago."""
    mine = visit.recorded_by_id == (here.user.id if here.user else None)
    return mine and here.now - visit.recorded_at < UNDO_FOR


def may_look(visit: Visit) -> bool:
    """Whether the one who acts may know of this visit: one of a confidential room is its keepers' alone."""
    return not rules.confidential(visit.room) or here.can(f"{visit.room.key}.view")


def inside(rooms: Iterable[Room]) -> dict[int, int]:
    """How many heads are in each room now, by room id; all rooms in one query."""
    ids = [room.id for room in rooms]
    counted = db.session.execute(
        select(Visit.room_id, func.sum(Visit.heads - func.coalesce(Visit.gone, 0)))
        .where(Visit.room_id.in_(ids), *_lasting(here.now))
        .group_by(Visit.room_id)
    )
    return dict.fromkeys(ids, 0) | {room_id: int(heads) for room_id, heads in counted}


def emptied(room: Room) -> int:
    """All have left (都走了): ends the visits that were taken to last on. Answers how many heads that were.

    Those who are counted in and out are let out where they are counted, not here.
    """
    lock_room(room)
    now = here.now
    taken_to_last = (Visit.room_id == room.id, Visit.gone.is_(None), *_lasting(now))
    heads = db.session.scalar(select(func.coalesce(func.sum(Visit.heads), 0)).where(*taken_to_last)) or 0
    if heads:
        db.session.execute(
            update(Visit)
            .where(*taken_to_last)
            .values(ended_at=now)
            .execution_options(hub_audit="emptied", synchronize_session="fetch")
        )
    return heads


def recount() -> int:
    """Add up the days of this village anew from its visits, where the totals were damaged (by a hand in the database, a
    copy put together). Answers the number of days. It stands in the audit, as whatever changes a figure does."""
    days = rollup.rebuild()
    note("recount", "visit", rows=days)
    return days


def _lasting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions of a visit that is not over. No visit is longer than a day, so the index need not look further."""
    return Visit.ended_at > now, Visit.started_at <= now, Visit.started_at > now - rules.LONGEST


def lock_room(room: Room) -> None:
    """Hold the room's row until the transaction ends, so that who looks at its capacity looks alone."""
    crowd.lock(room)


@contextmanager
def _held() -> Iterator[None]:
    """Within, what is added is written, and where the database refuses it the transaction goes on all the same. On
    SQLite nobody else writes meanwhile, so that nothing is refused that was not seen before."""
    if db.engine.dialect.name == "sqlite":
        yield
        db.session.flush()
        return
    with db.session.begin_nested():
        yield


def _of_token(token: str | None) -> Visit | None:
    return db.session.scalars(select(Visit).where(Visit.token == token)).one_or_none() if token else None


def _check_source(source: tuple[str, int] | None) -> None:
    if source is None:
        return
    known = select(Visit.id).where(Visit.source_type == source[0], Visit.source_id == source[1])
    if db.session.scalars(known).first() is not None:
        raise Refused(_("这件事已经登记过来访了，不会重复计数。"))


def _check_resident(room: Room, resident_id: int | None) -> None:
    if resident_id is None:
        return
    if rules.confidential(room):
        raise Refused(_("%(room)s只登记人数，不登记姓名。", room=room.name), field="resident")
    resident = db.session.get(Resident, resident_id)
    if resident is None or not resident.is_kept:
        raise Refused(_("没有找到这位居民，请重新选择。"), field="resident")
    resident.last_used_on = here.today
