"""Children are released: to an adult on their list, by a permission on the phone, or alone where that was agreed."""

from __future__ import annotations

from datetime import datetime, time

from hub.kits.roster import local_span
from hub.room import Refused, _, db, here, join_words, short_day

from . import heads
from .children import fetches
from .evenings import UNDO_FOR, hold_row
from .models import Attendance, Enrolment, Pickup


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
    if phone not in numbers_on_record(child):
        raise Refused(
            _("只能打报名时留的号码：%(numbers)s。", numbers=join_words(numbers_on_record(child))), "phone"
        )
    if not allowed_by.strip():
        raise Refused(_("请写谁同意的。"), "allowed_by")
    if not taken_by.strip():
        raise Refused(_("请写谁来接的。"), "taken_by")
    row.allowed_by, row.allowed_phone, row.allowed_at = allowed_by.strip(), phone, here.now
    return _out(row, "phone", at, taken_by.strip())


def undo_release(attendance_id: int) -> Attendance:
    """A child was let go by a slip: it is still inside. Raises Refused ten minutes later, or once closed."""
    row = hold_row(attendance_id)
    if row.out_at is None:
        raise Refused(_("%(name)s 还在室内。", name=row.enrolment.name))
    if here.now - row.out_at > UNDO_FOR:
        raise Refused(_("放学已过十分钟，不能撤销了。"))
    row.out_at, row.how, row.pickup_id, row.released_by_id = None, "", None, None
    row.taken_by, row.allowed_by, row.allowed_phone, row.allowed_at = "", "", "", None
    db.session.flush()
    heads.follow(row.session)
    return row


def numbers_on_record(child: Enrolment) -> list[str]:
    """The numbers that may be called for a permission."""
    return [number for number in (child.phone, child.phone2) if number]


def _inside(attendance_id: int) -> Attendance:
    row = hold_row(attendance_id)
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
    heads.follow(row.session)
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
