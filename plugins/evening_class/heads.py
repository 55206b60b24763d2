"""The heads of an evening, told to the hub as children come and go: its count of who is in the room is the roll's.

The roll leads and the visit follows, so that no child is kept waiting because of a count: where somebody took the visit
back in the log while children were inside, the next who comes or goes brings it about anew. All of it under the room's
lock, which whoever writes on the roll holds.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from hub.room import _, counted, db, here, visits

from .models import Attendance, Session
from .words import CLASS, ROOM, SOURCE


def follow(session: Session) -> None:
    """Let the visit of an evening tell what the roll tells: how many came, and how many of them have gone."""
    came, gone, first_in = db.session.execute(
        select(func.count(Attendance.in_at), func.count(Attendance.out_at), func.min(Attendance.in_at)).where(
            Attendance.session_id == session.id
        )
    ).one()
    visit = counted.of_source((SOURCE, session.id))
    if visit is None:
        if not came:
            return
        visit = counted.begin(
            here.room(ROOM), came, source=(SOURCE, session.id), kind=CLASS, override_reason=_reason(),
            started_at=first_in,
        )  # fmt: skip
    if (back := (visit.gone or 0) - gone) > 0:
        counted.take_back_going(visit.id, back)
    if (slips := visit.heads - came) > 0 and counted.take_back_coming(visit.id, slips) is None:
        return
    if (more := came - visit.heads) > 0:
        counted.come(visit.id, more, _reason())
    if (left := gone - (visit.gone or 0)) > 0:
        counted.go(visit.id, left)


def over(session: Session, first_in: datetime | None, last_out: datetime | None) -> None:
    """The evening is over; nobody is inside. One that is entered from paper is counted only now."""
    if counted.of_source((SOURCE, session.id)) is None:
        if session.came:
            visits.record(
                here.room(ROOM), session.came, kind=CLASS, started_at=first_in, ended_at=last_out,
                source=(SOURCE, session.id), override_reason=_reason(),
                late=None if session.late else False,
            )  # fmt: skip
        return
    follow(session)
    if visit := counted.of_source((SOURCE, session.id)):
        counted.end(visit.id, last_out)


def go_on(session: Session) -> None:
    """The evening was closed by a slip: children may still come."""
    if visit := counted.of_source((SOURCE, session.id)):
        counted.go_on(visit)
    follow(session)


def _reason() -> str:
    """Why more may be there than fit: whether a child may still come in is asked before it is on the roll. What the
    keeper wrote then may name somebody; it stays with the evening, where it is cleared after the term."""
    return _("按名单签到，分批到离")
