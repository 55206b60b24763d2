"""The words of faults are not kept for ever: somebody may have written a name among them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult, or_, update

from hub.room import db


def forget_words(fault: type[Any], why: str, *conditions: Any) -> int:
    """Empty what was written about faults; that there was one, and how grave, stays. Answers how many."""
    result = db.session.execute(
        update(fault)
        .where(or_(fault.what != "", fault.outcome != ""), *conditions)
        .values(what="", outcome=""),
        execution_options={"hub_audit": why, "synchronize_session": "fetch"},
    )
    assert isinstance(result, CursorResult)
    return result.rowcount
