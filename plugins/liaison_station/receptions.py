"""接待日: published at least three days before, held with heads, or cancelled for a reason that people are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.room import Refused, _, clock_time, db, here, hold, short_day, visits

from .models import Deputy, Reception
from .words import ROOM

RECEPTION = f"{ROOM}.reception"  # what brings a visit about, and its kind
KIND = "reception"
AHEAD = timedelta(days=3)
FARTHEST = timedelta(days=366)
MOST_HEADS = 500


def publish(deputy_id: int, day: date, opens: time, closes: time, about: str = "") -> Reception:
    """Publish a reception day. Raises Refused when people could not know of it three days before."""
    deputy = hold(Deputy, deputy_id)
    if deputy is None or deputy.left_on is not None:
        raise Refused(_("没有找到这位代表，请重新选择。"), "deputy")
    if day < here.today + AHEAD:
        earliest = short_day(here.today + AHEAD)
        raise Refused(
            _("接待日要至少提前三天公布，让大家都知道。今天公布，最早是%(day)s。", day=earliest), "day"
        )
    if day > here.today + FARTHEST:
        raise Refused(_("最远公布一年以内的接待日。"), "day")
    if opens >= closes:
        raise Refused(_("结束时间要晚于开始时间。"), "closes")
    if (other := _at_the_time(deputy_id, day, opens, closes)) is not None:
        raise Refused(_("这位代表当天 %(at)s 已经有接待。", at=hours_of(other)), "opens")
    row = Reception(
        deputy_id=deputy_id, deputy=deputy, day=day, opens=opens, closes=closes, about=about,
        published_at=here.now, state="planned",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def record_held(reception_id: int, heads: int, crowd_reason: str = "") -> Reception:
    """It was held, and so many came: they count as one visit. Raises Refused."""
    row = _planned(reception_id)
    began = begins_at(row)
    if began > here.now:
        raise Refused(_("还没有开始，开始以后再登记。"))
    if not 0 <= heads <= MOST_HEADS:
        raise Refused(_("来的人数在 0 到 %(most)s 之间。", most=MOST_HEADS), "heads")
    row.state, row.heads, row.settled_at = "held", heads, here.now
    if heads:
        visits.record(
            here.room(ROOM), heads, kind=KIND, purpose=_("代表接待"), started_at=began, ended_at=ends_at(row),
            source=(RECEPTION, row.id), override_reason=crowd_reason,
        )  # fmt: skip
    return row


def cancel(reception_id: int, reason: str) -> Reception:
    """Call it off, and say why. Raises Refused."""
    row = _planned(reception_id)
    if not reason.strip():
        raise Refused(_("请写明为什么取消，会写在告示上。"), "reason")
    row.state, row.reason, row.settled_at = "cancelled", reason.strip(), here.now
    return row


def unrecord(reception_id: int) -> None:
    """The visit of a held reception is taken back: it is yet to be recorded."""
    row = db.session.get(Reception, reception_id)
    if row is not None and row.state == "held":
        row.state, row.heads, row.settled_at = "planned", None, None
        db.session.flush()


def upcoming(cancelled: bool = True) -> Sequence[Reception]:
    """Today's and later ones, the next first; those called off too, so that nobody comes in vain."""
    states = ("planned", "cancelled") if cancelled else ("planned",)
    return db.session.scalars(
        select(Reception)
        .where(Reception.day >= here.today, Reception.state.in_(states))
        .options(joinedload(Reception.deputy))
        .order_by(Reception.day, Reception.opens, Reception.id)
        .limit(30)
    ).all()


def lately() -> Sequence[Reception]:
    """Those of the last two weeks and of today, at which something may have been said."""
    return db.session.scalars(
        select(Reception)
        .where(
            Reception.day.between(here.today - timedelta(days=14), here.today), Reception.state != "cancelled"
        )
        .options(joinedload(Reception.deputy))
        .order_by(Reception.day.desc(), Reception.id.desc())
        .limit(20)
    ).all()


def hours_of(row: Reception) -> str:
    """9:30–11:30"""
    return f"{clock_time(row.opens)}–{clock_time(row.closes)}"


def begins_at(row: Reception) -> datetime:
    """The instant at which it begins."""
    return datetime.combine(row.day, row.opens, here.tz)


def ends_at(row: Reception) -> datetime:
    """The instant at which it ends."""
    return datetime.combine(row.day, row.closes, here.tz)


def _at_the_time(deputy_id: int, day: date, opens: time, closes: time) -> Reception | None:
    """A reception of the deputy that is published for some of this time."""
    return db.session.scalars(
        select(Reception).where(
            Reception.deputy_id == deputy_id, Reception.day == day, Reception.state == "planned",
            Reception.opens < closes, Reception.closes > opens,
        )
    ).first()  # fmt: skip


def _planned(reception_id: int) -> Reception:
    row = hold(Reception, reception_id)
    if row is None:
        raise Refused(_("没有找到这个接待日，可能已经删除。"))
    if row.state == "held":
        raise Refused(_("这个接待日已经登记过了。"))
    if row.state == "cancelled":
        raise Refused(_("这个接待日已经取消了。"))
    return row
