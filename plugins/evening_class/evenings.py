"""One evening: it begins with the first child that is written down, and closes when nobody is inside.

Every deed holds the room first and then the evening, so that no child signs in while it closes, and none leaves twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select

from hub.room import Refused, _, _n, db, here, hold, join_words, short_day, visits

from . import heads
from .models import Attendance, Session
from .rollcall import find_row, roll
from .terms import term_of
from .words import ROOM

UNDO_FOR = timedelta(minutes=10)


def session_on(day: Any) -> Session | None:
    """The evening of a day, if it was begun."""
    return db.session.scalars(select(Session).where(Session.day == day)).one_or_none()


def open_on(day: Any, at: datetime, *, late: bool = False) -> Session:
    """The evening of a day, begun when nobody has; held. Raises Refused when it is closed, or in no term."""
    visits.lock_room(here.room(ROOM))
    session = session_on(day)
    if session is not None:
        return hold_evening(session.id)
    term = term_of(day)
    if term is None:
        raise Refused(_("这一天不在任何学期里，请先在“学期”里登记。"))
    session = Session(
        term_id=term.id, day=day, state="open", opened_at=at, came=0, by_adult=0, by_phone=0, alone=0, absent=0,
        late=late, crowd_reason="",
    )  # fmt: skip
    db.session.add(session)
    db.session.flush()
    return session


def close(session_id: int) -> Session:
    """The evening is over: nobody is inside, its numbers are kept and counted as one visit. Raises Refused."""
    session = hold_evening(session_id)
    inside = [line.child.name for line in roll(session) if line.state == "inside"]
    if inside:
        some = join_words(inside[:8])
        raise Refused(
            _n("还有 %(n)s 个孩子没有交接：%(names)s。全部放学以后才能下课。", len(inside), names=some)
        )
    numbers = db.session.execute(_numbers_of(session.id)).one()
    session.came, session.by_adult, session.by_phone, session.alone, session.absent = (
        int(n or 0) for n in numbers[:5]
    )
    session.state, session.closed_at = "closed", here.now
    db.session.flush()
    heads.over(session, numbers[5], numbers[6])
    return session


def reopen(session_id: int) -> Session:
    """An evening was closed by a slip, less than ten minutes ago. Raises Refused."""
    visits.lock_room(here.room(ROOM))
    session = hold(Session, session_id)
    if session is None or session.closed_at is None or here.now - session.closed_at > UNDO_FOR:
        raise Refused(_("下课已过十分钟，不能撤销了。"))
    _open_again(session)
    heads.go_on(session)
    return session


def reopened(session_id: int) -> None:
    """The visit of an evening was taken back: the evening is open again, if that was just now. When the secretary voids
    an old visit, the evening stays as it was."""
    session = hold(Session, session_id)
    if session is not None and session.closed_at is not None and here.now - session.closed_at <= UNDO_FOR:
        _open_again(session)


def open_sessions() -> Sequence[Session]:
    """Evenings that nobody has closed, the oldest first."""
    return db.session.scalars(
        select(Session).where(Session.state == "open").order_by(Session.day).limit(20)
    ).all()


def hold_evening(session_id: int) -> Session:
    """An evening that is open, held until the transaction ends. Raises Refused."""
    visits.lock_room(here.room(ROOM))
    session = hold(Session, session_id)
    if session is None:
        raise Refused(_("没有找到这一晚的课。"))
    if session.state != "open":
        raise Refused(_("%(day)s的课已经下课了。", day=short_day(session.day)))
    return session


def hold_row(attendance_id: int) -> Attendance:
    """A child on an evening that is open; both held until the transaction ends. Raises Refused."""
    hold_evening(find_row(attendance_id).session_id)
    row = hold(Attendance, attendance_id)
    if row is None:
        raise Refused(_("没有找到这个孩子今晚的记录，可能刚才撤销了。"))
    return row


def _open_again(session: Session) -> None:
    session.state, session.closed_at, session.came = "open", None, 0
    session.by_adult = session.by_phone = session.alone = session.absent = 0
    db.session.flush()


def _numbers_of(session_id: int) -> Any:
    def so_many(condition: Any) -> Any:
        return func.count(case((condition, 1)))

    row = Attendance
    return select(
        so_many(row.in_at.is_not(None)), so_many(row.how == "adult"), so_many(row.how == "phone"),
        so_many(row.how == "alone"), so_many(row.in_at.is_(None)), func.min(row.in_at), func.max(row.out_at),
    ).where(row.session_id == session_id)  # fmt: skip
