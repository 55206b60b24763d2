"""Visits whose people are counted in and out, by heads and without names: children of a session, guests of a hall.

An ordinary visit is taken to last for the room's usual stay. A counted one tells how many of its heads have gone
(`Visit.gone`), so that "inside" is known and not estimated. All of it happens under the room's lock, which is the first
one taken: whoever comes in looks at the capacity alone, and nobody goes out who is not there. Nothing here commits.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from hub.audit.writer import call_it
from hub.centre.models import Room
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.visits import rollup, rules
from hub.visits.models import Visit
from hub.visits.services import inside, lock_room, record


def begin(
    room: Room,
    heads: int,
    *,
    source: tuple[str, int],
    kind: str = rules.PLAIN,
    override_reason: str = "",
    started_at: datetime | None = None,
) -> Visit:
    """The first of them came in, now or at `started_at`. `source` (type, id) is what they come to, and has this one
    visit. It is said in `visit.warning` when the room gets rather full. Raises Refused."""
    started_at = started_at or here.now
    visit = record(
        room, heads, kind=kind, source=source, override_reason=override_reason, started_at=started_at,
        ended_at=started_at + rules.LONGEST, late=False,
    )  # fmt: skip
    visit.gone = 0
    db.session.flush()
    return visit


def of_source(source: tuple[str, int]) -> Visit | None:
    """The visit that something of a room brought about, or None; read anew, for whoever holds the room's lock."""
    return db.session.scalars(
        select(Visit)
        .where(Visit.source_type == source[0], Visit.source_id == source[1])
        .execution_options(populate_existing=True)
    ).one_or_none()


def come(visit_id: int, heads: int, override_reason: str = "") -> Visit:
    """More came in. Refused, as for a visit, when the room would be over-full and no reason is given."""
    visit = _held(visit_id)
    rules.check_heads(heads)
    rules.check_heads(visit.heads + heads)
    now_inside = inside([visit.room])[visit.room_id]
    reason = override_reason.strip()[:200]
    visit.warning = rules.check_capacity(visit.room, now_inside, heads, reason)  # type: ignore[misc]
    if rules.over_full(visit.room, now_inside, heads):
        visit.override_reason = reason
    visit.heads += heads
    rollup.change_heads(visit, heads)
    db.session.flush()
    return visit


def go(visit_id: int, heads: int) -> Visit:
    """Some went out. Raises Refused when fewer are there."""
    visit = _held(visit_id)
    left = visit.heads - (visit.gone or 0)
    if heads > left:
        raise Refused(_("里面只有 %(n)s 人，不能再点离开。", n=left))
    visit.gone = (visit.gone or 0) + heads
    db.session.flush()
    return visit


def take_back_coming(visit_id: int, heads: int) -> Visit | None:
    """Some were counted who did not come in. Answers None when that were all, and with them the visit. Raises
    Refused."""
    visit = _held(visit_id)
    if heads > visit.heads - (visit.gone or 0):
        raise Refused(_("里面没有这么多人，改不了这么多。"))
    if heads == visit.heads:
        call_it(visit, "undo")
        rollup.take_back(visit)
        db.session.delete(visit)
        db.session.flush()
        return None
    visit.heads -= heads
    rollup.change_heads(visit, -heads)
    db.session.flush()
    return visit


def take_back_going(visit_id: int, heads: int) -> Visit:
    """Some were counted out who are still there. Raises Refused."""
    visit = _held(visit_id)
    if heads > (visit.gone or 0):
        raise Refused(_("离开的没有这么多人，改不了这么多。"))
    visit.gone = (visit.gone or 0) - heads
    db.session.flush()
    return visit


def end(visit_id: int, at: datetime | None = None) -> Visit:
    """What they came to is over, now or since `at`. Raises Refused as long as somebody is inside."""
    visit = _held(visit_id)
    left = visit.heads - (visit.gone or 0)
    if left:
        raise Refused(_("里面还有 %(n)s 人，都离开了才能结束。", n=left))
    visit.ended_at = max(at or here.now, visit.started_at)
    db.session.flush()
    return visit


def go_on(visit: Visit) -> None:
    """It was not over after all: more may come. Their room is held."""
    visit.gone = visit.heads if visit.gone is None else visit.gone
    visit.ended_at = visit.started_at + rules.LONGEST
    db.session.flush()


def _held(visit_id: int) -> Visit:
    """A counted visit that is not over, its room held. Raises Refused."""
    visit = db.session.get(Visit, visit_id)
    if visit is not None:
        lock_room(visit.room)
        visit = db.session.scalars(
            select(Visit).where(Visit.id == visit_id).execution_options(populate_existing=True)
        ).one_or_none()
    if visit is None or visit.gone is None:
        raise Refused(_("这次来访已经撤销了。"))
    return visit
