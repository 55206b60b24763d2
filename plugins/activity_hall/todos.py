"""What is to be done: answer requests, hear from groups that had to move, write events down, clean, repair."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hub.kits.booking import span_words
from hub.kits.upkeep import fault_todos, service_todos
from hub.room import Todo, TodoSource, _, _l, db, here, join_words, short_moment

from . import answering, figures
from .care import shop
from .desk import desk
from .floor import floor
from .halls import out_of_order
from .models import Booking, Event

MOST = 20  # things of one sort on the first screen
SOON = timedelta(days=3)
STALE = timedelta(days=7)  # after which nobody will still clean


def request_todos() -> Iterable[Todo]:
    """Requests without an answer, the soonest first; those of one rule are one thing to do."""
    for row in figures.requested_soon(MOST):
        sub = f"{span_words(row.span)} {row.hall.name}"
        yield Todo(
            _l("等答复"),
            row.title,
            sub,
            desk.url("answer", booking=row.id),
            _l("答复"),
            due=row.span.first_day,
        )


def offer_todos() -> Iterable[Todo]:
    """Groups that had to move and have not chosen yet."""
    rows = db.session.execute(
        select(Booking.moved_from_id, func.min(Booking.lapses_at).label("until"))
        .where(Booking.state == "offered", Booking.lapses_at > here.now)
        .group_by(Booking.moved_from_id)
        .order_by("until")
        .limit(MOST)
    ).all()
    known = select(Booking).where(Booking.id.in_([row.moved_from_id for row in rows]))
    moved: dict[int | None, Booking] = {row.id: row for row in db.session.scalars(known)}
    for id, until in rows:
        sub = _("时间留到 %(until)s", until=short_moment(until))
        url = desk.url("booking", booking=id)
        yield Todo(_l("问团队选哪个"), moved[id].title, sub, url, _l("去选"), tone="warn", due=here.today)


def event_todos() -> Iterable[Todo]:
    """Events that are over and whose heads nobody wrote down."""
    for event in answering.events.to_write_down(MOST):
        url = floor.url("heads", booking=event.booking_id)
        yield Todo(_l("办了没有"), event.name, short_moment(event.starts_at), url, _l("登记人数"))


def cleaning_todos() -> Iterable[Todo]:
    """Where something was held and nobody has cleaned since."""
    rows = db.session.scalars(
        select(Booking)
        .join(Event, Event.booking_id == Booking.id)
        .where(
            Event.state == "held", Event.starts_at > here.now - STALE, Booking.state == "approved",
            Booking.cleaned_at.is_(None),
        )
        .options(joinedload(Booking.hall))
        .order_by(Booking.starts_at)
        .limit(MOST)
    )  # fmt: skip
    for row in rows:
        url = floor.url("clean", booking=row.id)
        yield Todo(_l("打扫"), row.hall.name, f"{span_words(row.span)} {row.group}", url, _l("打扫好了"))


def missing_todos() -> Iterable[Todo]:
    """Equipment that a group wants in the next days and that is out of service."""
    rows = db.session.scalars(
        select(Booking)
        .where(
            Booking.state == "approved", Booking.wanted != "", Booking.starts_at > here.now,
            Booking.starts_at < here.now + SOON,
        )
        .order_by(Booking.starts_at)
        .limit(MOST)
    ).all()  # fmt: skip
    broken = set(out_of_order({name for row in rows for name in row.wanted.splitlines()}))
    for row in rows:
        if wanted := broken.intersection(row.wanted.splitlines()):
            title = _("%(group)s要用的%(which)s停用着", group=row.group, which=join_words(sorted(wanted)))
            url = desk.url("booking", booking=row.id)
            yield Todo(_l("设备"), title, short_moment(row.starts_at), url, _l("去看看"), tone="warn")


TODOS = [
    TodoSource("answer", request_todos),
    TodoSource("answer", offer_todos),
    TodoSource("hold", event_todos),
    TodoSource("hold", cleaning_todos),
    TodoSource("upkeep", partial(fault_todos, shop)),
    TodoSource("hold", missing_todos),
    TodoSource("upkeep", partial(service_todos, shop)),
]
