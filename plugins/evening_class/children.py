"""Enrolling children, and with whom they may go home."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from hub.room import Refused, _, change_rows, db, here, hold, in_brackets, short_day, visits

from .models import Attendance, Enrolment, Pickup, Session, Term
from .words import ROOM

MOST = 300  # children of a term


@dataclass(frozen=True, slots=True)
class Child:
    """What is asked when a child is enrolled."""

    name: str
    guardian: str
    phone: str
    grade: str = ""
    group: str = ""
    phone2: str = ""
    consent_on: date | None = None
    walks_on: date | None = None


def enrol(term_id: int, child: Child) -> Enrolment:
    """Enrol a child; the guardian is the first who may fetch it. Raises Refused."""
    term = open_term(term_id)
    _check(child)
    row = Enrolment(
        term_id=term.id, term=term, name=child.name.strip(), grade=child.grade, group=child.group.strip(),
        guardian=child.guardian.strip(), phone=child.phone, phone2=child.phone2, consent_on=child.consent_on,
        walks_on=child.walks_on, enrolled_on=here.today,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise Refused(
            _("%(name)s 已经报过名了（同一个名字、同一个电话）。", name=row.name), "name"
        ) from error
    db.session.add(
        Pickup(enrolment_id=row.id, name=row.guardian, phone=row.phone, valid_until=term.last_on, relation="",
               guardian=True)
    )  # fmt: skip
    db.session.flush()
    return row


def open_term(term_id: int) -> Term:
    """A term that is not over, held until the transaction ends. Raises Refused."""
    term = hold(Term, term_id)
    if term is None or term.erased_on is not None or term.last_on < here.today:
        raise Refused(_("这个学期已经结束，请选别的学期。"), "term")
    return term


def change(enrolment_id: int, child: Child) -> Enrolment:
    """What was written down is put right; the guardian on the list of those who fetch follows. Raises Refused."""
    row = find(enrolment_id)
    _check(child)
    row.name, row.grade, row.group = child.name.strip(), child.grade, child.group.strip()
    row.guardian, row.phone, row.phone2 = child.guardian.strip(), child.phone, child.phone2
    row.consent_on, row.walks_on = child.consent_on, child.walks_on
    for pickup in pickups_of([row.id]).get(row.id, ()):
        if pickup.guardian:
            pickup.name, pickup.phone = row.guardian, row.phone
    db.session.flush()
    return row


def find(enrolment_id: int) -> Enrolment:
    """A child, held. Raises Refused."""
    row = hold(Enrolment, enrolment_id)
    if row is None:
        raise Refused(_("没有找到这个孩子，请重新选择。"))
    return row


def leave(enrolment_id: int) -> Enrolment:
    """A child does not come any more; it is forgotten thirty days later, or at once by `erase`. Raises Refused."""
    visits.lock_room(here.room(ROOM))  # nobody signs it in meanwhile
    row = find(enrolment_id)
    _not_inside(row)
    row.left_on = here.today
    return row


def come_back(enrolment_id: int) -> Enrolment:
    """A child comes again after all. Raises Refused."""
    row = find(enrolment_id)
    row.left_on = None
    return row


def erase(enrolment_id: int) -> None:
    """All that is kept of a child is deleted; the numbers of the evenings stay. Raises Refused while it is inside, or
    while an evening it came to is not closed, whose numbers are only counted then."""
    visits.lock_room(here.room(ROOM))  # nobody signs it in meanwhile
    row = find(enrolment_id)
    _not_inside(row)
    counted = select(Attendance.id).join(Attendance.session)
    if db.session.scalar(counted.where(Attendance.enrolment_id == row.id, Session.state == "open").limit(1)):
        raise Refused(_("今晚还没有下课，人数还没有记下。请下课以后再删。"))
    forget([row.id], "erasure")
    term = hold(Term, row.term_id)
    if term is not None:
        term.enrolled += 1


def forget(enrolments: Sequence[int], why: str) -> int:
    """Delete children with all that belongs to them. Answers how many rows."""
    rows = change_rows(delete(Attendance).where(Attendance.enrolment_id.in_(enrolments)), why)
    rows += change_rows(delete(Pickup).where(Pickup.enrolment_id.in_(enrolments)), why)
    return rows + change_rows(delete(Enrolment).where(Enrolment.id.in_(enrolments)), why)


def add_pickup(enrolment_id: int, name: str, relation: str, phone: str, valid_until: date) -> Pickup:
    """Somebody else may fetch a child, until a day. Raises Refused."""
    child = find(enrolment_id)
    _check_validity(child, valid_until)
    if any(pickup.name == name.strip() for pickup in pickups_of([child.id]).get(child.id, ())):
        raise Refused(_("%(name)s 已经在名单上，改有效期就行。", name=name.strip()), "name")
    row = Pickup(
        enrolment_id=child.id, enrolment=child, name=name.strip(), relation=relation.strip(), phone=phone,
        valid_until=valid_until, guardian=False,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def renew(pickup_id: int, valid_until: date) -> Pickup:
    """Until when somebody may fetch a child is changed. Raises Refused."""
    row = find_pickup(pickup_id)
    _check_validity(row.enrolment, valid_until)
    row.valid_until = valid_until
    return row


def end_pickup(pickup_id: int) -> Pickup:
    """Somebody may not fetch a child any more, from now on. Raises Refused."""
    row = find_pickup(pickup_id)
    used = db.session.scalar(select(Attendance.id).where(Attendance.pickup_id == row.id).limit(1))
    if used is None:
        db.session.delete(row)
    else:  # who fetched it before stays on record
        row.valid_until = min(row.valid_until, here.today - timedelta(days=1))
    db.session.flush()
    return row


def find_pickup(pickup_id: int) -> Pickup:
    """Somebody who fetches, held. Raises Refused."""
    row = hold(Pickup, pickup_id)
    if row is None:
        raise Refused(_("没有找到这位接送人。"))
    return row


def pickups_of(enrolments: Iterable[int]) -> dict[int, list[Pickup]]:
    """Those who may fetch, by child; all in one query."""
    rows = db.session.scalars(
        select(Pickup).where(Pickup.enrolment_id.in_(list(enrolments))).order_by(Pickup.id)
    )
    found: dict[int, list[Pickup]] = {}
    for row in rows:
        found.setdefault(row.enrolment_id, []).append(row)
    return found


def children_of(term_id: int) -> Sequence[Enrolment]:
    """The children of a term who come, group by group."""
    return db.session.scalars(
        select(Enrolment)
        .where(Enrolment.term_id == term_id, Enrolment.left_on.is_(None))
        .order_by(Enrolment.group, Enrolment.grade, Enrolment.name, Enrolment.id)
        .limit(MOST)
    ).all()


def fetches(pickup: Pickup) -> str:
    """王芳（监护人）, 李奶奶（奶奶）"""
    relation = _("监护人") if pickup.guardian else pickup.relation
    return in_brackets(pickup.name, relation) if relation else pickup.name


def regroup(enrolments: Sequence[int], group: str) -> int:
    """Put children into a group; an empty name takes them out of theirs."""
    chosen = update(Enrolment).where(Enrolment.id.in_(enrolments))
    return change_rows(chosen.values(group=group.strip()), "group")


def _check(child: Child) -> None:
    """No enrolment without guardian and phone. Raises Refused."""
    if not child.name.strip():
        raise Refused(_("请写孩子的名字。"), "name")
    if not child.guardian.strip():
        raise Refused(_("没有监护人不能报名。"), "guardian")
    if not child.phone:
        raise Refused(_("没有监护人的电话不能报名。"), "phone")
    for field, day in (("consent_on", child.consent_on), ("walks_on", child.walks_on)):
        if day is not None and day > here.today:
            raise Refused(_("同意的日子不能在将来。"), field)


def _check_validity(child: Enrolment, valid_until: date) -> None:
    if valid_until < here.today:
        raise Refused(_("有效期已经过了，请填今天以后的日子。"), "valid_until")
    if valid_until > child.term.last_on:
        raise Refused(
            _("有效期最长到学期结束（%(day)s）。", day=short_day(child.term.last_on)), "valid_until"
        )


def _not_inside(row: Enrolment) -> None:
    inside = select(Attendance.id).where(
        Attendance.enrolment_id == row.id, Attendance.in_at.is_not(None), Attendance.out_at.is_(None)
    )
    if db.session.scalar(inside.limit(1)) is not None:
        raise Refused(_("%(name)s 还在室内，请先交接放学。", name=row.name))
