"""Children sign in, or are excused; a slip of the finger is taken back."""

from __future__ import annotations

from hub.room import Refused, _, db, here, visits

from . import heads
from .evenings import UNDO_FOR, hold_row, open_on
from .models import Attendance, Enrolment, Session
from .rollcall import row_of
from .words import ROOM


def sign_in(enrolment_id: int, crowd_reason: str = "") -> Attendance:
    """A child has come today. Raises Refused."""
    session = open_on(here.today, here.now)
    child = _child_of(session, enrolment_id)
    row = row_of(session, child)
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
    heads.follow(session)
    return row


def undo_sign_in(attendance_id: int) -> str:
    """A slip of the finger: the child was not there, or not excused. Answers its name. Raises Refused."""
    row = hold_row(attendance_id)
    if row.out_at is not None or (row.in_at is not None and here.now - row.in_at > UNDO_FOR):
        raise Refused(_("签到已过十分钟，不能撤销了。"))
    name, session = row.enrolment.name, row.session
    db.session.delete(row)
    db.session.flush()
    heads.follow(session)
    return name


def excuse(enrolment_id: int) -> Attendance:
    """A child does not come today, and somebody said so. Raises Refused."""
    session = open_on(here.today, here.now)
    child = _child_of(session, enrolment_id)
    if row_of(session, child) is not None:
        raise Refused(_("%(name)s 已经登记过了。", name=child.name))
    row = Attendance(session_id=session.id, enrolment_id=child.id, how="", taken_by="", allowed_by="",
                     allowed_phone="")  # fmt: skip
    db.session.add(row)
    row.session, row.enrolment = session, child
    db.session.flush()
    return row


def _child_of(session: Session, enrolment_id: int) -> Enrolment:
    child = db.session.get(Enrolment, enrolment_id)
    if child is None or child.term_id != session.term_id or child.left_on is not None:
        raise Refused(_("这个孩子不在本学期的名单上。"))
    return child


def _check_crowd(session: Session) -> None:
    room = here.room(ROOM)
    if room.refuse_above is None or session.crowd_reason:
        return
    inside = visits.inside([room])[room.id]
    if inside >= room.refuse_above:
        raise Refused(
            _("室内已经有 %(n)s 人，满了。还要进的，请到“人多仍要签到”写明原因。", n=inside), "crowd_reason"
        )
