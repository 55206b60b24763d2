"""What became of an appointment: held, nobody came, closed, referred. Held sessions are heads and one visit each.
Nothing here commits."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from hub.room import Refused, Visit, _, db, here, hold, visits

from .booking import hold_booked
from .models import Appointment, Referral, SessionCount
from .words import PLACES, ROOM, SESSION

SOURCE = f"{ROOM}.session"
EARLY = timedelta(minutes=30)  # how long before its time somebody may be there
LONGEST_AGO = timedelta(days=7)  # of a walk-in that is entered afterwards


def attended(appointment_id: int, heads: int) -> SessionCount:
    """They came, so many heads. Raises Refused."""
    row = hold_booked(appointment_id)
    if row.slot.starts_at - here.now > EARLY:
        raise Refused(_("还没有到约定的时间，不能登记。"))
    row.state, row.settled_at = "attended", here.now
    started = min(row.slot.starts_at, here.now)
    return _count(heads, started, row.slot.ends_at - row.slot.starts_at, row.id)


def walk_in(heads: int, started_at: datetime | None = None) -> SessionCount:
    """Somebody came without an appointment. Raises Refused."""
    started = started_at or here.now
    if started > here.now:
        raise Refused(_("还没有到这个时间，来过以后再登记。"), "started_at")
    if here.now - started > LONGEST_AGO:
        raise Refused(_("只能补登七天以内的。"), "started_at")
    return _count(heads, started, timedelta(hours=1), None)


def no_show(appointment_id: int) -> Appointment:
    """The time came and nobody. Raises Refused."""
    row = hold_booked(appointment_id)
    if row.slot.starts_at > here.now:
        raise Refused(_("还没有到约定的时间，不能登记没来。"))
    row.state, row.settled_at = "no_show", here.now
    return row


def close(appointment_id: int) -> Appointment:
    """It is over, and nothing more is needed. Raises Refused."""
    row = _hold_attended(appointment_id)
    row.state = "closed"
    return row


def refer(appointment_id: int, place: str, *, consented: bool) -> Referral:
    """They are referred, and agreed to it. Raises Refused."""
    if not consented:
        raise Refused(_("本人同意才能转介。请先征得同意，再勾选。"), "consented")
    if place not in PLACES:
        raise Refused(_("请选转介到哪里。"), "place")
    row = _hold_attended(appointment_id)
    row.state = "referred"
    referral = Referral(appointment_id=row.id, place=place, consented=True, referred_at=here.now)
    db.session.add(referral)
    return referral


def visit_undone(visit: Visit) -> None:
    """The visit of a session was taken back: so is the session, and its appointment is booked again."""
    if visit.source_type != SOURCE or visit.source_id is None:
        return
    session = db.session.get(SessionCount, visit.source_id)
    if session is None:
        return
    row = hold(Appointment, session.appointment_id) if session.appointment_id else None
    if row is not None:
        for referral in db.session.scalars(select(Referral).where(Referral.appointment_id == row.id)):
            db.session.delete(referral)
        row.state, row.settled_at = "booked", None
    db.session.delete(session)


def _count(heads: int, started: datetime, lasts: timedelta, appointment_id: int | None) -> SessionCount:
    session = SessionCount(appointment_id=appointment_id, held_at=started, heads=heads)
    db.session.add(session)
    db.session.flush()
    visits.record(
        here.room(ROOM), heads, kind=SESSION, started_at=started, ended_at=started + lasts,
        source=(SOURCE, session.id), override_reason=_("按预约和当时情况接待"),
    )  # fmt: skip
    return session


def _hold_attended(appointment_id: int) -> Appointment:
    row = hold(Appointment, appointment_id)
    if row is None or row.state != "attended":
        raise Refused(_("先登记来过，才能结束或转介；已经结束的不能再改。"))
    return row
