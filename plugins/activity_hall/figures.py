"""The room in numbers: its card and its month."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hub.kits import events as kit
from hub.kits.upkeep import faults_between
from hub.room import Period, ReportRow, _, _l, _n, clock_time, db, here

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


def requests(period: Period) -> int:
    """Bookings that were asked for in the period, whatever became of them; offered times are none."""
    asked = Booking.moved_from_id.is_(None), Booking.asked_at >= period.starts, Booking.asked_at < period.ends
    return _count(*asked)


def approved(period: Period) -> int:
    return _count(Booking.state == "approved", *_within(period))


def declined(period: Period) -> int:
    return _count(Booking.state == "declined", *_within(period))


def moved(period: Period) -> int:
    """Groups that had to make room."""
    return _count(Booking.state == "moved", *_within(period))


def hours(period: Period) -> float:
    """Hours that events really took."""
    spans = db.session.execute(
        select(Event.began_at, Event.finished_at).where(
            Event.state == "held", Event.starts_at >= period.starts, Event.starts_at < period.ends
        )
    )
    return round(sum((row.finished_at - row.began_at) / timedelta(hours=1) for row in spans), 1)


def by_residents(period: Period) -> int:
    return kit.held(Event, period, Event.proposer == "residents")


def damages(period: Period) -> int:
    return faults_between(Fault, period)


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


def _within(period: Period) -> tuple[Any, ...]:
    return Booking.starts_at >= period.starts, Booking.starts_at < period.ends


def _count(*conditions: Any) -> int:
    return db.session.scalar(select(func.count(Booking.id)).where(*conditions)) or 0


REPORT = [
    ReportRow("requests", _l("申请"), _l("场次"), requests),
    ReportRow("approved", _l("同意的"), _l("场次"), approved),
    ReportRow("declined", _l("没同意的"), _l("场次"), declined),
    ReportRow("moved", _l("让出时间的"), _l("场次"), moved),
    ReportRow("held", _l("办成的活动"), _l("场"), partial(kit.held, Event)),
    ReportRow("by_residents", _l("其中居民提出的"), _l("场"), by_residents),
    ReportRow("cancelled", _l("取消的活动"), _l("场"), partial(kit.cancelled, Event)),
    ReportRow("heads", _l("参加"), _l("人次"), partial(kit.heads, Event)),
    ReportRow("hours", _l("使用"), _l("小时"), hours),
    ReportRow("damages", _l("损坏"), _l("件"), damages),
]
