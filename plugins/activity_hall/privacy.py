"""What the room keeps of people: whom to call for a booking, for thirty days after it. Nobody who came is named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import joinedload

from hub.kits.booking import span_words
from hub.kits.upkeep import fault_data, forget_words
from hub.room import PersonalData, Resident, Retention, Unsettled, _, _l, change_rows, db, here, join_words

from .models import Booking, Fault

CONTACTS = timedelta(days=30)
WORDS = timedelta(days=365)
HOLDING = ("requested", "approved", "offered")
PERSONAL = {"contact": "", "phone": "", "words": "", "override_reason": ""}


def bookings_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """Bookings for which a resident is to be called: those with the same telephone number."""
    mine = _of(resident_id)
    if mine is None:
        return
    rows = select(Booking).where(mine).options(joinedload(Booking.hall)).order_by(Booking.starts_at)
    for row in db.session.scalars(rows):
        told = join_words(filter(None, (row.contact, row.phone)))
        yield _("活动室预约的联系人"), f"{span_words(row.span)} {row.hall.name} {row.group} · {told}"


def bookings_ahead(resident_id: int) -> Iterable[Unsettled]:
    """What a group has booked and somebody is to be called for. The booking is the group's, so it stays."""
    mine = _of(resident_id)
    if mine is None:
        return
    rows = select(Booking).where(mine, Booking.ends_at > here.now, Booking.state.in_(HOLDING))
    for row in db.session.scalars(rows.options(joinedload(Booking.hall)).order_by(Booking.starts_at)):
        yield Unsettled(f"{span_words(row.span)} {row.hall.name} {row.group}", ends=_("预约留下，联系人清空"))


def erase_bookings(resident_id: int) -> int:
    """The bookings stay, and nobody knows any more whom to call."""
    mine = _of(resident_id)
    if mine is None:
        return 0
    return change_rows(update(Booking).where(mine).values(**PERSONAL), "erasure")


def forget_contacts() -> int:
    """Thirty days after a booking's time nobody knows any more whom to call for it, nor what they were told."""
    kept = (
        (Booking.contact != "")
        | (Booking.phone != "")
        | (Booking.words != "")
        | (Booking.override_reason != "")
    )
    old = Booking.ends_at < here.now - CONTACTS
    return change_rows(update(Booking).where(old, kept).values(**PERSONAL), "retention")


def forget_damage_words() -> int:
    """A year after it was settled, or two after it was found and nobody cared, nothing is kept of a damage but that
    there was one, to what and how grave."""
    old = (Fault.settled_at < here.now - WORDS) | (Fault.reported_at < here.now - 2 * WORDS)
    return forget_words(Fault, "retention", old)


def _of(resident_id: int) -> ColumnElement[bool] | None:
    resident = db.session.get(Resident, resident_id)
    return Booking.phone == resident.phone if resident is not None and resident.phone else None


PERSONAL_DATA = [
    PersonalData(
        Booking, tuple(PERSONAL), _l("活动室的预约找谁联系；来的人只记人数"), _l("用完 30 天后清空"), bookings_of,
        erase_bookings, bookings_ahead, words={"contact": _l("联系人"), "words": _l("给他的答复")},
    ),
    fault_data(Fault, _l("设备哪里坏了；不记是谁弄的，万一写了人名也会清掉"), _l("处理后 1 年清空")),
]  # fmt: skip
RETENTION = [
    Retention(_l("清空活动室预约的联系人、电话和答复"), _l("用完 30 天后"), forget_contacts),
    Retention(_l("清空设备损坏的说明"), _l("处理后 1 年"), forget_damage_words),
]
