"""Forgetting: the case stays and is counted, what was said of somebody is gone from it and from its steps."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select, update

from hub.room import change_rows


def forget_cases(case: type[Any], why: str, *conditions: ColumnElement[bool], **emptied: Any) -> int:
    """Empty the named columns of the cases, and void their codes. Answers how many there were."""
    return change_rows(update(case).where(*conditions).values(code_salt=None, code_hash=None, **emptied), why)


def forget_steps(step: type[Any], case: type[Any], why: str, *conditions: ColumnElement[bool]) -> int:
    """Empty the notes of the steps of the cases."""
    cases = select(case.id).where(*conditions)
    return change_rows(update(step).where(step.case_id.in_(cases), step.note != "").values(note=""), why)
