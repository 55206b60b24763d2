"""The hall itself: what is set for it, when it is open, how many find room, and who guides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub.kits.booking import Calendar, Capacity, Span, gaps
from hub.room import Refused, _, db, here, scheduled

from .models import Group, Guide, Hall
from .words import CHECKLIST, KEEPING, PROGRAMME, ROOM

# Heads are added up over the hall, and a guide has one group at a time: two calendars over the same groups.
halls = Calendar(Hall, Group, link="hall_id", keeping=KEEPING)
guides = Calendar(Guide, Group, link="guide_id", keeping=KEEPING, blame="guide")


def settings() -> Hall:
    """What is set for the hall; where nothing was set yet, what a new one starts with."""
    return db.session.scalars(select(Hall)).one_or_none() or _new()


def hold() -> Hall:
    """The hall, held until the transaction ends."""
    known = db.session.scalars(select(Hall.id)).one_or_none()
    return halls.hold_one(known or _made())


def capacity(reason: str = "") -> Capacity:
    return Capacity.of(here.room(ROOM), reason)


def shut(spans: Iterable[Span]) -> list[Span]:
    """Which of several spans do not lie within the opening hours; in one look."""
    spans = list(spans)
    first = min(span.first_day for span in spans) - timedelta(days=1)
    last = max(span.last_day for span in spans)
    opened = [Span(start, end) for start, end in scheduled(here.room(ROOM), first, last)]
    return [span for span in spans if gaps(opened, span)]


def all_guides() -> Sequence[Guide]:
    """Those who guide now, by name."""
    return db.session.scalars(select(Guide).where(Guide.offered).order_by(Guide.name, Guide.id)).all()


def hold_guide(guide_id: int) -> Guide:
    """A guide, held until the transaction ends: nobody else gives them a group. Raises Refused."""
    guide = guides.hold_one(guide_id)
    if not guide.offered:
        raise Refused(_("这位讲解员不讲了，请换一位。"), "guide")
    return guide


def stop_guide(guide_id: int) -> Guide:
    """A guide stops; groups that were promised to them are without one. Raises Refused."""
    guide = hold_guide(guide_id)
    guide.offered, guide.stopped_on = False, here.today
    waiting = select(Group).where(Group.guide_id == guide.id, Group.state == "booked")
    for group in db.session.scalars(waiting):
        group.guide_id = None
    db.session.flush()
    return guide


def lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := raw.strip())]


def _new() -> Hall:
    numbers = {
        column.name: column.default.arg for column in Hall.__table__.columns if column.default is not None
    }
    return Hall(**numbers, checklist=str(CHECKLIST), programme=str(PROGRAMME))


def _made() -> int:
    """The number of the hall, which two may make at once: the table has room for one."""
    try:
        with db.session.begin_nested():
            row = _new()
            db.session.add(row)
            db.session.flush()
            return row.id
    except IntegrityError:
        return db.session.scalars(select(Hall.id)).one()
