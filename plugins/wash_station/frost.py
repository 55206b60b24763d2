"""冰冻停用: bays are closed for a time. What was booked in it is named first, and cancelled with words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from hub.kits.booking import Span
from hub.room import Refused, _, db, here, hold, join_words, short_moment

from . import bays, washing
from .models import Bay, ClosedBay, Closure, Use

LONGEST = timedelta(days=180)


def booked_within(bay_ids: Iterable[int], span: Span) -> Sequence[Use]:
    """The bookings that a closure would meet."""
    found = washing.calendar.between(span, bay_ids)
    uses = [use for rows in found.values() for use in rows if use.begun_at is None]
    return sorted(uses, key=lambda use: (use.starts_at, use.id))


def close(
    bay_ids: Sequence[int], starts_at: datetime, ends_at: datetime, reason: str, *, cancel: bool
) -> Closure:
    """Close bays from one instant to another. Raises Refused while there are bookings that nobody agreed to cancel.

    Whoever washes already when it begins may finish: a use that runs is never cut off by a calendar.
    """
    starts_at = max(starts_at, here.now)
    if ends_at <= starts_at:
        raise Refused(_("结束要晚于开始，也要晚于现在。"), "ends_at")
    if ends_at - starts_at > LONGEST:
        raise Refused(_("一次最长停 %(n)s 天，请改结束时间。", n=LONGEST.days), "ends_at")
    for bay_id in sorted(bay_ids):
        washing.hold(bay_id)
    span = Span(starts_at, ends_at)
    booked = booked_within(bay_ids, span)
    if booked and not cancel:
        raise Refused(
            _("这段时间有 %(n)s 个预约：%(which)s。要停用，请勾选“一并取消”再提交。",
              n=len(booked), which=join_words(map(use_words, booked))), "cancel",
        )  # fmt: skip
    closure = Closure(starts_at=starts_at, ends_at=ends_at, reason=reason.strip())
    db.session.add(closure)
    db.session.flush()
    db.session.add_all(ClosedBay(closure_id=closure.id, bay_id=bay_id) for bay_id in sorted(bay_ids))
    for use in booked:
        washing.cancel(use.id, bays.closed_words(closure), closure_id=closure.id)
    db.session.flush()
    return closure


def lift(closure_id: int) -> Closure:
    """It is over sooner: the bays are open from now on. What was cancelled stays so; the tickets are gone. Raises
    Refused."""
    closure = hold(Closure, closure_id)
    now = here.now
    if closure is None or closure.lifted_at is not None or closure.ends_at <= now:
        raise Refused(_("这次停用已经结束了。"))
    closure.lifted_at = now
    closure.ends_at = max(now, closure.starts_at + timedelta(microseconds=1))
    db.session.flush()
    return closure


def find(closure_id: int) -> Closure | None:
    return db.session.get(Closure, closure_id)


def bays_of(closure_id: int) -> Sequence[Bay]:
    """Which bays it closes."""
    return db.session.scalars(
        select(Bay).join(ClosedBay, ClosedBay.bay_id == Bay.id)
        .where(ClosedBay.closure_id == closure_id).order_by(Bay.number)
    ).all()  # fmt: skip


def cancelled_for(closure_id: int) -> Sequence[Use]:
    """The bookings that were cancelled because of it."""
    return db.session.scalars(
        select(Use).where(Use.closure_id == closure_id).order_by(Use.starts_at, Use.id)
    ).all()


def use_words(use: Use) -> str:
    """2 号位 明天 14:00（号 7K4M2P）"""
    facts = {"bay": bays.bay_name(use.bay), "at": short_moment(use.starts_at)}
    if use.ticket:
        return _("%(bay)s %(at)s（号 %(ticket)s）", ticket=use.ticket, **facts)
    return _("%(bay)s %(at)s", **facts)
