"""安全培训: who may borrow the dangerous tools, and until when."""

from __future__ import annotations

from datetime import date, timedelta

from hub.room import Refused, Resident, _, db, here

from .models import Briefing
from .terms import policy


def brief(resident: Resident, given_on: date, valid_until: date | None, *, adult: bool) -> Briefing:
    """Record that an adult was briefed. Raises Refused."""
    if not adult:
        raise Refused(_("C 类工具只借给成年人，请确认后勾选。"), "adult")
    if given_on > here.today:
        raise Refused(_("培训的日子不能在将来。"), "given_on")
    until = valid_until or given_on + timedelta(days=policy().briefing_days)
    if until < given_on:
        raise Refused(_("有效期不能早于培训的日子。"), "valid_until")
    row = Briefing(
        resident_id=resident.id, resident=resident, given_on=given_on, valid_until=until, adult=True
    )
    db.session.add(row)
    resident.last_used_on = here.today
    return row


def withdraw(briefing_id: int) -> Briefing:
    """The permission ends before its day. Raises Refused."""
    row = db.session.get(Briefing, briefing_id)
    if row is None or row.valid_until < here.today:
        raise Refused(_("这次培训已经失效。"))
    row.valid_until = max(row.given_on, here.today - timedelta(days=1))
    return row
