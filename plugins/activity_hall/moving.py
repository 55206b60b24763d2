"""A group has to make room: for a reason, and in the same step it is offered three free times. They are kept for it
until it has chosen, so that nobody else gets them meanwhile; what it was offered and what it took stay on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from hub.kits.booking import Wish, free_offers
from hub.room import Refused, _, db, here, hold

from . import answering
from .answering import event_of, events, hold_booking
from .halls import calendar, open_hours
from .models import Booking, Hall
from .terms import policy

OFFERS = 3
DAYS_BEFORE, DAYS_AFTER = 3, 21
COPIED = ("group", "purpose", "proposer", "wanted", "contact", "phone", "series_id", "override_reason")


def offers_for(row: Booking, hall: Hall) -> list[Wish]:
    """Free times of the same length, the nearest first; none of them meets the time that is to be left."""
    wanted = Wish(row.span, row.starts_at - row.busy_from, row.busy_until - row.ends_at, row.heads)
    day = max(row.span.first_day, here.today)
    hours = open_hours(day - timedelta(days=DAYS_BEFORE), day + timedelta(days=DAYS_AFTER))
    soonest = here.now + timedelta(hours=1)
    return free_offers(calendar, hall.id, wanted, hours, OFFERS, not_before=soonest)


def move_out(booking_id: int, reason: str, choice: datetime | None = None) -> tuple[Booking, list[Booking]]:
    """The group leaves its time, for a reason, and is offered others; answers the booking and the offers. `choice` is
    the beginning of the one that it took at once. Raises Refused."""
    if not reason.strip():
        raise Refused(_("调换要写一句原因，好跟团队说。"), "words")
    hall = calendar.hold_one(answering.find(booking_id).hall_id)
    row = hold_booking(booking_id, "approved", "requested")
    event = event_of(row)
    if row.starts_at <= here.now or (event is not None and event.began_at is not None):
        raise Refused(_("已经开始了，不能再调换。"))
    wishes = offers_for(row, hall)
    if choice is not None and choice not in [wish.span.start for wish in wishes]:
        raise Refused(_("选的时间刚才有人约了，请在新的三个里再选。"), "choice")
    if event is not None:
        events.cancel(event.id, reason)
    row.state, row.words, row.answered_at = "moved", reason.strip(), here.now
    db.session.flush()
    offers = [_offer(row, hall, wish) for wish in wishes]
    if choice is not None:
        take(next(offer.id for offer in offers if offer.starts_at == choice))
    return row, offers


def take(offer_id: int) -> Booking:
    """The group took one of the times it was offered: it has that one, and the others are free. Raises Refused."""
    offer = answering.find(offer_id)
    calendar.hold_one(offer.hall_id)
    offer = hold_booking(offer_id, "offered")
    if offer.lapses_at is None or offer.lapses_at <= here.now:
        raise Refused(_("这个时间只留到前几天，已经放开了。请重新登记。"))
    moved = hold(Booking, offer.moved_from_id or 0)
    if moved is None:
        raise Refused(_("没有找到原来的预约，请重新登记。"))
    event = event_of(moved)
    offer.lapses_at = None
    if event is None:
        answering.agree(offer)
    else:
        # The event goes along, so that it is one event in the month's figures, and not one cancelled and one more.
        offer.state, offer.answered_at, offer.words = "approved", here.now, ""
        event.state, event.note = "planned", ""
        event.booking_id, event.booking = offer.id, offer
        event.starts_at, event.ends_at = offer.starts_at, offer.ends_at
    for other in open_offers(moved.id):
        if other.id != offer.id:
            other.state, other.lapses_at = "dropped", None
    db.session.flush()
    return offer


def give_up(booking_id: int) -> Booking:
    """The group takes none of the times it was offered: they are free again. Raises Refused."""
    calendar.hold_one(answering.find(booking_id).hall_id)
    row = hold_booking(booking_id, "moved")
    offers = open_offers(row.id)
    if not offers:
        raise Refused(_("没有还留着的时间了。"))
    for offer in offers:
        offer.state, offer.lapses_at = "dropped", None
    db.session.flush()
    return row


def open_offers(booking_id: int) -> list[Booking]:
    """The times that are still kept for a group that moved."""
    rows = db.session.scalars(
        select(Booking)
        .where(Booking.moved_from_id == booking_id, Booking.state == "offered", Booking.lapses_at > here.now)
        .order_by(Booking.starts_at)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def offered_to(booking_id: int) -> Sequence[Booking]:
    """All times that a group was offered, whatever became of them."""
    rows = select(Booking).where(Booking.moved_from_id == booking_id).order_by(Booking.starts_at)
    return db.session.scalars(rows).all()


def _offer(row: Booking, hall: Hall, wish: Wish) -> Booking:
    kept_until = min(here.now + timedelta(days=policy().offer_days), wish.span.start)
    same = {name: getattr(row, name) for name in COPIED}
    return calendar.book(
        wish, **same, hall_id=hall.id, hall=hall, state="offered", lapses_at=kept_until, moved_from_id=row.id,
        words="", undone="",
    )  # fmt: skip
