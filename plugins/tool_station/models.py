"""The tools, who has them, what is promised, what is broken, who was briefed, and the gloves."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.lending import (
    LoanColumns,
    ReservationColumns,
    loan_keys,
    one_open,
    reservation_keys,
    split_parts,
)
from hub.kits.stock import MoveColumns, StockColumns, move_keys, stock_checks
from hub.room import PERSONAL, Resident, RoomTables, UTCDateTime, Visit, reference


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = "tool_station"


class Policy(Base):
    """What the village sets for its tool station; one row, and none as long as nothing was changed."""

    days_a: Mapped[int] = mapped_column(default=3)
    days_b: Mapped[int] = mapped_column(default=2)
    days_c: Mapped[int] = mapped_column(default=1)
    renewals_a: Mapped[int] = mapped_column(default=2)
    renewals_b: Mapped[int] = mapped_column(default=1)
    renewals_c: Mapped[int] = mapped_column(default=0)
    briefing_days: Mapped[int] = mapped_column(default=365, doc="how long a safety briefing holds")
    grace_days: Mapped[int] = mapped_column(default=1, doc="days a reserved tool waits for its borrower")
    deposits: Mapped[bool] = mapped_column(default=False, doc="whether deposits are taken at all")

    __table_args__ = (
        UniqueConstraint("village_id"),
        CheckConstraint("days_a > 0 AND days_b > 0 AND days_c > 0", name="days"),
        CheckConstraint("renewals_a >= 0 AND renewals_b >= 0 AND renewals_c >= 0", name="renewals"),
        CheckConstraint("briefing_days > 0 AND grace_days >= 0", name="spans"),
    )


class Supply(StockColumns, Base):
    """Something that is used up, such as gloves."""

    unit: Mapped[str] = mapped_column(String(10), default="副")

    __table_args__ = (UniqueConstraint("village_id", "name"), *stock_checks())


class Tool(Base):
    """One tool with a number of its own."""

    number: Mapped[str] = mapped_column(String(20), doc="capitals; what the label on it says")
    name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(30), default="", doc="what people ask for: 电钻")
    grade: Mapped[str] = mapped_column(String(1), default="A", doc="A hand | B power | C dangerous")
    state: Mapped[str] = mapped_column(String(10), default="in", doc="in | out | repair | lost | retired")
    parts: Mapped[str] = mapped_column(String(300), default="", doc="joined by 、")
    gear: Mapped[str] = mapped_column(
        String(200), default="", doc="protective gear that goes out with it, joined by 、"
    )
    missing: Mapped[str] = mapped_column(String(500), default="", doc="parts and gear that did not come back")
    days: Mapped[int | None] = mapped_column(doc="lending days; empty: those of its class")
    safety: Mapped[str] = mapped_column(String(500), default="", doc="read out at handing out")
    supply_id: Mapped[int | None] = mapped_column(doc="what is given along with it and used up")
    deposit: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), doc="元")
    shelf: Mapped[str] = mapped_column(String(30), default="")
    note: Mapped[str] = mapped_column(String(200), default="")

    supply: Mapped[Supply | None] = relationship(foreign_keys=[supply_id])

    __table_args__ = (
        reference("supply_id", to=Supply),
        UniqueConstraint("village_id", "number"),
        CheckConstraint("grade IN ('A', 'B', 'C')", name="grade"),
        CheckConstraint("state IN ('in', 'out', 'repair', 'lost', 'retired')", name="state"),
        CheckConstraint("days IS NULL OR days > 0", name="days"),
        CheckConstraint("grade = 'A' OR (gear <> '' AND safety <> '')", name="protection"),
        Index(None, "village_id", "kind", "state"),
    )

    @property
    def title(self) -> str:
        """切割机 T-07"""
        return f"{self.name} {self.number}"

    @property
    def part_names(self) -> tuple[str, ...]:
        return split_parts(self.parts)

    @property
    def gear_names(self) -> tuple[str, ...]:
        return split_parts(self.gear)

    @property
    def missing_names(self) -> tuple[str, ...]:
        return split_parts(self.missing)

    @property
    def missing_gear(self) -> tuple[str, ...]:
        return tuple(name for name in self.gear_names if name in self.missing_names)

    @property
    def needs_protection(self) -> bool:
        return self.grade != "A"


class Loan(LoanColumns, Base):
    """A tool and its protective gear, lent as a pair."""

    tool_id: Mapped[int] = mapped_column()
    gear: Mapped[str] = mapped_column(String(200), default="", doc="protective gear that went out with it")
    briefed: Mapped[bool] = mapped_column(default=False, doc="the safety note was read out and understood")
    condition: Mapped[str] = mapped_column(String(10), default="", doc="at return: ok | repair | parts")
    deposit: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), doc="元, given back at return")
    tool: Mapped[Tool] = relationship(foreign_keys=[tool_id])

    __table_args__ = loan_keys("tool_station__loan", "tool_id", to=Tool)

    @property
    def checklist(self) -> tuple[str, ...]:
        """All that has to come back with the tool."""
        return (*split_parts(self.handed), *split_parts(self.gear))


class Reservation(ReservationColumns, Base):
    """预约: a tool is kept for somebody on later days."""

    tool_id: Mapped[int] = mapped_column()
    tool: Mapped[Tool] = relationship(foreign_keys=[tool_id])

    __table_args__ = reservation_keys("tool_id", to=Tool)


class Ticket(Base):
    """A fault of a tool until it is back on its shelf or retired."""

    tool_id: Mapped[int] = mapped_column()
    fault: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="open", doc="open | repairing | back | retired")
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    result: Mapped[str] = mapped_column(String(200), default="")
    cost: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), doc="元")
    tool: Mapped[Tool] = relationship(foreign_keys=[tool_id])

    __table_args__ = (
        reference("tool_id", to=Tool),
        CheckConstraint("state IN ('open', 'repairing', 'back', 'retired')", name="state"),
        CheckConstraint("(closed_at IS NULL) = (state IN ('open', 'repairing'))", name="closed"),
        one_open("tool_station__ticket", "tool_id", "closed_at IS NULL"),
        Index(None, "village_id", "opened_at", "id"),
        Index(None, "village_id", "tool_id"),
    )


class Briefing(Base):
    """安全培训: an adult was told how to use the dangerous tools. No birth date: that they are of age was looked at."""

    resident_id: Mapped[int] = mapped_column(info=PERSONAL)
    given_on: Mapped[date]
    valid_until: Mapped[date] = mapped_column(doc="last day")
    adult: Mapped[bool] = mapped_column(default=True, doc="已确认成年")
    resident: Mapped[Resident] = relationship(foreign_keys=[resident_id])

    __table_args__ = (
        reference("resident_id", to=Resident),
        CheckConstraint("valid_until >= given_on", name="order"),
        Index(None, "village_id", "resident_id", "valid_until"),
        Index(None, "village_id", "valid_until", "id"),
    )


class StockMove(MoveColumns, Base):
    """Gloves came in, went out, were written off, or were counted."""

    supply_id: Mapped[int] = mapped_column()
    loan_id: Mapped[int | None] = mapped_column(doc="given along with this loan")
    supply: Mapped[Supply] = relationship(foreign_keys=[supply_id])

    __table_args__ = (
        *move_keys("supply_id", to=Supply),
        reference("loan_id", to=Loan),
        Index(None, "village_id", "loan_id"),
    )


class Demand(Base):
    """问了没有: somebody asked for a kind of tool that was not to be had. Nobody's name."""

    kind: Mapped[str] = mapped_column(String(30))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (Index(None, "village_id", "asked_at", "id"),)


class ToolVisit(Base):
    """What the room's visit log says beside the visit itself; kept as text, so that it outlives the tool."""

    __tablename__ = "tool_station__visit"

    visit_id: Mapped[int] = mapped_column()
    tool: Mapped[str] = mapped_column(String(80))

    __table_args__ = (
        reference("visit_id", to=Visit, ondelete="CASCADE"),
        UniqueConstraint("village_id", "visit_id"),
    )
