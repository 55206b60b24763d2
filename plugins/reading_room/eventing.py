"""读书活动: planned, held, cancelled."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from hub.kits.lending import hold
from hub.room import EventFact, Period, Refused, Visit, _, db, here, visits

from . import coming
from .models import BookVisit, Event

SOURCE = "reading_room.event"
LATE_AFTER = timedelta(days=3)  # 补录, as the month counts it


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


def told(period: Period) -> list[EventFact]:
    """The events of a period, for the month's indicators."""
    of_event = (
        (Visit.source_type == SOURCE) & (Visit.source_id == Event.id) & (Visit.village_id == Event.village_id)
    )
    rows = db.session.execute(
        select(Event, Visit.recorded_at)
        .outerjoin(Visit, of_event)
        .where(Event.starts_at >= period.starts, Event.starts_at < period.ends)
    )
    return [
        EventFact(
            row.starts_at.astimezone(here.tz).date(), row.state, row.heads,  # type: ignore[arg-type]
            by_residents=row.proposer == "residents",
            late=entered_at is not None and entered_at - row.ends_at > LATE_AFTER,
        )
        for row, entered_at in rows
    ]  # fmt: skip


def _planned(event_id: int) -> Event:
    row = hold(Event, event_id)
    if row is None or row.state != "planned":
        raise Refused(_("这场活动已经办完或取消了。"))
    return row
