"""The machines, who rents them, what was looked at, who waits in the season, and what is serviced."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.booking import BookingColumns, booking_keys
from hub.kits.lending import split_parts
from hub.kits.upkeep import (
    ConditionColumns,
    CostColumns,
    FaultColumns,
    OnceColumns,
    OutageColumns,
    ServiceColumns,
    ServicedColumns,
    condition_checks,
    fault_keys,
    outage_keys,
    service_keys,
    serviced_keys,
)
from hub.room import PERSONAL, Resident, RoomTables, UTCDateTime, Visit, reference

Money = Numeric(10, 2)
ZERO = Decimal("0.00")


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = "farm_machinery"


class Policy(Base):
    """What the village sets for its machines; one row, and none as long as nothing was changed."""

    ahead_days: Mapped[int] = mapped_column(default=120, doc="how many days ahead one can ask")
    longest_days: Mapped[int] = mapped_column(default=10, doc="days of one rental at most")
    fetch_hours: Mapped[int] = mapped_column(
        default=12, doc="hours into its first day; not fetched by then, it is free"
    )
    offer_hours: Mapped[int] = mapped_column(default=24, doc="how long an offer to the queue holds")

    __table_args__ = (
        UniqueConstraint("village_id"),
        CheckConstraint("ahead_days BETWEEN 1 AND 366", name="ahead"),
        CheckConstraint("longest_days BETWEEN 1 AND 60", name="longest"),
        CheckConstraint("fetch_hours BETWEEN 1 AND 240 AND offer_hours BETWEEN 1 AND 240", name="hours"),
    )


class Machine(ConditionColumns, Base):
    """One machine with a number of its own, its prices and its rules."""

    number: Mapped[str] = mapped_column(String(20), doc="capitals; what the label on it says")
    name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(30), doc="what people ask for and queue for: 打药机")
    state: Mapped[str] = mapped_column(String(10), default="in", doc="in | out | check | retired")
    day_rate: Mapped[Decimal] = mapped_column(Money, doc="元 a day")
    points_rate: Mapped[int] = mapped_column(default=0, doc="points a day; 0: for cash only")
    deposit: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    licence: Mapped[bool] = mapped_column(default=False, doc="whether a licence has to be shown")
    late_fee: Mapped[Decimal] = mapped_column(Money, default=ZERO, doc="元 a day that it is late")
    late_cap: Mapped[Decimal] = mapped_column(Money, default=ZERO, doc="元, the late fee is never more")
    buffer_days: Mapped[int] = mapped_column(default=0, doc="days between two rentals, to clean and grease")
    checklist: Mapped[str] = mapped_column(String(300), default="", doc="looked at out and in, joined by 、")
    safety: Mapped[str] = mapped_column(String(500), default="", doc="read out at handing out")
    hours: Mapped[int] = mapped_column(default=0, doc="what its hour meter says")
    service_every: Mapped[int | None] = mapped_column(doc="hours between two services")
    serviced_at: Mapped[int] = mapped_column(default=0, doc="what the hour meter said at the last service")
    place: Mapped[str] = mapped_column(String(30), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    since: Mapped[date] = mapped_column(doc="from this day on it could be rented")
    retired_on: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("village_id", "number"),
        CheckConstraint("state IN ('in', 'out', 'check', 'retired')", name="state"),
        *condition_checks(),
        CheckConstraint("day_rate >= 0 AND deposit >= 0 AND late_fee >= 0 AND late_cap >= 0", name="money"),
        CheckConstraint("points_rate BETWEEN 0 AND 10000", name="points"),
        CheckConstraint("buffer_days BETWEEN 0 AND 14", name="buffer"),
        CheckConstraint("hours >= 0 AND serviced_at >= 0", name="hours"),
        CheckConstraint("service_every IS NULL OR service_every > 0", name="service"),
        CheckConstraint("(retired_on IS NULL) = (state <> 'retired')", name="retired"),
        Index(None, "village_id", "kind", "state"),
    )

    @property
    def title(self) -> str:
        """深耕机 N-03"""
        return f"{self.name} {self.number}"

    @property
    def checks(self) -> tuple[str, ...]:
        return split_parts(self.checklist)


class Wait(Base):
    """排队: somebody needs a kind of machine for so many days within a field window. First come, first served."""

    kind: Mapped[str] = mapped_column(String(30))
    resident_id: Mapped[int | None] = mapped_column(info=PERSONAL, doc="empty once unlinked or erased")
    window_first: Mapped[date]
    window_last: Mapped[date] = mapped_column(doc="last day on which it is still of use")
    days: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(
        String(10), default="waiting", doc="waiting | offered | taken | dropped"
    )
    resident: Mapped[Resident | None] = relationship(foreign_keys=[resident_id])

    __table_args__ = (
        reference("resident_id", to=Resident),
        CheckConstraint("window_last >= window_first", name="window"),
        CheckConstraint("days > 0", name="days"),
        CheckConstraint("state IN ('waiting', 'offered', 'taken', 'dropped')", name="state"),
        Index(None, "village_id", "state", "asked_at", "id"),
        Index(None, "village_id", "asked_at", "id"),
        Index(None, "village_id", "window_last"),
        Index(None, "village_id", "resident_id"),
    )


class Rental(BookingColumns, Base):
    """A machine is rented for whole days, at the prices of the day it was asked for."""

    machine_id: Mapped[int] = mapped_column()
    # Personal too: who rented what must not outlive the unlinking in the audit.
    renter_id: Mapped[int | None] = mapped_column(info=PERSONAL, doc="empty once unlinked or erased")
    wait_id: Mapped[int | None] = mapped_column(doc="the place in the queue it was offered to")
    day_rate: Mapped[Decimal] = mapped_column(Money)
    points_rate: Mapped[int]
    deposit: Mapped[Decimal] = mapped_column(Money)
    late_fee: Mapped[Decimal] = mapped_column(Money)
    late_cap: Mapped[Decimal] = mapped_column(Money)
    points_days: Mapped[int] = mapped_column(default=0, doc="days paid in points; the others in cash")
    licence_seen_on: Mapped[date | None] = mapped_column(info=PERSONAL, doc="that it was seen, nothing of it")
    deposit_taken: Mapped[Decimal | None] = mapped_column(Money)
    damage: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    days_charged: Mapped[int | None]
    hire: Mapped[Decimal | None] = mapped_column(Money, doc="元 for the days not paid in points")
    late_charge: Mapped[Decimal | None] = mapped_column(Money)
    points_spent: Mapped[int | None]
    balance: Mapped[Decimal | None] = mapped_column(Money, doc="元 paid at the end; below zero: given back")
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    remark: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL, doc="dispute, waiver, reason")

    machine: Mapped[Machine] = relationship(foreign_keys=[machine_id])
    renter: Mapped[Resident | None] = relationship(foreign_keys=[renter_id])

    __table_args__ = (
        *booking_keys("farm_machinery__rental", "machine_id", to=Machine),
        reference("renter_id", to=Resident),
        reference("wait_id", to=Wait),
        CheckConstraint(
            "state IN ('requested', 'approved', 'out', 'returned', 'inspected', 'settled', 'disputed', 'cancelled')",
            name="state",
        ),
        CheckConstraint("(begun_at IS NULL) = (state IN ('requested', 'approved', 'cancelled'))", name="out"),
        CheckConstraint(
            "(ended_at IS NULL) = (state IN ('requested', 'approved', 'out', 'cancelled'))", name="back"
        ),
        CheckConstraint("(settled_at IS NULL) = (state <> 'settled')", name="settled"),
        CheckConstraint("(settled_at IS NULL) = (balance IS NULL)", name="balance"),
        CheckConstraint("points_days >= 0 AND points_rate >= 0", name="points"),
        CheckConstraint("late_charge IS NULL OR late_charge <= late_cap", name="cap"),
        CheckConstraint("day_rate >= 0 AND deposit >= 0 AND damage >= 0", name="money"),
        Index(None, "village_id", "state", "ends_at"),
        Index(None, "village_id", "starts_at", "id"),
        Index(None, "village_id", "settled_at", "id"),
        Index(None, "village_id", "begun_at"),
        Index(None, "village_id", "machine_id", "begun_at"),
        Index(None, "village_id", "renter_id"),
        Index(None, "village_id", "wait_id"),
    )

    @property
    def number(self) -> str:
        """What the slip is called by."""
        return f"Z{self.id:06d}"

    @property
    def days(self) -> int:
        """Days that were promised, the last one included."""
        return (self.span.last_day - self.span.first_day).days + 1

    @property
    def cash_days(self) -> int:
        return self.days - self.points_days


class Inspection(Base):
    """验机: what was looked at when a machine went out or came back."""

    rental_id: Mapped[int] = mapped_column()
    way: Mapped[str] = mapped_column(String(3), doc="out | in")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    hours: Mapped[int] = mapped_column(doc="what the hour meter said")
    sound: Mapped[str] = mapped_column(String(300), default="", doc="found there and whole, joined by 、")
    missing: Mapped[str] = mapped_column(String(300), default="", doc="not there or not whole, joined by 、")
    damaged: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        reference("rental_id", to=Rental, ondelete="CASCADE"),
        UniqueConstraint("village_id", "rental_id", "way"),
        CheckConstraint("way IN ('out', 'in')", name="way"),
        CheckConstraint("hours >= 0", name="hours"),
    )


class Fault(CostColumns, FaultColumns, Base):
    """报修: something is wrong with a machine; what is grave keeps it in the yard."""

    machine_id: Mapped[int] = mapped_column()
    machine: Mapped[Machine] = relationship(foreign_keys=[machine_id])

    __table_args__ = fault_keys("machine_id", to=Machine, ends=["retired"])


class Outage(OutageColumns, Base):
    """A time during which a machine was kept in the yard."""

    machine_id: Mapped[int] = mapped_column()
    machine: Mapped[Machine] = relationship(foreign_keys=[machine_id])

    __table_args__ = (
        *outage_keys("farm_machinery__outage", "machine_id", to=Machine),
        Index(None, "village_id", "machine_id", "began_at"),
    )


class Service(OnceColumns, ServiceColumns, Base):
    """保养 of a machine, on days of its own or again and again. What its hour meter asks for is the machine's."""

    machine_id: Mapped[int] = mapped_column()
    name: Mapped[str] = mapped_column(String(200))
    machine: Mapped[Machine] = relationship(foreign_keys=[machine_id])

    __table_args__ = service_keys("machine_id", to=Machine, once=True)


class Serviced(CostColumns, ServicedColumns, Base):
    """It was done."""

    service: Mapped[Service] = relationship(foreign_keys="Serviced.service_id")

    __table_args__ = serviced_keys(to=Service)


class MachineVisit(Base):
    """What the room's visit log says beside the visit itself; kept as text, so that it outlives the machine."""

    __tablename__ = "farm_machinery__visit"

    visit_id: Mapped[int] = mapped_column()
    machine: Mapped[str] = mapped_column(String(80))

    __table_args__ = (
        reference("visit_id", to=Visit, ondelete="CASCADE"),
        UniqueConstraint("village_id", "visit_id"),
    )
