"""读书活动: planned, held, cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from hub.kits.lending import hold
from hub.room import NoticeLine, Period, Refused, Share, Visit, _, db, here, visits

from . import coming
from .models import BookVisit, Event
from .words import EVENT_KINDS

SOURCE = "reading_room.event"
WEEK = timedelta(days=7)
ENOUGH = 5  # heads, from which on an event counts as held


def plan(name: str, kind: str, starts_at: datetime, ends_at: datetime, proposer: str) -> Event:
    """Plan an event, or write down one that was. Raises Refused."""
    if ends_at <= starts_at:
        raise Refused(_("结束要晚于开始。"), "ends_at")
    if ends_at - starts_at > timedelta(hours=12):
        raise Refused(_("一场活动最长 12 小时，请核对时间。"), "ends_at")
    row = Event(
        name=name, kind=kind, starts_at=starts_at, ends_at=ends_at, proposer=proposer, state="planned"
    )
    db.session.add(row)
    db.session.flush()
    return row


def coming_up() -> Iterable[NoticeLine]:
    """What is planned and not over, for the centre's public page."""
    planned = (
        select(Event)
        .where(Event.state == "planned", Event.ends_at > here.now)
        .order_by(Event.starts_at)
        .limit(12)
    )
    for row in db.session.scalars(planned):
        yield NoticeLine(row.name, str(EVENT_KINDS[row.kind]), row.starts_at)


def held(event_id: int, heads: int, note: str = "", crowd_reason: str = "") -> Event:
    """It took place, with so many heads; these are a visit. Raises Refused."""
    row = _planned(event_id)
    if row.starts_at > here.now:
        raise Refused(_("活动还没有开始，办完再登记。"))
    row.state, row.heads, row.note = "held", heads, note
    visit = visits.record(
        here.room("reading_room"), heads, kind=coming.EVENT_KIND, started_at=row.starts_at,
        ended_at=min(row.ends_at, here.now), source=(SOURCE, row.id), override_reason=crowd_reason,
    )  # fmt: skip
    db.session.add(BookVisit(visit_id=visit.id, what=row.name))
    return row


def cancel(event_id: int, why: str) -> Event:
    """It does not take place, for a reason that is kept. Raises Refused."""
    row = _planned(event_id)
    row.state, row.note = "cancelled", why
    return row


def undo_held(event_id: int) -> Event:
    """It was written down by mistake: it is planned again. Raises Refused."""
    row = hold(Event, event_id)
    if row is None or row.state != "held":
        raise Refused(_("这场活动没有登记为已办。"))
    visit = db.session.scalars(
        select(Visit).where(Visit.source_type == SOURCE, Visit.source_id == row.id)
    ).one_or_none()
    plan_again(row)
    if visit is not None:
        visits.undo(visit.id)
    return row


def plan_again(row: Event) -> None:
    """The visit of an event was taken back."""
    row.state, row.heads, row.note = "planned", 0, ""


def weeks(period: Period) -> Share:
    """Weeks, Monday to Sunday, that end in the period, and those of them in which an event was held."""
    last = period.last - timedelta(days=(period.last.weekday() + 1) % 7)
    ends = []
    while last >= period.first:
        ends.append(last)
        last -= WEEK
    if not ends:
        return Share(0, 0)
    first = ends[-1] - timedelta(days=6)
    starts = db.session.scalars(
        select(Event.starts_at).where(
            Event.state == "held", Event.heads >= ENOUGH,
            Event.starts_at >= period.starts - WEEK, Event.starts_at < period.ends,
        )
    )  # fmt: skip
    days = {start.astimezone(here.tz).date() for start in starts}
    held_weeks = {(day - first).days // 7 for day in days if first <= day <= ends[0]}
    return Share(len(held_weeks), len(ends))


def _planned(event_id: int) -> Event:
    row = hold(Event, event_id)
    if row is None or row.state != "planned":
        raise Refused(_("这场活动已经办完或取消了。"))
    return row
