"""One evening: children sign in, are released as the rules allow, and it closes when nobody is inside.

Every deed holds the room first and then the evening, so that no child signs in while it closes, and none leaves twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import case, func, select

from hub.kits.roster import local_span
from hub.room import Refused, _, _n, db, here, hold, join_words, short_day, visits

from .children import fetches
from .models import Attendance, Enrolment, Pickup, Session
from .terms import term_of
from .words import CLASS, ROOM, SOURCE

UNDO_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Line:
    """A child on the list of an evening; `row` is empty until something is known of it."""

    child: Enrolment
    row: Attendance | None

    @property
    def state(self) -> str:
        """waiting | inside | out | excused"""
        if self.row is None:
            return "waiting"
        if self.row.in_at is None:
            return "excused"
        return "inside" if self.row.out_at is None else "out"


def session_on(day: Any) -> Session | None:
    """The evening of a day, if it was begun."""
    return db.session.scalars(select(Session).where(Session.day == day)).one_or_none()


def open_on(day: Any, at: datetime, *, late: bool = False) -> Session:
    """The evening of a day, begun when nobody has; held. Raises Refused when it is closed, or in no term."""
    visits.lock_room(here.room(ROOM))
    session = session_on(day)
    if session is not None:
        return _hold(session.id)
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


def sign_in(enrolment_id: int, crowd_reason: str = "") -> Attendance:
    """A child has come today. Raises Refused."""
    session = open_on(here.today, here.now)
    child = _child_of(session, enrolment_id)
    row = _row(session, child)
    if row is not None and row.in_at is not None:
        raise Refused(_("%(name)s 已经签到了。", name=child.name))
    if crowd_reason.strip():
        session.crowd_reason = crowd_reason.strip()[:200]
    _check_crowd(session)
    if row is None:
        row = Attendance(session_id=session.id, enrolment_id=child.id, how="", taken_by="", allowed_by="",
                         allowed_phone="")  # fmt: skip
        db.session.add(row)
    row.session, row.enrolment, row.in_at = session, child, here.now
    db.session.flush()
    return row


def undo_sign_in(attendance_id: int) -> str:
    """A slip of the finger: the child was not there, or not excused. Answers its name. Raises Refused."""
    row = _held(attendance_id)
    if row.out_at is not None or (row.in_at is not None and here.now - row.in_at > UNDO_FOR):
        raise Refused(_("签到已过十分钟，不能撤销了。"))
    name = row.enrolment.name
    db.session.delete(row)
    db.session.flush()
    return name


def excuse(enrolment_id: int) -> Attendance:
    """A child does not come today, and somebody said so. Raises Refused."""
    session = open_on(here.today, here.now)
    child = _child_of(session, enrolment_id)
    if _row(session, child) is not None:
        raise Refused(_("%(name)s 已经登记过了。", name=child.name))
    row = Attendance(session_id=session.id, enrolment_id=child.id, how="", taken_by="", allowed_by="",
                     allowed_phone="")  # fmt: skip
    db.session.add(row)
    row.session, row.enrolment = session, child
    db.session.flush()
    return row


def release_to(attendance_id: int, pickup_id: int, at: time | None = None) -> Attendance:
    """A child goes with somebody on its list whose time is not over. Raises Refused."""
    row = _inside(attendance_id)
    pickup = db.session.get(Pickup, pickup_id)
    if pickup is None or pickup.enrolment_id != row.enrolment_id:
        raise Refused(_("这个人不在 %(name)s 的接送名单上，不能交给他。", name=row.enrolment.name))
    if pickup.valid_until < row.session.day:
        raise Refused(
            _("%(who)s 的接送有效期到%(day)s，已经过了。请打监护人电话。", who=pickup.name,
              day=short_day(pickup.valid_until))
        )  # fmt: skip
    return _out(row, "adult", at, fetches(pickup), pickup.id)


def release_alone(attendance_id: int, at: time | None = None) -> Attendance:
    """A child walks home alone, as its guardian agreed. Raises Refused."""
    row = _inside(attendance_id)
    if row.enrolment.walks_on is None:
        raise Refused(_("%(name)s 没有“可以独自回家”的同意，不能让他一个人走。", name=row.enrolment.name))
    return _out(row, "alone", at)


def release_by_phone(
    attendance_id: int, phone: str, allowed_by: str, taken_by: str, at: time | None = None
) -> Attendance:
    """A child goes with somebody whom the guardian allowed by phone, on a number that is on record; who allowed it,
    when and on which number is kept. Raises Refused."""
    row = _inside(attendance_id)
    child = row.enrolment
    if phone not in _numbers(child):
        raise Refused(_("只能打报名时留的号码：%(numbers)s。", numbers=join_words(_numbers(child))), "phone")
    if not allowed_by.strip():
        raise Refused(_("请写谁同意的。"), "allowed_by")
    if not taken_by.strip():
        raise Refused(_("请写谁来接的。"), "taken_by")
    row.allowed_by, row.allowed_phone, row.allowed_at = allowed_by.strip(), phone, here.now
    return _out(row, "phone", at, taken_by.strip())


def undo_release(attendance_id: int) -> Attendance:
    """A child was let go by a slip: it is still inside. Raises Refused ten minutes later, or once closed."""
    row = _held(attendance_id)
    if row.out_at is None:
        raise Refused(_("%(name)s 还在室内。", name=row.enrolment.name))
    if here.now - row.out_at > UNDO_FOR:
        raise Refused(_("放学已过十分钟，不能撤销了。"))
    row.out_at, row.how, row.pickup_id, row.released_by_id = None, "", None, None
    row.taken_by, row.allowed_by, row.allowed_phone, row.allowed_at = "", "", "", None
    db.session.flush()
    return row


def close(session_id: int) -> Session:
    """The evening is over: nobody is inside, its numbers are kept and counted as one visit. Raises Refused."""
    session = _hold(session_id)
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
    if session.came:
        # Children come and go one by one; that more came than fit at a time is no over-full room.
        visits.record(
            here.room(ROOM), session.came, kind=CLASS, started_at=numbers[5], ended_at=numbers[6],
            source=(SOURCE, session.id), override_reason=_("按名单签到，分批到离"),
            late=None if session.late else False,
        )  # fmt: skip
    db.session.flush()
    return session


def reopen(session_id: int) -> Session:
    """An evening was closed by a slip, less than ten minutes ago. Raises Refused."""
    visits.lock_room(here.room(ROOM))
    session = hold(Session, session_id)
    if session is None or session.closed_at is None or here.now - session.closed_at > UNDO_FOR:
        raise Refused(_("下课已过十分钟，不能撤销了。"))
    if visits.undo_source((SOURCE, session.id)) is None:
        reopened(session.id)
    return session


def reopened(session_id: int) -> None:
    """The visit of an evening was taken back: the evening is open again, if that was just now. When the secretary voids
    an old visit, the evening stays as it was."""
    session = hold(Session, session_id)
    if session is not None and session.closed_at is not None and here.now - session.closed_at <= UNDO_FOR:
        session.state, session.closed_at, session.came = "open", None, 0
        session.by_adult = session.by_phone = session.alone = session.absent = 0
        db.session.flush()


def roll(session: Session | None, term_id: int | None = None) -> list[Line]:
    """The children of an evening, group by group, each with what is known of it; one query. Whoever has left the class
    is on it when they came that evening."""
    there = Attendance.session_id == (session.id if session else 0)
    rows = db.session.execute(
        select(Enrolment, Attendance)
        .outerjoin(Attendance, (Attendance.enrolment_id == Enrolment.id) & there)
        .where(
            Enrolment.term_id == (session.term_id if session else term_id),
            Enrolment.left_on.is_(None) | Attendance.id.is_not(None),
        )
        .order_by(Enrolment.group, Enrolment.grade, Enrolment.name, Enrolment.id)
        .limit(400)
    )
    return [Line(child, row) for child, row in rows]


def count_inside(session_id: int) -> int:
    """How many children are inside."""
    inside = select(func.count(Attendance.id)).where(
        Attendance.session_id == session_id, Attendance.in_at.is_not(None), Attendance.out_at.is_(None)
    )
    return db.session.scalar(inside) or 0


def open_sessions() -> Sequence[Session]:
    """Evenings that nobody has closed, the oldest first."""
    return db.session.scalars(
        select(Session).where(Session.state == "open").order_by(Session.day).limit(20)
    ).all()


def find_row(attendance_id: int) -> Attendance:
    """A child on an evening, to be looked at. Raises Refused."""
    row = db.session.get(Attendance, attendance_id)
    if row is None:
        raise Refused(_("没有找到这个孩子今晚的记录，可能刚才撤销了。"))
    return row


def numbers_on_record(child: Enrolment) -> list[str]:
    """The numbers that may be called for a permission."""
    return list(_numbers(child))


def _numbers(child: Enrolment) -> tuple[str, ...]:
    return tuple(number for number in (child.phone, child.phone2) if number)


def _hold(session_id: int) -> Session:
    visits.lock_room(here.room(ROOM))
    session = hold(Session, session_id)
    if session is None:
        raise Refused(_("没有找到这一晚的课。"))
    if session.state != "open":
        raise Refused(_("%(day)s的课已经下课了。", day=short_day(session.day)))
    return session


def _held(attendance_id: int) -> Attendance:
    """A child on an evening that is open; both held. Raises Refused."""
    _hold(find_row(attendance_id).session_id)
    row = hold(Attendance, attendance_id)
    if row is None:
        raise Refused(_("没有找到这个孩子今晚的记录，可能刚才撤销了。"))
    return row


def _inside(attendance_id: int) -> Attendance:
    row = _held(attendance_id)
    if row.in_at is None:
        raise Refused(_("%(name)s 今晚没有来。", name=row.enrolment.name))
    if row.out_at is not None:
        raise Refused(_("%(name)s 已经放学了，不能再交接一次。", name=row.enrolment.name))
    return row


def _out(
    row: Attendance, how: str, at: time | None, taken_by: str = "", pickup_id: int | None = None
) -> Attendance:
    left_at = _left_at(row, at)
    row.how, row.taken_by, row.pickup_id, row.out_at = how, taken_by[:80], pickup_id, left_at
    row.released_by_id = here.user.id if here.user else None
    db.session.flush()
    return row


def _left_at(row: Attendance, at: time | None) -> datetime:
    """Now; of an evening that was forgotten the time that is given."""
    if row.session.day == here.today:
        return here.now
    if at is None:
        raise Refused(_("这是以前的课，请写孩子离开的时间。"), "at")
    assert row.in_at is not None
    left = local_span(row.session.day, at, at)[0]
    if left < row.in_at:
        raise Refused(_("离开的时间早于签到的时间，请核对。"), "at")
    row.session.late = True
    return left


def _child_of(session: Session, enrolment_id: int) -> Enrolment:
    child = db.session.get(Enrolment, enrolment_id)
    if child is None or child.term_id != session.term_id or child.left_on is not None:
        raise Refused(_("这个孩子不在本学期的名单上。"))
    return child


def _row(session: Session, child: Enrolment) -> Attendance | None:
    return db.session.scalars(
        select(Attendance)
        .where(Attendance.session_id == session.id, Attendance.enrolment_id == child.id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _check_crowd(session: Session) -> None:
    most = here.room(ROOM).refuse_above
    if most is not None and not session.crowd_reason and count_inside(session.id) >= most:
        raise Refused(
            _("室内已经有 %(n)s 个孩子，满了。还要进的，请到“人多仍要签到”写明原因。", n=most), "crowd_reason"
        )


def _numbers_of(session_id: int) -> Any:
    def so_many(condition: Any) -> Any:
        return func.count(case((condition, 1)))

    row = Attendance
    return select(
        so_many(row.in_at.is_not(None)), so_many(row.how == "adult"), so_many(row.how == "phone"),
        so_many(row.how == "alone"), so_many(row.in_at.is_(None)), func.min(row.in_at), func.max(row.out_at),
    ).where(row.session_id == session_id)  # fmt: skip
