"""The columns that every loan and every reservation has, and the keys that make their rules exact."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from hub.room import PERSONAL, Resident, UTCDateTime, reference


class HandoutColumns:
    """A thing is out for a while, to whom or to what the room says. Open as long as `ended_at` is empty."""

    out_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="returned, or given up as lost")
    state: Mapped[str] = mapped_column(String(10), default="out", doc="out | returned | lost")
    handed: Mapped[str] = mapped_column(
        String(500), default="", doc="parts that went out with it, joined by 、"
    )
    missing: Mapped[str] = mapped_column(String(500), default="", doc="parts that did not come back")


class LoanColumns(HandoutColumns):
    """Somebody has a thing for a while, until a day that can be put off."""

    # The borrower too is personal: who borrowed what must not outlive the unlinking in the audit.
    borrower_id: Mapped[int | None] = mapped_column(info=PERSONAL, doc="empty once unlinked or erased")
    due_on: Mapped[date] = mapped_column(doc="last day, in the village's calendar")
    renewals: Mapped[int] = mapped_column(default=0)
    late: Mapped[bool] = mapped_column(default=False, doc="补录: entered afterwards")
    calls: Mapped[int] = mapped_column(default=0, doc="how often the borrower was called")
    called_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    call_result: Mapped[str] = mapped_column(String(20), default="")

    @declared_attr
    def borrower(cls) -> Mapped[Resident | None]:
        return relationship(Resident, foreign_keys=[cls.borrower_id])  # type: ignore[list-item]


class ReservationColumns:
    """A thing is promised for the half-open days [first_day, end_day)."""

    resident_id: Mapped[int | None] = mapped_column(info=PERSONAL, doc="empty once unlinked or erased")
    first_day: Mapped[date]
    end_day: Mapped[date] = mapped_column(doc="the day it is free again")
    state: Mapped[str] = mapped_column(String(10), default="waiting", doc="waiting | taken | cancelled")
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @declared_attr
    def resident(cls) -> Mapped[Resident | None]:
        return relationship(Resident, foreign_keys=[cls.resident_id])  # type: ignore[list-item]


def handout_keys(table: str, thing: str, to: type[Any]) -> tuple[SchemaItem, ...]:
    """References, checks and indexes of a table of things that are out; `thing` is the column that names them.

    The partial unique index is the last word on "out once at a time": no code path and no race gets past it.
    """
    return (
        reference(thing, to=to),
        CheckConstraint("ended_at IS NULL OR ended_at >= out_at", name="order"),
        CheckConstraint("(ended_at IS NULL) = (state = 'out')", name="state"),
        one_open(table, thing, "ended_at IS NULL"),
        Index(None, "village_id", "out_at", "id"),
        Index(None, "village_id", thing, "out_at"),
        Index(None, "village_id", "ended_at"),
    )


def loan_keys(table: str, thing: str, to: type[Any]) -> tuple[SchemaItem, ...]:
    """The same of a table of loans, which have a borrower and a last day."""
    return (
        *handout_keys(table, thing, to),
        reference("borrower_id", to=Resident),
        CheckConstraint("renewals >= 0", name="renewals"),
        Index(None, "village_id", "due_on", "id"),
        Index(None, "village_id", "borrower_id"),
    )


def reservation_keys(thing: str, to: type[Any]) -> tuple[SchemaItem, ...]:
    """References, checks and indexes of a reservation table."""
    return (
        reference(thing, to=to),
        reference("resident_id", to=Resident),
        CheckConstraint("end_day > first_day", name="order"),
        CheckConstraint("state IN ('waiting', 'taken', 'cancelled')", name="state"),
        Index(None, "village_id", thing, "end_day"),
        Index(None, "village_id", "first_day", "id"),
        Index(None, "village_id", "resident_id"),
    )


def one_open(table: str, thing: str, condition: str) -> Index:
    """At most one row a thing fulfils the condition, exact under any concurrency."""
    return Index(
        f"uq_{table}_open", "village_id", thing, unique=True,
        sqlite_where=text(condition), postgresql_where=text(condition),
    )  # fmt: skip
