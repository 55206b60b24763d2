"""What becomes of a request: it is agreed to or declined with words, and may be cancelled afterwards. What was agreed
to is an event that is planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from hub.kits.booking import span_words
from hub.kits.events import Events
from hub.room import Refused, _, db, here, hold

from .models import Booking, Event
from .words import EVENT_KIND, ROOM

events = Events(Event, ROOM, EVENT_KIND)


def find(booking_id: int) -> Booking:
    """One booking. Raises Refused."""
    row = db.session.get(Booking, booking_id)
    if row is None:
        raise Refused(_("没有找到这个预约，请刷新后再看。"))
    return row


def hold_booking(booking_id: int, *states: str) -> Booking:
    """One booking, held, in one of these states. Raises Refused."""
    row = hold(Booking, booking_id)
    if row is None:
        raise Refused(_("没有找到这个预约，请刷新后再看。"))
    if row.state not in states:
        raise Refused(_("这个预约刚才已经有人处理了，请刷新后再看。"))
    return row


def hold_each(booking_ids: Iterable[int], *states: str) -> list[Booking]:
    """Several bookings, held in the order of their numbers; those in another state are left out."""
    held = [hold(Booking, booking_id) for booking_id in sorted(set(booking_ids))]
    return [row for row in held if row is not None and row.state in states]


def approve(booking_ids: Sequence[int], words: str = "") -> list[Booking]:
    """Requests are agreed to. Raises Refused when none of them waits for an answer any more, or their time is over."""
    rows = _waiting(booking_ids)
    if late := [row for row in rows if row.ends_at <= here.now]:
        raise Refused(_("%(when)s 已经过了，只能不同意或改时间。", when=span_words(late[0].span)))
    for row in rows:
        agree(row, words)
    return rows


def decline(booking_ids: Sequence[int], words: str) -> list[Booking]:
    """Requests are not agreed to, in words that the group is told. Raises Refused."""
    if not words.strip():
        raise Refused(_("不同意要写一句原因，好跟团队说。"), "words")
    rows = _waiting(booking_ids)
    for row in rows:
        row.state, row.words, row.answered_at = "declined", words.strip(), here.now
    db.session.flush()
    return rows


def cancel(booking_ids: Sequence[int], words: str) -> list[Booking]:
    """The group does not come, or the village needs the hall: what has not been held is given up, for a reason. Raises
    Refused."""
    if not words.strip():
        raise Refused(_("取消要写一句原因。"), "words")
    rows = hold_each(booking_ids, "requested", "approved")
    if not rows:
        raise Refused(_("这些预约已经取消或有了别的结果，请刷新后再看。"))
    planned = {event.booking_id: event for event in events_of(rows)}
    for row in rows:
        event = planned.get(row.id)
        if event is not None and event.state == "held":
            raise Refused(_("%(when)s 已经办完，不能取消。", when=span_words(row.span)))
        if event is not None:
            events.cancel(event.id, words)
        row.state, row.words, row.answered_at = "cancelled", words.strip(), here.now
    db.session.flush()
    return rows


def agree(row: Booking, words: str = "") -> None:
    """A booking that is held is agreed to, and what it is for is planned."""
    row.state, row.words, row.answered_at, row.lapses_at = "approved", words.strip(), here.now, None
    db.session.flush()
    events.plan(row.purpose, row.starts_at, row.ends_at, row.proposer, booking_id=row.id, booking=row)


def event_of(booking: Booking) -> Event | None:
    """What a booking is for, once it was agreed to."""
    return next(iter(events_of([booking])), None)


def events_of(bookings: Iterable[Booking]) -> Sequence[Event]:
    """The same of several, in one query."""
    ids = [booking.id for booking in bookings]
    return db.session.scalars(select(Event).where(Event.booking_id.in_(ids))).all() if ids else []


def _waiting(booking_ids: Iterable[int]) -> list[Booking]:
    rows = hold_each(booking_ids, "requested")
    if not rows:
        raise Refused(_("这些申请已经答复过了，请刷新后再看。"))
    return rows
