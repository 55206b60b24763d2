"""The words of faults are not kept for ever: somebody may have written a name among them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, update

from hub.room import change_rows


def forget_words(fault: type[Any], why: str, *conditions: Any) -> int:
    """Empty what was written about faults; that there was one, and how grave, stays. Answers how many."""
    written = or_(fault.what != "", fault.outcome != "")
    return change_rows(update(fault).where(written, *conditions).values(what="", outcome=""), why)
