"""The halls, who asked for them and what was answered, what took place in them, and what is kept in order."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.booking import BookingColumns, RepeatColumns, booking_keys, repeat_checks
from hub.kits.events import EventColumns, event_keys
from hub.kits.upkeep import (
    FaultColumns,
    KeptColumns,
    OutageColumns,
    ServiceColumns,
    ServicedColumns,
    fault_keys,
    kept_checks,
    outage_keys,
    service_keys,
    serviced_keys,
)
from hub.room import PERSONAL, RoomTables, UTCDateTime, reference

from .words import ROOM


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = ROOM


class Policy(Base):
    """What the village sets for its halls; one row, and none as long as nothing was changed."""

    set_up: Mapped[int] = mapped_column(default=15, doc="minutes before a booking")
    clean_up: Mapped[int] = mapped_column(default=15, doc="minutes after it")
    ahead_days: Mapped[int] = mapped_column(default=180, doc="how many days ahead a single booking may lie")
    offer_days: Mapped[int] = mapped_column(default=3, doc="how long the times offered to a group are kept")
    checklist: Mapped[str] = mapped_column(String(600), doc="of cleaning up, one a line")

    __table_args__ = (
        UniqueConstraint("village_id"),
        CheckConstraint("set_up BETWEEN 0 AND 240 AND clean_up BETWEEN 0 AND 240", name="minutes"),
        CheckConstraint("ahead_days BETWEEN 1 AND 731 AND offer_days BETWEEN 1 AND 14", name="days"),
    )


class Hall(Base):
    """A place that one group has at a time. Without a limit of its own the room's is taken."""

    name: Mapped[str] = mapped_column(String(20))
    most: Mapped[int | None] = mapped_column(doc="heads that find room in it")
    note: Mapped[str] = mapped_column(String(100), default="")
    offered: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("village_id", "name"),
        CheckConstraint("most IS NULL OR most BETWEEN 1 AND 10000", name="most"),
    )


class Series(RepeatColumns, Base):
    """Bookings that repeat by one rule."""

    __table_args__ = repeat_checks()


class Booking(BookingColumns, Base):
    """A hall is wanted by, or promised to, a group. Times that are offered to a group which had to move are bookings
    too, in the state `offered`: nobody else gets them until they lapse."""

    hall_id: Mapped[int] = mapped_column()
    group: Mapped[str] = mapped_column(String(40), doc="the group's name, which is public")
    purpose: Mapped[str] = mapped_column(String(60), doc="what for, which is public")
    proposer: Mapped[str] = mapped_column(String(10), default="residents", doc="residents | committee")
    wanted: Mapped[str] = mapped_column(String(200), default="", doc="equipment, one a line")
    contact: Mapped[str] = mapped_column(String(30), default="", info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    words: Mapped[str] = mapped_column(
        String(200), default="", info=PERSONAL, doc="what was answered, or why"
    )
    override_reason: Mapped[str] = mapped_column(
        String(200), default="", doc="why in spite of a limit", info=PERSONAL
    )
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    set_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cleaned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone: Mapped[str] = mapped_column(
        String(600), default="", doc="what was not in order after cleaning, one a line"
    )
    series_id: Mapped[int | None] = mapped_column()
    moved_from_id: Mapped[int | None] = mapped_column(doc="the booking in whose place it is, or is offered")
    hall: Mapped[Hall] = relationship(foreign_keys=[hall_id])
    series: Mapped[Series | None] = relationship(foreign_keys=[series_id])

    __table_args__ = (
        *booking_keys("activity_hall__booking", "hall_id", to=Hall, alone=False),
        reference("series_id", to=Series),
        CheckConstraint(
            "state IN ('requested', 'approved', 'declined', 'cancelled', 'moved', 'offered', 'dropped')",
            name="state",
        ),
        CheckConstraint("proposer IN ('residents', 'committee')", name="proposer"),
        CheckConstraint(
            "state <> 'offered' OR (moved_from_id IS NOT NULL AND lapses_at IS NOT NULL)", name="offer"
        ),
        Index(None, "village_id", "starts_at", "id"),
        Index(None, "village_id", "state", "starts_at"),
        Index(None, "village_id", "series_id", "starts_at"),
        Index(None, "village_id", "moved_from_id"),
        Index(None, "village_id", "ends_at"),
        Index(None, "village_id", "group"),
        Index(None, "village_id", "phone"),
    )

    @property
    def title(self) -> str:
        """广场舞一队：排练"""
        return f"{self.group}：{self.purpose}"


class Event(EventColumns, Base):
    """What a booking that was agreed to is for. A group that moves takes its event along."""

    booking_id: Mapped[int] = mapped_column()
    booking: Mapped[Booking] = relationship(foreign_keys=[booking_id])

    __table_args__ = (
        *event_keys(),
        reference("booking_id", to=Booking),
        UniqueConstraint("village_id", "booking_id"),
    )


class Thing(KeptColumns, Base):
    """Equipment of the hall, its floor and its mirrors included."""

    name: Mapped[str] = mapped_column(String(30))
    asked_for: Mapped[bool] = mapped_column(default=True, doc="groups are asked whether they want it")
    offered: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (UniqueConstraint("village_id", "name"), *kept_checks())


class Fault(FaultColumns, Base):
    """Damage to a piece of equipment."""

    thing_id: Mapped[int] = mapped_column()
    booking_id: Mapped[int | None] = mapped_column(doc="after which it was found")
    thing: Mapped[Thing] = relationship(foreign_keys=[thing_id])

    __table_args__ = (
        *fault_keys("thing_id", to=Thing),
        reference("booking_id", to=Booking),
        Index(None, "village_id", "booking_id"),
    )


class Outage(OutageColumns, Base):
    """A time during which a piece of equipment was out of service."""

    thing_id: Mapped[int] = mapped_column()
    thing: Mapped[Thing] = relationship(foreign_keys=[thing_id])

    __table_args__ = outage_keys("activity_hall__outage", "thing_id", to=Thing)


class Service(ServiceColumns, Base):
    """Planned service of a piece of equipment."""

    thing_id: Mapped[int] = mapped_column()
    thing: Mapped[Thing] = relationship(foreign_keys=[thing_id])

    __table_args__ = service_keys("thing_id", to=Thing)


class Serviced(ServicedColumns, Base):
    """It was done."""

    service: Mapped[Service] = relationship(foreign_keys="Serviced.service_id")

    __table_args__ = serviced_keys(to=Service)
