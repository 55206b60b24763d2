"""What the room keeps of people, how it forgets, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.orm import joinedload

from hub.kits.upkeep import fault_data, forget_words
from hub.room import (
    PersonalData,
    Retention,
    Unsettled,
    Visit,
    _,
    _l,
    db,
    here,
    in_brackets,
    join_words,
    short_day,
)

from .fitting import days_words
from .handing import SOURCE
from .lists.rentals import GoingOn
from .models import Fault, Rental, Wait
from .words import GOING_ON, RENTAL_STATES, WAIT_STATES

RENTAL_DAYS = timedelta(days=365 * 2)
WAIT_DAYS = timedelta(days=60)
WORDS = timedelta(days=365)
NOT_BEGUN = ("requested", "approved")


def rentals_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What a resident rented, as far as it is still known."""
    rows = db.session.scalars(
        select(Rental)
        .where(Rental.renter_id == resident_id)
        .options(joinedload(Rental.machine))
        .order_by(Rental.starts_at)
    )
    for row in rows:
        told = [days_words(row), str(RENTAL_STATES[row.state]), row.remark]
        if row.licence_seen_on is not None:
            told.append(_("%(day)s看过驾驶证", day=short_day(row.licence_seen_on)))
        yield _("租用 %(machine)s", machine=row.machine.title), " · ".join(filter(None, told))


def waits_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What a resident queued for, as far as it is still known."""
    rows = db.session.scalars(select(Wait).where(Wait.resident_id == resident_id).order_by(Wait.asked_at))
    for row in rows:
        window = _("%(first)s至%(last)s", first=short_day(row.window_first), last=short_day(row.window_last))
        yield _("排队 %(kind)s", kind=row.kind), f"{window} · {WAIT_STATES[row.state]}"


def rentals_going_on(resident_id: int) -> Iterable[Unsettled]:
    """A machine that is out or not settled for is settled first; what is only asked for, or agreed to, is given up."""
    rows = (
        select(Rental)
        .where(Rental.renter_id == resident_id, Rental.state.in_(GOING_ON))
        .options(joinedload(Rental.machine))
        .order_by(Rental.starts_at)
    )
    for row in db.session.scalars(rows):
        said = _("租用 %(machine)s", machine=row.machine.title)
        said = in_brackets(said, join_words((days_words(row), str(RENTAL_STATES[row.state]))))
        yield Unsettled(said, GoingOn.url, ends=_("取消租用") if row.state in NOT_BEGUN else "")


def turns_waited_for(resident_id: int) -> Iterable[Unsettled]:
    """What a resident stands in the queue for."""
    mine = select(Wait).where(Wait.resident_id == resident_id, Wait.state.in_(("waiting", "offered")))
    for row in db.session.scalars(mine.order_by(Wait.asked_at)):
        yield Unsettled(_("排队 %(kind)s", kind=row.kind), ends=_("不再排队"))


def erase_rentals(resident_id: int) -> int:
    """Unlink a person from all rentals; those that have not begun are given up, the others stay and are counted."""
    mine = Rental.renter_id == resident_id
    given_up = update(Rental).where(mine, Rental.state.in_(NOT_BEGUN))
    _change(given_up.values(state="cancelled"), "erasure")
    return _forget(mine, "erasure")


def erase_waits(resident_id: int) -> int:
    """Unlink a person from the queue; they no longer wait."""
    mine = Wait.resident_id == resident_id
    waiting = update(Wait).where(mine, Wait.state.in_(("waiting", "offered")))
    _change(waiting.values(state="dropped"), "erasure")
    return _change(update(Wait).where(mine).values(resident_id=None), "erasure")


def unlink_old_rentals() -> int:
    """Two years after a rental was settled, or its days went by without it, nobody knows any more whose it was; its
    visit forgets it too."""
    before = here.now - RENTAL_DAYS
    old = (Rental.settled_at < before) | ((Rental.state == "cancelled") & (Rental.ends_at < before))
    over = select(Rental.id).where(old)
    _change(
        update(Visit)
        .where(Visit.source_type == SOURCE, Visit.resident_id.is_not(None), Visit.source_id.in_(over))
        .values(resident_id=None),
        "retention",
    )
    return _forget(old & Rental.renter_id.is_not(None), "retention")


def unlink_old_waits() -> int:
    """Sixty days after the field window closed nobody knows any more who waited."""
    old = Wait.window_last < here.today - WAIT_DAYS
    return _change(
        update(Wait).where(old, Wait.resident_id.is_not(None)).values(resident_id=None), "retention"
    )


def forget_fault_words() -> int:
    """A year after it was settled, or two after it was reported and nobody cared, nothing is kept of a fault but that
    there was one, of what and how grave."""
    old = (Fault.settled_at < here.now - WORDS) | (Fault.reported_at < here.now - 2 * WORDS)
    return forget_words(Fault, "retention", old)


def _forget(which: ColumnElement[bool], why: str) -> int:
    return _change(update(Rental).where(which).values(renter_id=None, licence_seen_on=None, remark=""), why)


def _change(statement: Any, why: str) -> int:
    result = db.session.execute(
        statement, execution_options={"hub_audit": why, "synchronize_session": "fetch"}
    )
    assert isinstance(result, CursorResult)
    return result.rowcount


PERSONAL_DATA = [
    PersonalData(
        Rental, ("renter_id", "licence_seen_on", "remark"), _l("知道农机在谁手里、跟谁结算"),
        _l("结清 2 年后脱开；驾驶证只记看过和日期"), rentals_of, erase_rentals, rentals_going_on,
        words={"licence_seen_on": _l("哪天看过驾驶证"), "remark": _l("结算时的说明")},
    ),
    fault_data(Fault, _l("农机哪里坏了；不记是谁弄的，万一写了人名也会清掉"), _l("处理后 1 年清空")),
    PersonalData(
        Wait, ("resident_id",), _l("知道轮到谁"), _l("农时过后 60 天脱开"), waits_of, erase_waits,
        turns_waited_for,
    ),
]  # fmt: skip
RETENTION = [
    Retention(_l("租用人与租赁单脱开，说明清空"), _l("结清 2 年后"), unlink_old_rentals),
    Retention(_l("排队的人与排队记录脱开"), _l("农时过后 60 天"), unlink_old_waits),
    Retention(_l("清空农机故障的说明"), _l("处理后 1 年"), forget_fault_words),
]
