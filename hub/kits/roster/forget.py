"""Who was on duty is not kept for ever: the shift and its minutes stay, nobody's any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

from hub.kits.roster.words import hours_words, shift_words
from hub.room import PersonalData, Retention, Unsettled, _, _l, change_rows, db, here, in_brackets, short_day

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

    def ahead(resident_id: int) -> Iterable[Unsettled]:
        mine = (shift.resident_id == resident_id, shift.ends_at > here.now, shift.off_at.is_(None))
        for row in db.session.scalars(select(shift).where(*mine).order_by(shift.starts_at)):
            yield Unsettled(_("值班 %(when)s", when=shift_words(row)), ends=_("这一班没有人，要另排"))

    return PersonalData(
        shift, ("resident_id", "person"), _l("排班：谁在岗"), _l("值班 12 个月后与姓名脱开"), find,
        lambda resident_id: unlink(shift, "erasure", shift.resident_id == resident_id), ahead,
    )  # fmt: skip


def hours_data(hours: type[Any]) -> PersonalData:
    """The entry of a table of hours on the map of personal data."""

    def find(resident_id: int) -> Iterable[tuple[str, str]]:
        rows = select(hours).where(hours.resident_id == resident_id).order_by(hours.day)
        for row in db.session.scalars(rows):
            yield in_brackets(short_day(row.day), row.what), hours_words(row.minutes)

    def to_verify(resident_id: int) -> Iterable[Unsettled]:
        mine = (hours.resident_id == resident_id, hours.state == "claimed")
        for row in db.session.scalars(select(hours).where(*mine).order_by(hours.day)):
            what = in_brackets(short_day(row.day), hours_words(row.minutes))
            yield Unsettled(_("待核实的志愿时数 %(what)s", what=what), ends=_("照样核实，不再记积分"))

    return PersonalData(
        hours, ("resident_id", "person", "outcome"), _l("志愿时数：谁做的"), _l("12 个月后与姓名脱开"), find,
        lambda resident_id: unlink(hours, "erasure", hours.resident_id == resident_id), to_verify,
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
