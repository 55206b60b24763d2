"""The columns that every kept thing, fault, outage and service has, and the keys that make their rules exact."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from hub.room import PERSONAL, UTCDateTime, reference


class ConditionColumns:
    """Something that is kept in order, and that counts its uses in a column of its own, or not at all."""

    condition: Mapped[str] = mapped_column(String(8), default="good", doc="good | worn | broken")
    out_since: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="out of service; empty: in service")
    out_reason: Mapped[str] = mapped_column(String(120), default="")


class KeptColumns(ConditionColumns):
    """The same with a count of its uses, all of its life; planned service counts from it."""

    uses: Mapped[int] = mapped_column(default=0)


class FaultColumns:
    """Something is wrong with a thing. What was written may name somebody, so it is taken for personal."""

    severity: Mapped[str] = mapped_column(String(8), doc="minor | major | danger")
    what: Mapped[str] = mapped_column(String(300), info=PERSONAL)
    source: Mapped[str] = mapped_column(String(8), default="keeper", doc="keeper | public")
    state: Mapped[str] = mapped_column(String(10), default="open", doc="open | fixed | dismissed")
    stopped: Mapped[bool] = mapped_column(default=False, doc="it took the thing out of service")
    reported_at: Mapped[datetime] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str] = mapped_column(String(300), default="", info=PERSONAL)


class OutageColumns:
    """A time during which a thing was out of service."""

    reason: Mapped[str] = mapped_column(String(120))
    began_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ServiceColumns:
    """What is to be done to a thing again and again: every so many days, every so many uses, or whichever is first."""

    name: Mapped[str] = mapped_column(String(60))
    every_days: Mapped[int | None] = mapped_column()
    every_uses: Mapped[int | None] = mapped_column()
    last_on: Mapped[date] = mapped_column(doc="the day it was done, or that the plan began")
    last_uses: Mapped[int] = mapped_column(default=0, doc="uses of the thing by then")
    planned: Mapped[bool] = mapped_column(default=True)


class OnceColumns:
    """Beside `ServiceColumns`: a service may also be planned for days of its own, and is over when it is done. On its
    days the thing cannot be had; and once they have begun, not before it is done."""

    due_on: Mapped[date | None] = mapped_column(
        doc="the first day of what is done once; empty: again and again"
    )
    days: Mapped[int] = mapped_column(default=1, doc="how many days it takes")
    ended_on: Mapped[date | None] = mapped_column(doc="since when nobody plans it any more")
    ended_why: Mapped[str] = mapped_column(String(200), default="", doc="of what was given up")

    @property
    def last_day(self) -> date | None:
        """The last of the days that it takes."""
        return self.due_on + timedelta(days=self.days - 1) if self.due_on is not None else None


class CostColumns:
    """Beside `FaultColumns` or `ServicedColumns`: what it cost to put right, or to do."""

    cost: Mapped[Decimal | None] = mapped_column(Numeric(10, 2), doc="元")


class ServicedColumns:
    """A planned service was done."""

    service_id: Mapped[int] = mapped_column()
    done_on: Mapped[date] = mapped_column()
    uses: Mapped[int] = mapped_column(doc="of the thing by then")
    note: Mapped[str] = mapped_column(String(200), default="")


def condition_checks() -> tuple[SchemaItem, ...]:
    """Nothing is out of service without a reason that can be shown."""
    return (
        CheckConstraint("condition IN ('good', 'worn', 'broken')", name="condition"),
        CheckConstraint("(out_since IS NULL) = (out_reason = '')", name="out"),
    )


def kept_checks() -> tuple[SchemaItem, ...]:
    """The same of what counts its uses."""
    return (*condition_checks(), CheckConstraint("uses >= 0", name="uses"))


def fault_keys(thing: str, to: type[Any], ends: Sequence[str] = ()) -> tuple[SchemaItem, ...]:
    """References, checks and indexes of a table of faults; `thing` is the column that names what is faulty. `ends` are
    ways of the room's own in which a fault is settled."""
    states = ", ".join(f"'{state}'" for state in ("open", "fixed", "dismissed", *ends))
    return (
        reference(thing, to=to),
        CheckConstraint("severity IN ('minor', 'major', 'danger')", name="severity"),
        CheckConstraint("source IN ('keeper', 'public')", name="source"),
        CheckConstraint(f"state IN ({states})", name="state"),
        CheckConstraint("(settled_at IS NULL) = (state = 'open')", name="settled"),
        Index(None, "village_id", thing, "state"),
        Index(None, "village_id", "state", "reported_at", "id"),
        Index(None, "village_id", "reported_at", "id"),
        Index(None, "village_id", "settled_at"),
    )


def outage_keys(table: str, thing: str, to: type[Any]) -> tuple[SchemaItem, ...]:
    """The same of a table of outages; a thing is out of service once at a time, the database itself makes sure."""
    return (
        reference(thing, to=to),
        CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name="order"),
        Index(
            f"uq_{table}_open", "village_id", thing, unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "village_id", "began_at", "id"),
        Index(None, "village_id", "ended_at"),
    )  # fmt: skip


def service_keys(thing: str, to: type[Any], *, once: bool = False) -> tuple[SchemaItem, ...]:
    """The same of a table of planned services; `once`: it has `OnceColumns` too."""
    again = "every_days IS NOT NULL OR every_uses IS NOT NULL"
    own_day = (
        CheckConstraint(f"(due_on IS NULL) = ({again})", name="plan"),
        CheckConstraint("days BETWEEN 1 AND 60", name="takes"),
        CheckConstraint("ended_on IS NULL OR NOT planned", name="ended"),
    )
    return (
        reference(thing, to=to),
        *(own_day if once else (CheckConstraint(again, name="plan"),)),
        CheckConstraint("every_days IS NULL OR every_days BETWEEN 1 AND 3660", name="days"),
        CheckConstraint("every_uses IS NULL OR every_uses BETWEEN 1 AND 100000", name="uses"),
        Index(None, "village_id", thing),
    )


def serviced_keys(to: type[Any]) -> tuple[SchemaItem, ...]:
    """The same of a table of services done; `to` is the planned service."""
    return (
        reference("service_id", to=to),
        Index(None, "village_id", "service_id", "done_on"),
        Index(None, "village_id", "done_on", "id"),
    )
