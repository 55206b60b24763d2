"""Offering slots: a week by hand, the same week again, and taking free ones back. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, select

from hub.kits.booking import Span, clock_span, midnight
from hub.room import Codes, Refused, _, db, here, hold

from .models import Appointment, Desk, Slot

CODES = Codes("counselling_desk", secret=20)  # of the poster's QR: a hundred bits
AHEAD = timedelta(days=92)
MOST = 60  # slots of one offer


@dataclass(frozen=True, slots=True)
class Line:
    """A slot and whose it is, if it is anybody's."""

    slot: Slot
    appointment: Appointment | None

    @property
    def is_free(self) -> bool:
        return self.appointment is None and self.slot.withdrawn_at is None

    @property
    def can_be_booked(self) -> bool:
        return self.is_free and self.slot.starts_at > here.now


def the_desk() -> Desk:
    """The row of this village, held; whoever changes what is offered waits for whoever does so."""
    found = db.session.scalars(select(Desk)).one_or_none()
    if found is None:
        found = Desk()
        CODES.give(found)
        db.session.add(found)
        db.session.flush()
    held = hold(Desk, found.id)
    assert held
    return held


def offer(spans: Iterable[Span]) -> tuple[int, int]:
    """Offer these times; those that meet one that is offered already, or are over, are left out. Answers how many were
    offered and how many left out. Raises Refused."""
    wanted = sorted(spans, key=lambda span: span.start)
    if not wanted:
        raise Refused(_("这样一个号也放不出来，请核对时间。"), "until")
    if len(wanted) > MOST:
        raise Refused(_("一次最多放 %(n)s 个号。", n=MOST), "until")
    if wanted[-1].end > here.now + AHEAD:
        raise Refused(_("最多提前三个月放号。"), "week")
    the_desk()
    taken = [Span(slot.starts_at, slot.ends_at) for slot in _standing(wanted[0].start, wanted[-1].end)]
    made = 0
    for span in wanted:
        if span.start <= here.now or any(span.meets(other) for other in taken):
            continue
        db.session.add(Slot(starts_at=span.start, ends_at=span.end))
        taken.append(span)
        made += 1
    db.session.flush()
    return made, len(wanted) - made


def of_a_week(
    week: date, weekdays: Iterable[int], start: time, until: time, minutes: int, pause: int
) -> Iterator[Span]:
    """The times of some days of a week (0 is Monday), one after another, each so many minutes with a pause."""
    first = monday(week)
    for weekday in sorted(set(weekdays)):
        day = first + timedelta(days=weekday)
        whole = clock_span(day, start, day, until)
        if whole is None:
            continue
        begins = whole.start
        while begins + timedelta(minutes=minutes) <= whole.end:
            yield Span(begins, begins + timedelta(minutes=minutes))
            begins += timedelta(minutes=minutes + pause)


def again(week: date) -> tuple[int, int]:
    """Offer in the week after what is offered in this one, at the same times of the day. Raises Refused."""
    first = monday(week)
    lines = of_days(first, 7)
    if not any(line.slot.withdrawn_at is None for line in lines):
        raise Refused(_("这一周没有放号，不能照着再放。"))
    later = (_a_week_later(line.slot) for line in lines if line.slot.withdrawn_at is None)
    return offer(span for span in later if span is not None)


def withdraw(slot_id: int) -> Slot:
    """Take a free slot back. Raises Refused where it is somebody's."""
    slot = hold(Slot, slot_id)
    if slot is None or slot.withdrawn_at is not None:
        raise Refused(_("这个时间已经收回了。"))
    if standing(slot.id) is not None:
        raise Refused(_("这个时间有人约了。请先取消预约，再收回。"))
    slot.withdrawn_at = here.now
    return slot


def standing(slot_id: int) -> Appointment | None:
    """Whose a slot is; None where it is nobody's."""
    query = select(Appointment).where(Appointment.slot_id == slot_id, Appointment.state != "cancelled")
    return db.session.scalars(query).one_or_none()


def of_days(first: date, days: int) -> list[Line]:
    """The slots of some days in their order, those that were withdrawn too; in one query."""
    start, end = midnight(first), midnight(first + timedelta(days=days))
    rows = db.session.execute(
        select(Slot, Appointment)
        .outerjoin(Appointment, and_(Appointment.slot_id == Slot.id, Appointment.state != "cancelled"))
        .where(Slot.starts_at >= start, Slot.starts_at < end)
        .order_by(Slot.starts_at, Slot.id)
    )
    return [Line(slot, appointment) for slot, appointment in rows]


def free(days: int) -> list[Slot]:
    """What can be booked in the coming days."""
    return [line.slot for line in of_days(here.today, days) if line.can_be_booked]


def monday(day: date) -> date:
    """The first day of the week of a day."""
    return day - timedelta(days=day.weekday())


def _standing(start: datetime, end: datetime) -> Sequence[Slot]:
    query = select(Slot).where(Slot.starts_at < end, Slot.starts_at > start - timedelta(days=1))
    return db.session.scalars(query.where(Slot.withdrawn_at.is_(None), Slot.ends_at > start)).all()


def _a_week_later(slot: Slot) -> Span | None:
    start, end = slot.starts_at.astimezone(here.tz), slot.ends_at.astimezone(here.tz)
    day = start.date() + timedelta(days=7)
    return clock_span(day, start.time(), day + (end.date() - start.date()), end.time())


def desk_now() -> Desk | None:
    """The row of this village as it is, without holding it; None before slots were ever offered."""
    return db.session.scalars(select(Desk)).one_or_none()
