"""Who was on duty is not kept for ever: the shift and its minutes stay, nobody's any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

from hub.kits.roster.words import hours_words, shift_words
from hub.room import PersonalData, Retention, _l, change_rows, db, here, in_brackets, short_day

YEAR = timedelta(days=365)


def unlink(model: type[Any], why: str, *conditions: Any) -> int:
    """Take people out of shifts or hours. Answers how many rows."""
    known = or_(model.person != "", model.resident_id.is_not(None), model.user_id.is_not(None))
    empty: dict[str, Any] = {"person": "", "resident_id": None, "user_id": None}
    if hasattr(model, "outcome"):
        empty["outcome"] = ""
    return change_rows(update(model).where(known, *conditions).values(empty), why)


def shift_data(shift: type[Any]) -> PersonalData:
    """The entry of a table of shifts on the map of personal data."""

    def find(resident_id: int) -> Iterable[tuple[str, str]]:
        rows = select(shift).where(shift.resident_id == resident_id).order_by(shift.starts_at)
        for row in db.session.scalars(rows):
            yield shift_words(row), row.duty

    return PersonalData(
        shift, ("resident_id", "person"), _l("排班：谁在岗"), _l("值班 12 个月后与姓名脱开"), find,
        lambda resident_id: unlink(shift, "erasure", shift.resident_id == resident_id),
    )  # fmt: skip


def hours_data(hours: type[Any]) -> PersonalData:
    """The entry of a table of hours on the map of personal data."""

    def find(resident_id: int) -> Iterable[tuple[str, str]]:
        rows = select(hours).where(hours.resident_id == resident_id).order_by(hours.day)
        for row in db.session.scalars(rows):
            yield in_brackets(short_day(row.day), row.what), hours_words(row.minutes)

    return PersonalData(
        hours, ("resident_id", "person", "outcome"), _l("志愿时数：谁做的"), _l("12 个月后与姓名脱开"), find,
        lambda resident_id: unlink(hours, "erasure", hours.resident_id == resident_id),
    )  # fmt: skip


def shift_retention(shift: type[Any]) -> Retention:
    """A year after a shift it is nobody's."""
    return Retention(
        _l("值班与姓名脱开"), _l("12 个月后"),
        lambda: unlink(shift, "retention", shift.ends_at < here.now - YEAR),
    )  # fmt: skip


def hours_retention(hours: type[Any]) -> Retention:
    """A year after hours were given they are nobody's; points that were posted stand in the ledger."""
    return Retention(
        _l("志愿时数与姓名脱开"), _l("12 个月后"),
        lambda: unlink(hours, "retention", hours.day < here.today - YEAR),
    )  # fmt: skip
