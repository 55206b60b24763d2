"""The columns that every case, step and rating has, and the keys that make their rules exact."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from hub.room import PERSONAL, User, UTCDateTime, reference


class QuietCaseColumns:
    """Somebody's matter, from the day it came in until it is settled and filed. Without a number it is a draft. Nobody
    sees it from outside: it has no receipt code."""

    number: Mapped[str | None] = mapped_column(String(12), doc="1123-04: the fourth of the 23rd of November")
    numbered_on: Mapped[date | None] = mapped_column(doc="the day it was accepted, in the village's calendar")
    place_of_day: Mapped[int | None] = mapped_column(doc="1 for the first of the day")
    state: Mapped[str] = mapped_column(String(12))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    handler_id: Mapped[int | None] = mapped_column(doc="who looks after it now")
    due_on: Mapped[date | None] = mapped_column(doc="last day of the term, agreed extensions included")
    first_due_on: Mapped[date | None] = mapped_column(doc="the same without extensions")
    stopped_on: Mapped[date | None] = mapped_column(doc="since when the clock stands still")
    extensions: Mapped[int] = mapped_column(default=0)
    resolved_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="when it was settled or refused")
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="when the asker had been told")
    reopened: Mapped[int] = mapped_column(default=0)

    @declared_attr
    def handler(cls) -> Mapped[User | None]:
        return relationship(User, foreign_keys=[cls.handler_id])  # type: ignore[list-item]


class CaseColumns(QuietCaseColumns):
    """The same with a receipt code, under which the asker sees from outside how far it is."""

    # Of the receipt code only a hash is kept; the salt lets this hub alone print it again.
    code_salt: Mapped[str | None] = mapped_column(String(32), info=PERSONAL)
    code_hash: Mapped[str | None] = mapped_column(String(64), info=PERSONAL)


class QuietStepColumns:
    """One thing that happened to a case. Steps are only added; changing one is refused. The room's model has a `note`
    of its own, a sealed one where the room is confidential."""

    case_id: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    kind: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[int | None] = mapped_column(doc="who did it; empty: the hub itself")

    @declared_attr
    def by(cls) -> Mapped[User | None]:
        return relationship(User, foreign_keys=[cls.by_id])  # type: ignore[list-item]


class StepColumns(QuietStepColumns):
    """The same with a note of a few sentences."""

    note: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)


class RatingColumns:
    """How satisfied the asker was, one rating a case."""

    case_id: Mapped[int] = mapped_column()
    level: Mapped[int] = mapped_column(doc="5 非常满意 … 1 非常不满意")
    source: Mapped[str] = mapped_column(String(8), doc="self | keeper (代录)")
    rated_at: Mapped[datetime] = mapped_column(UTCDateTime)


def case_keys(
    waiting: str = "waiting", draft: str = "draft", *, receipts: bool = True
) -> tuple[SchemaItem, ...]:
    """References, checks and indexes of a table of cases; without `receipts`, of quiet ones. That the clock
    stands still exactly while the case waits, and that no number is given twice, the database itself makes sure of."""
    coded = (UniqueConstraint("village_id", "code_hash"),) if receipts else ()
    return (
        ForeignKeyConstraint(["handler_id"], [User.__table__.c.id]),
        CheckConstraint(f"(stopped_on IS NOT NULL) = (state = '{waiting}')", name="clock"),
        CheckConstraint(f"(numbered_on IS NULL) = (state = '{draft}')", name="draft"),
        CheckConstraint(
            "(numbered_on IS NULL) = (place_of_day IS NULL) AND (numbered_on IS NULL) = (number IS NULL)",
            name="number",
        ),
        CheckConstraint("(numbered_on IS NULL) = (due_on IS NULL)", name="term"),
        CheckConstraint("closed_at IS NULL OR resolved_at IS NOT NULL", name="closing"),
        CheckConstraint("extensions >= 0 AND reopened >= 0", name="counts"),
        UniqueConstraint("village_id", "numbered_on", "place_of_day"),
        *coded,
        Index(None, "village_id", "state", "due_on"),
        Index(None, "village_id", "due_on", "id"),
        Index(None, "village_id", "first_due_on"),
        Index(None, "village_id", "opened_at", "id"),
        Index(None, "village_id", "number"),
        Index(None, "village_id", "handler_id", "state"),
        Index(None, "village_id", "resolved_at"),
    )


def step_keys(to: type[Any]) -> tuple[SchemaItem, ...]:
    """References and indexes of a table of steps."""
    return (
        reference("case_id", to=to, ondelete="CASCADE"),
        ForeignKeyConstraint(["by_id"], [User.__table__.c.id]),
        Index(None, "village_id", "case_id", "id"),
    )


def rating_keys(to: type[Any]) -> tuple[SchemaItem, ...]:
    """References, checks and indexes of a table of ratings."""
    return (
        reference("case_id", to=to, ondelete="CASCADE"),
        UniqueConstraint("village_id", "case_id"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        CheckConstraint("source IN ('self', 'keeper')", name="source"),
        Index(None, "village_id", "rated_at", "id"),
    )
