"""The halls themselves: which there are, how many find room, when they are open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from hub.kits.booking import Calendar, Capacity, Span, gaps
from hub.room import Refused, _, db, here, scheduled, special_days

from .models import Booking, Hall, Thing
from .words import KEEPING, ROOM

calendar = Calendar(Hall, Booking, link="hall_id", keeping=KEEPING, blame="starts")


def all_halls() -> Sequence[Hall]:
    """The halls that can be had, in the order in which they were entered."""
    return db.session.scalars(select(Hall).where(Hall.offered).order_by(Hall.id)).all()


def hold(hall_id: int) -> Hall:
    """A hall, held until the transaction ends. Raises Refused."""
    hall = calendar.hold_one(hall_id)
    if not hall.offered:
        raise Refused(_("%(hall)s不开放，请换一个场地。", hall=hall.name), "hall")
    return hall


def capacity(hall: Hall, reason: str = "") -> Capacity:
    """How many find room in a hall: its own limit, else the room's."""
    if hall.most is not None:
        return Capacity(hall.most, reason=reason)
    return Capacity.of(here.room(ROOM), reason)


def open_hours(first: date, last: date) -> list[Span]:
    """When the room is to be open from one day to another, in order."""
    return [Span(start, end) for start, end in scheduled(here.room(ROOM), first, last)]


def shut(spans: Iterable[Span]) -> dict[Span, str]:
    """Which of several spans do not lie within the opening hours, and what is said of them; in two queries."""
    spans = list(spans)
    if not spans:
        return {}
    first = min(span.first_day for span in spans) - timedelta(days=1)
    last = max(span.last_day for span in spans)
    opened = open_hours(first, last)
    days_open = {hours.first_day for hours in opened}
    return {
        span: _("不在开放时间里。") if span.first_day in days_open else _("这一天不开放。")
        for span in spans
        if gaps(opened, span)
    }


def day_marks(first: date, last: date) -> dict[date, str]:
    """Holidays and moved working days between two days, by what `words.DAY_KINDS` calls them."""
    return special_days(first, last)


def things_to_ask_for() -> Sequence[Thing]:
    """The equipment that a group may want."""
    return db.session.scalars(select(Thing).where(Thing.offered, Thing.asked_for).order_by(Thing.id)).all()


def out_of_order(names: Iterable[str]) -> list[str]:
    """Which of these pieces of equipment are out of service now."""
    return list(
        db.session.scalars(
            select(Thing.name)
            .where(Thing.name.in_(list(names)), Thing.out_since.is_not(None))
            .order_by(Thing.id)
        )
    )


def all_things() -> Sequence[Thing]:
    """All equipment that is in use."""
    return db.session.scalars(select(Thing).where(Thing.offered).order_by(Thing.id)).all()
