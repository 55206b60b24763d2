"""Who is on the list of an evening, and what is known of each that evening."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from hub.room import Refused, _, db

from .models import Attendance, Enrolment, Session


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


def find_row(attendance_id: int) -> Attendance:
    """A child on an evening, to be looked at. Raises Refused."""
    row = db.session.get(Attendance, attendance_id)
    if row is None:
        raise Refused(_("没有找到这个孩子今晚的记录，可能刚才撤销了。"))
    return row


def row_of(session: Session, child: Enrolment) -> Attendance | None:
    """What is known of a child on an evening, as it is now in the database."""
    return db.session.scalars(
        select(Attendance)
        .where(Attendance.session_id == session.id, Attendance.enrolment_id == child.id)
        .execution_options(populate_existing=True)
    ).one_or_none()
