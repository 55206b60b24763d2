"""The columns that every shift and every claim of volunteer hours has, and the keys that make their rules exact."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from hub.room import PERSONAL, Resident, User, UTCDateTime, reference


class PersonColumns:
    """Who it is: somebody with an account, a resident, or a volunteer of whom only the name is known."""

    user_id: Mapped[int | None] = mapped_column(doc="an account of the hub")
    resident_id: Mapped[int | None] = mapped_column(info=PERSONAL, doc="a volunteer who can earn points")
    person: Mapped[str] = mapped_column(String(50), info=PERSONAL, doc="the name; empty once forgotten")


class ShiftColumns(PersonColumns):
    """Somebody is on duty from then till then, and says when they came and went."""

    day: Mapped[date] = mapped_column(doc="the village's day on which it begins")
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    duty: Mapped[str] = mapped_column(String(40), default="", doc="what they are there for")
    on_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    off_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    late: Mapped[bool] = mapped_column(default=False, doc="coming and going were entered afterwards (补录)")


class HoursColumns(PersonColumns):
    """Hours that somebody gave. They count once a second person has looked whether it is so."""

    day: Mapped[date] = mapped_column()
    minutes: Mapped[int] = mapped_column()
    what: Mapped[str] = mapped_column(String(60), doc="辅导作业; names nobody")
    state: Mapped[str] = mapped_column(String(10), default="claimed", doc="claimed | verified | refused")
    claimed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    claimed_by_id: Mapped[int | None] = mapped_column(doc="the account of whoever wrote it down")
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="verified or refused")
    settled_by_id: Mapped[int | None] = mapped_column(doc="the account of the second person")
    outcome: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL, doc="why it was refused")
    points: Mapped[int] = mapped_column(default=0, doc="what was posted for it")
    shift_id: Mapped[int | None] = mapped_column(doc="the shift it was done in, if any")


def person_keys() -> tuple[SchemaItem, ...]:
    """References of a table with people, and that a row means one of them."""
    return (
        ForeignKeyConstraint(["user_id"], [User.__table__.c.id]),
        reference("resident_id", to=Resident),
        CheckConstraint("user_id IS NULL OR resident_id IS NULL", name="person"),
    )


def shift_keys() -> tuple[SchemaItem, ...]:
    """References, checks and indexes of a table of shifts."""
    return (
        *person_keys(),
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("off_at IS NULL OR (on_at IS NOT NULL AND off_at >= on_at)", name="signed"),
        Index(None, "village_id", "day", "starts_at", "id"),
        Index(None, "village_id", "starts_at", "id"),
        Index(None, "village_id", "user_id", "starts_at"),
        Index(None, "village_id", "resident_id", "starts_at"),
    )


def hours_keys(shift: type[Any] | None = None) -> tuple[SchemaItem, ...]:
    """The same of a table of hours; `shift` is the model of the shifts they were done in. That nobody verifies what
    they wrote down or did themselves is the database's to see to as well."""
    of_shift = () if shift is None else (reference("shift_id", to=shift),)
    return (
        *person_keys(),
        *of_shift,
        UniqueConstraint("village_id", "shift_id"),
        ForeignKeyConstraint(["claimed_by_id"], [User.__table__.c.id]),
        ForeignKeyConstraint(["settled_by_id"], [User.__table__.c.id]),
        CheckConstraint("settled_by_id <> claimed_by_id", name="second"),
        CheckConstraint("settled_by_id <> user_id", name="other"),
        CheckConstraint("state IN ('claimed', 'verified', 'refused')", name="state"),
        CheckConstraint("(settled_at IS NULL) = (state = 'claimed')", name="settled"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("points >= 0", name="points"),
        Index(None, "village_id", "day", "id"),
        Index(None, "village_id", "state", "claimed_at"),
        Index(None, "village_id", "resident_id", "day"),
    )
