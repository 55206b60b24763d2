"""Forgetting who borrowed what: the loan stays and is counted, the person is gone from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from hub.room import Visit, change_rows, db


def still_out(loan: type[Any], resident_id: int, *options: Any) -> Iterable[Any]:
    """The loans of a person that have not ended, the first due first: what `PersonalData.unsettled` has to tell."""
    mine = select(loan).where(loan.borrower_id == resident_id, loan.ended_at.is_(None))
    return db.session.scalars(mine.options(*options).order_by(loan.due_on, loan.id))


def unlink_ended(loan: type[Any], before: datetime) -> int:
    """Unlink the borrowers of loans that ended before an instant. Answers how many."""
    return _unlink(loan, "retention", loan.ended_at < before, loan.borrower_id.is_not(None))


def unlink_resident(loan: type[Any], resident_id: int) -> int:
    """Unlink one person from all loans. Answers how many."""
    return _unlink(loan, "erasure", loan.borrower_id == resident_id)


def unlink_with_visits(loan: type[Any], source: str, before: datetime) -> int:
    """The same as `unlink_ended`; the visits that the loans brought about forget their people too. Answers how many
    loans."""
    ended = select(loan.id).where(loan.ended_at < before)
    change_rows(
        update(Visit)
        .where(Visit.source_type == source, Visit.resident_id.is_not(None), Visit.source_id.in_(ended))
        .values(resident_id=None),
        "retention",
    )
    return unlink_ended(loan, before)


def erase_reservations(booking: type[Any], resident_id: int) -> int:
    """Unlink a person from all reservations, or from all turns in a queue; those that wait are given up."""
    mine = booking.resident_id == resident_id
    change_rows(update(booking).where(mine, booking.state == "waiting").values(state="cancelled"), "erasure")
    return change_rows(update(booking).where(mine).values(resident_id=None), "erasure")


def unlink_reservations(booking: type[Any], *old: Any) -> int:
    """Unlink the people of reservations that are over, as the conditions say. Answers how many."""
    statement = update(booking).where(*old, booking.resident_id.is_not(None)).values(resident_id=None)
    return change_rows(statement, "retention")


def _unlink(loan: type[Any], why: str, *conditions: Any) -> int:
    return change_rows(update(loan).where(*conditions).values(borrower_id=None), why)
