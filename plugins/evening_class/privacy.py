"""What the room keeps of children and helpers, and that it ends: thirty days after term nothing is left but numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from hub.kits.roster import hours_data, hours_retention, shift_data, shift_retention
from hub.room import (
    PersonalData,
    Retention,
    Unsettled,
    _,
    _l,
    change_rows,
    db,
    here,
    in_brackets,
    join_notes,
    short_day,
)

from .children import forget
from .models import Attendance, Enrolment, Hours, Pickup, Session, Shift, Term, Volunteer
from .terms import KEEP

YEAR = timedelta(days=365)
CHECK_HOLDS = 3 * YEAR


def forget_terms() -> int:
    """Thirty days after a term its children, guardians, phones, those who fetched and how each left are deleted.
    Answers how many rows."""
    rows = 0
    over = select(Term).where(Term.last_on < here.today - KEEP, Term.erased_on.is_(None)).order_by(Term.id)
    for term in db.session.scalars(over).all():
        _lapse(term)
        known = list(db.session.scalars(select(Enrolment.id).where(Enrolment.term_id == term.id)))
        rows += forget(known, "retention")
        mine = update(Session).where(Session.term_id == term.id, Session.crowd_reason != "")
        rows += change_rows(mine.values(crowd_reason=""), "retention")
        term.enrolled += len(known)
        term.erased_on = here.today
        rows += 1
    return rows


def forget_left() -> int:
    """A child that left during the term is forgotten thirty days later, too. Answers how many rows."""
    left = list(
        db.session.execute(
            select(Enrolment.id, Enrolment.term_id)
            .where(
                Enrolment.left_on < here.today - KEEP,
                # The numbers of an evening are counted when it closes.
                Enrolment.id.not_in(
                    select(Attendance.enrolment_id).join(Attendance.session).where(Session.state == "open")
                ),
            )
            .limit(1000)
        )
    )
    for _id, term_id in left:
        db.session.get_one(Term, term_id).enrolled += 1
    return forget([row.id for row in left], "retention") if left else 0


def _lapse(term: Term) -> None:
    """Evenings that nobody ever closed: what is known of them is counted, and that they were not closed is kept."""
    for session in db.session.scalars(
        select(Session).where(Session.term_id == term.id, Session.state == "open")
    ).all():
        rows = list(db.session.scalars(select(Attendance).where(Attendance.session_id == session.id)))
        session.came = sum(row.in_at is not None for row in rows)
        session.absent = len(rows) - session.came
        session.by_adult, session.by_phone, session.alone = (
            sum(row.how == how for row in rows) for how in ("adult", "phone", "alone")
        )
        session.state, session.closed_at = "lapsed", here.now


def forget_volunteers() -> int:
    """A year after somebody stopped helping they are forgotten, and so is who was not checked again for three years.
    Answers how many."""
    known = func.coalesce(Volunteer.checked_on, Volunteer.added_on)
    gone = (Volunteer.until < here.today - YEAR) | (known < here.today - CHECK_HOLDS)
    return change_rows(delete(Volunteer).where(gone), "retention")


def volunteers_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """That a resident helps here, and since when it is known who they are."""
    for row in db.session.scalars(select(Volunteer).where(Volunteer.resident_id == resident_id)):
        checked = _("核对于%(day)s", day=short_day(row.checked_on)) if row.checked_on else _("还没有核对")
        yield _("小课堂志愿者"), join_notes([row.subject, checked])


def erase_volunteers(resident_id: int) -> int:
    return change_rows(delete(Volunteer).where(Volunteer.resident_id == resident_id), "erasure")


def helping(resident_id: int) -> Iterable[Unsettled]:
    """That a resident helps here."""
    mine = (Volunteer.resident_id == resident_id, Volunteer.until.is_(None) | (Volunteer.until >= here.today))
    for row in db.session.scalars(select(Volunteer).where(*mine)):
        yield Unsettled(in_brackets(_("小课堂志愿者"), row.subject), ends=_("从志愿者名单中去掉"))


TERM = _l("学期结束 30 天后删除")
# Children are no residents on record and are never joined with them: what is kept of a child is shown to its guardian,
# and erased, on its own page in the room. So these places have no `find`.
CHILDREN = _l("放学时交给谁、怎么联系监护人")
PERSONAL_DATA = [
    PersonalData(
        Enrolment, ("name", "grade", "group", "guardian", "phone", "phone2", "consent_on", "walks_on"), CHILDREN, TERM,
        words={"phone2": _l("备用电话")},
    ),
    PersonalData(
        Session, ("crowd_reason",), _l("人多仍签到的原因；万一写了人名也会清掉"), _l("学期结束 30 天后清空"),
    ),
    PersonalData(Pickup, ("name", "relation", "phone"), _l("谁可以接孩子"), TERM),
    PersonalData(
        Attendance, ("taken_by", "allowed_by", "allowed_phone"), _l("每次放学交给了谁、谁同意的"), TERM,
    ),
    PersonalData(
        Volunteer, ("name", "resident_id"), _l("谁来帮忙、核对过没有"),
        _l("不再帮忙 12 个月后删除，3 年没有再核对的也删"), volunteers_of, erase_volunteers,
        helping,
    ),
    shift_data(Shift),
    hours_data(Hours),
]  # fmt: skip
RETENTION = [
    Retention(_l("删除孩子、监护人、电话、接送人和放学记录"), _l("学期结束 30 天后"), forget_terms),
    Retention(_l("删除中途退出的孩子"), _l("退出 30 天后"), forget_left),
    Retention(_l("删除不再帮忙的志愿者"), _l("12 个月后；3 年没有再核对的也删"), forget_volunteers),
    shift_retention(Shift),
    hours_retention(Hours),
]
