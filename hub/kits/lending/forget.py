"""Forgetting who borrowed what: the loan stays and is counted, the person is gone from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update

from hub.room import change_rows


def unlink_ended(loan: type[Any], before: datetime) -> int:
    """Unlink the borrowers of loans that ended before an instant. Answers how many."""
    return _unlink(loan, "retention", loan.ended_at < before, loan.borrower_id.is_not(None))


def unlink_resident(loan: type[Any], resident_id: int) -> int:
    """Unlink one person from all loans. Answers how many."""
    return _unlink(loan, "erasure", loan.borrower_id == resident_id)


def _unlink(loan: type[Any], why: str, *conditions: Any) -> int:
    return change_rows(update(loan).where(*conditions).values(borrower_id=None), why)
