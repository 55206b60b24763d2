"""The words of faults are not kept for ever: somebody may have written a name among them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, update

from hub.room import PersonalData, _l, change_rows


def forget_words(fault: type[Any], why: str, *conditions: Any) -> int:
    """Empty what was written about faults; that there was one, and how grave, stays. Answers how many."""
    written = or_(fault.what != "", fault.outcome != "")
    return change_rows(update(fault).where(written, *conditions).values(what="", outcome=""), why)


def fault_data(fault: type[Any], purpose: Any, keep: Any) -> PersonalData:
    """The entry of a table of faults on the map of personal data. A fault is written down without a name, so nothing
    can be found for a person."""
    return PersonalData(fault, ("what", "outcome"), purpose, keep, words={"outcome": _l("怎么处理的")})
