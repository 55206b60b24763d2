"""Locking a month: its figures are kept as they are, for good; what is entered later appears beside them."""

from __future__ import annotations

from sqlalchemy import select

from hub.audit.writer import call_it
from hub.centre.rooms import lock_village
from hub.i18n import DEFAULT, _, speaking
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub
from hub.reports.models import MonthLock
from hub.reports.months import Month
from hub.reports.report import Report, measure
from hub.reports.span import Span


def lock_of(month: Month) -> MonthLock | None:
    """The lock of a month; None while its figures may change."""
    return db.session.scalars(select(MonthLock).where(MonthLock.month == month.name)).one_or_none()


def frozen(lock: MonthLock) -> Report:
    """The figures as they were when the month was locked."""
    return Report.from_json(lock.figures)


def lock_month(month: Month) -> MonthLock:
    """Lock a month that is over. Locked twice, also by two at once, it is locked once; nothing unlocks it.

    Raises Refused while the month is not over.
    """
    if month.last >= here.today:
        raise Refused(_("这个月还没有过完，月底以后再锁定。"))
    lock_village()
    known = lock_of(month)
    if known is not None:
        return known
    with speaking(DEFAULT):  # the words of rooms that are gone one day
        figures = measure(Span(month)).as_json()
    lock = MonthLock(
        month=month.name, figures=figures, locked_at=here.now, locked_by_id=here.user.id if here.user else None
    )  # fmt: skip
    db.session.add(lock)
    call_it(lock, "lock")
    db.session.flush()
    the_hub().events.tell("month_locked", lock=lock)
    return lock
