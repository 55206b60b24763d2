"""The room in numbers: its card and its month."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hub.kits import events as kit
from hub.kits.upkeep import faults_between
from hub.room import (
    Period,
    ReportRow,
    _,
    _l,
    _n,
    asked,
    asked_as,
    clock_time,
    db,
    here,
    how_many,
    minutes_between,
    sum_of,
)

from . import holding
from .models import Booking, Event, Fault


def card() -> str:
    """今天 3 场，下一场 19:30 广场舞一队"""
    today = [(row, event) for row, event in holding.of_day(here.today) if event.state != "cancelled"]
    words = [_n("今天 %(n)s 场", len(today))] if today else [_("今天没有安排")]
    coming = next((row for row, _event in today if row.starts_at > here.now), None)
    if coming is not None:
        words.append(_("下一场 %(at)s %(group)s", at=clock_time(coming.starts_at), group=coming.group))
    if waiting := _count(Booking.state == "requested", Booking.ends_at > here.now):
        words.append(_n("等答复 %(n)s 场", waiting))
    return _("，").join(words)


@asked
def requests(period: Period) -> Any:
    """Bookings that were asked for in the period, whatever became of them; offered times are none."""
    return how_many(
        Booking, Booking.moved_from_id.is_(None), Booking.asked_at >= period.starts, Booking.asked_at < period.ends
    )  # fmt: skip


def in_state(state: str) -> Any:
    """Bookings of the period that came to this: `moved` are groups that had to make room."""
    return asked(
        lambda period: how_many(
            Booking,
            Booking.state == state,
            Booking.starts_at >= period.starts,
            Booking.starts_at < period.ends,
        )
    )


@asked_as(lambda minutes: round(minutes / 60, 1))
def hours(period: Period) -> Any:
    """Hours that events really took."""
    held = Event.state == "held", Event.starts_at >= period.starts, Event.starts_at < period.ends
    return (sum_of(minutes_between(Event.began_at, Event.finished_at), *held),)


def requested_soon(most: int) -> list[Booking]:
    """Requests that wait for an answer, those that are soonest first; of a rule only the first."""
    first = (
        select(func.min(Booking.starts_at))
        .where(Booking.state == "requested", Booking.ends_at > here.now)
        .group_by(func.coalesce(Booking.series_id, -Booking.id))
    )
    rows = db.session.scalars(
        select(Booking)
        .where(Booking.state == "requested", Booking.starts_at.in_(first))
        .options(joinedload(Booking.hall))
        .order_by(Booking.starts_at, Booking.id)
        .limit(most * 2)
    )
    found: dict[int, Booking] = {}
    for row in rows:
        found.setdefault(row.series_id or -row.id, row)
    return list(found.values())[:most]


def _count(*conditions: Any) -> int:
    return db.session.scalar(select(func.count(Booking.id)).where(*conditions)) or 0


REPORT = [
    ReportRow("requests", _l("申请"), _l("场次"), requests),
    ReportRow("approved", _l("同意的"), _l("场次"), in_state("approved")),
    ReportRow("declined", _l("没同意的"), _l("场次"), in_state("declined")),
    ReportRow("moved", _l("让出时间的"), _l("场次"), in_state("moved")),
    ReportRow("held", _l("办成的活动"), _l("场"), kit.held(Event)),
    ReportRow("by_residents", _l("其中居民提出的"), _l("场"), kit.held(Event, Event.proposer == "residents")),
    ReportRow("cancelled", _l("取消的活动"), _l("场"), kit.cancelled(Event)),
    ReportRow("heads", _l("参加"), _l("人次"), kit.heads(Event)),
    ReportRow("hours", _l("使用"), _l("小时"), hours),
    ReportRow("damages", _l("损坏"), _l("件"), faults_between(Fault)),
]
