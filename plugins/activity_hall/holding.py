"""The day itself: set up, begin, count heads and clean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.booking import days_span
from hub.kits.upkeep import Upkeep
from hub.room import Refused, Visit, _, db, here

from .answering import event_of, events, hold_booking
from .models import Booking, Event, Fault, Outage, Service, Serviced, Thing
from .terms import checklist

upkeep = Upkeep(Thing, Fault, Outage, Service, Serviced, link="thing_id")
SET_UP_EARLY = timedelta(hours=12)


def set_up(booking_id: int) -> Booking:
    """Everything stands ready. Raises Refused."""
    row = hold_booking(booking_id, "approved")
    if row.set_up_at is not None:
        raise Refused(_("已经布置好了，不用再点。"))
    if row.starts_at - here.now > SET_UP_EARLY:
        raise Refused(_("还早，当天再布置。"))
    row.set_up_at = here.now
    return row


def begin(booking_id: int) -> Booking:
    """The group is there. Raises Refused."""
    row = hold_booking(booking_id, "approved")
    events.begin(_event(row).id)
    row.set_up_at = row.set_up_at or here.now
    return row


def count_heads(
    booking_id: int,
    heads: int,
    *,
    began_at: datetime | None = None,
    finished_at: datetime | None = None,
    materials: str = "",
    note: str = "",
    crowd_reason: str = "",
) -> tuple[Booking, Visit]:
    """It was held, with so many heads; these are one visit. Raises Refused."""
    row = hold_booking(booking_id, "approved")
    _held, visit = events.held(
        _event(row).id, heads, began_at=began_at, finished_at=finished_at, materials=materials, note=note,
        crowd_reason=crowd_reason,
    )  # fmt: skip
    return row, visit


def not_counted(booking_id: int) -> Booking:
    """The count was a mistake: it is planned again. Raises Refused."""
    row = hold_booking(booking_id, "approved")
    events.undo_held(_event(row).id)
    return row


def cleaned(booking_id: int, in_order: Sequence[str]) -> Booking:
    """It was cleaned up; what is not in order is kept in words. Once more puts it right. Raises Refused."""
    row = hold_booking(booking_id, "approved")
    if row.starts_at > here.now:
        raise Refused(_("活动还没有开始，用完再打扫。"))
    row.cleaned_at = here.now
    row.undone = "\n".join(point for point in checklist() if point not in in_order)
    db.session.flush()
    return row


def of_day(day: date) -> list[tuple[Booking, Event]]:
    """What was agreed to for a day, with its event; in one query."""
    span = days_span(day, day)
    rows = db.session.execute(
        select(Booking, Event)
        .join(Event, Event.booking_id == Booking.id)
        .where(Booking.state == "approved", Booking.starts_at >= span.start, Booking.starts_at < span.end)
        .options(joinedload(Booking.hall))
        .order_by(Booking.starts_at, Booking.id)
    )
    return [(booking, event) for booking, event in rows]


def next_step(booking: Booking, event: Event) -> str:
    """What is to be done next for a booking: set_up, begin, count, clean, or nothing more."""
    if event.state == "held":
        return "" if booking.cleaned_at is not None else "clean"
    if event.began_at is not None or event.ends_at <= here.now:
        return "count"
    if booking.starts_at - here.now > SET_UP_EARLY:
        return ""
    return "begin" if booking.set_up_at is not None else "set_up"


def _event(row: Booking) -> Event:
    event = event_of(row)
    if event is None:
        raise Refused(_("没有找到这场活动，请刷新后再看。"))
    return event
