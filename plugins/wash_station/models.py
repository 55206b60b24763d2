"""Bays, who has one when (by a ticket, never by a name), what is wrong with them, and when they are closed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.booking import BookingColumns, booking_keys
from hub.kits.stock import MoveColumns, StockColumns, move_keys, stock_checks
from hub.kits.upkeep import (
    CheckColumns,
    FaultColumns,
    KeptColumns,
    OutageColumns,
    ServiceColumns,
    ServicedColumns,
    check_keys,
    fault_keys,
    kept_checks,
    outage_keys,
    service_keys,
    serviced_keys,
)
from hub.room import PERSONAL, CodeColumns, RoomTables, UTCDateTime, reference

from .words import ROOM


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = ROOM


class Policy(Base):
    """What the village sets for its station; one row, and none as long as nothing was changed."""

    book_days: Mapped[int] = mapped_column(default=3, doc="how many days ahead a bay can be booked")
    checklist: Mapped[str] = mapped_column(String(600), doc="of the daily check, one a line")

    __table_args__ = (
        UniqueConstraint("village_id"),
        CheckConstraint("book_days BETWEEN 1 AND 30", name="book"),
    )


class Bay(KeptColumns, CodeColumns, Base):
    """A place to wash at. Its code is what the QR on its wall holds."""

    number: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(8), doc="car | carpet")
    minutes: Mapped[int] = mapped_column(doc="the longest that one use may take")
    note: Mapped[str] = mapped_column(String(100), default="", doc="where it stands, what it has")
    offered: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("village_id", "number"),
        UniqueConstraint("village_id", "code_hash"),
        CheckConstraint("kind IN ('car', 'carpet')", name="kind"),
        CheckConstraint("minutes BETWEEN 10 AND 480", name="minutes"),
        *kept_checks(),
    )


class Closure(Base):
    """Bays are closed for a time that is known beforehand, such as a frost."""

    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime, doc="moved forward when it was lifted early")
    reason: Mapped[str] = mapped_column(String(100))
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        Index(None, "village_id", "starts_at", "id"),
        Index(None, "village_id", "ends_at"),
    )


class ClosedBay(Base):
    """One of the bays of a closure."""

    closure_id: Mapped[int] = mapped_column()
    bay_id: Mapped[int] = mapped_column()
    closure: Mapped[Closure] = relationship(foreign_keys=[closure_id])
    bay: Mapped[Bay] = relationship(foreign_keys=[bay_id])

    __table_args__ = (
        reference("closure_id", to=Closure),
        reference("bay_id", to=Bay),
        UniqueConstraint("village_id", "closure_id", "bay_id"),
        Index(None, "village_id", "bay_id"),
    )


class Use(BookingColumns, Base):
    """A bay is booked for somebody, or used. A use that nobody ended has ended when its time was over: `ended_at` is
    then set by whoever next uses the bay, and until that is read off its span."""

    bay_id: Mapped[int] = mapped_column()
    ticket: Mapped[str | None] = mapped_column(
        String(8), info=PERSONAL, doc="of a booking; forgotten after a week"
    )
    source: Mapped[str] = mapped_column(String(8), default="keeper", doc="who began it: keeper | public")
    why: Mapped[str] = mapped_column(String(200), default="", doc="why it was cancelled")
    closure_id: Mapped[int | None] = mapped_column(doc="the closure that it was cancelled for")
    bay: Mapped[Bay] = relationship(foreign_keys=[bay_id])

    __table_args__ = (
        *booking_keys("wash_station__use", "bay_id", to=Bay),
        reference("closure_id", to=Closure),
        UniqueConstraint("village_id", "ticket"),
        CheckConstraint("state IN ('kept', 'cancelled', 'mistake')", name="state"),
        CheckConstraint("source IN ('keeper', 'public')", name="source"),
        Index(None, "village_id", "starts_at", "id"),
        Index(None, "village_id", "begun_at"),
        Index(None, "village_id", "closure_id"),
    )


class Fault(FaultColumns, Base):
    """Something is wrong with a bay."""

    bay_id: Mapped[int] = mapped_column()
    bay: Mapped[Bay] = relationship(foreign_keys=[bay_id])

    __table_args__ = fault_keys("bay_id", to=Bay)


class Outage(OutageColumns, Base):
    """A time during which a bay was out of service."""

    bay_id: Mapped[int] = mapped_column()
    bay: Mapped[Bay] = relationship(foreign_keys=[bay_id])

    __table_args__ = outage_keys("wash_station__outage", "bay_id", to=Bay)


class Service(ServiceColumns, Base):
    """Planned service of a bay."""

    bay_id: Mapped[int] = mapped_column()
    bay: Mapped[Bay] = relationship(foreign_keys=[bay_id])

    __table_args__ = service_keys("bay_id", to=Bay)


class Serviced(ServicedColumns, Base):
    """It was done."""

    service: Mapped[Service] = relationship(foreign_keys="Serviced.service_id")

    __table_args__ = serviced_keys(to=Service)


class Check(CheckColumns, Base):
    """The daily check of the whole station."""

    __table_args__ = check_keys()


class Consumable(StockColumns, Base):
    """Brushes, detergent and the like."""

    __table_args__ = (UniqueConstraint("village_id", "name"), *stock_checks())


class StockMove(MoveColumns, Base):
    """Consumables came in, were used, written off or counted."""

    consumable_id: Mapped[int] = mapped_column()
    consumable: Mapped[Consumable] = relationship(foreign_keys=[consumable_id])

    __table_args__ = move_keys("consumable_id", to=Consumable)
