"""The hall, the groups that visit it (an organisation and a number of heads, never a list of names), who guides them,
and the exhibits."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.booking import BookingColumns, booking_keys
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
from hub.room import PERSONAL, RoomTables, UTCDateTime, reference

from .words import ROOM


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = ROOM


class Hall(Base):
    """The hall and what the village sets for it: one row, made when it is first needed. Whoever books holds it."""

    minutes: Mapped[int] = mapped_column(default=60, doc="a visit takes, where nothing else is said")
    ahead_days: Mapped[int] = mapped_column(default=180, doc="how many days ahead a group can be booked")
    checklist: Mapped[str] = mapped_column(String(600), doc="of opening up, one a line")
    programme: Mapped[str] = mapped_column(String(600), doc="of a 主题党日, one a line")

    __table_args__ = (
        UniqueConstraint("village_id"),
        CheckConstraint("minutes BETWEEN 15 AND 240", name="minutes"),
        CheckConstraint("ahead_days BETWEEN 1 AND 731", name="ahead"),
    )


class Guide(Base):
    """Somebody who guides groups. Nothing is known but the name, and that goes when they stop."""

    name: Mapped[str] = mapped_column(String(50), info=PERSONAL)
    offered: Mapped[bool] = mapped_column(default=True)
    since: Mapped[date] = mapped_column()
    stopped_on: Mapped[date | None] = mapped_column()

    __table_args__ = (
        CheckConstraint("offered = (stopped_on IS NULL)", name="stopped"),
        Index(None, "village_id", "stopped_on"),
    )


class Group(BookingColumns, Base):
    """A group that was booked: an organisation, a span and a number of heads. `asked` is what was said beforehand;
    `heads` is the same until the group is counted, and from then on who really came.

    A group too large for the hall is split: its parts share `first_id`, the first part's number.
    """

    hall_id: Mapped[int] = mapped_column()
    organisation: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10), doc="party_day | school | public")
    asked: Mapped[int] = mapped_column()
    guide_id: Mapped[int | None] = mapped_column()
    contact: Mapped[str] = mapped_column(String(30), default="", info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    by_teacher: Mapped[bool] = mapped_column(default=False, doc="the contact is the teacher who comes along")
    part: Mapped[int] = mapped_column(default=1)
    parts: Mapped[int] = mapped_column(default=1)
    first_id: Mapped[int | None] = mapped_column(
        doc="of the parts of one group, the first; empty: it is not split"
    )
    counted_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="when it was written down who came")
    why: Mapped[str] = mapped_column(
        String(200), default="", info=PERSONAL, doc="why it was cancelled, or let in above the limit"
    )
    hall: Mapped[Hall] = relationship(foreign_keys=[hall_id])
    guide: Mapped[Guide | None] = relationship(foreign_keys=[guide_id])

    __table_args__ = (
        *booking_keys("party_history_hall__group", "hall_id", to=Hall, alone=False),
        reference("guide_id", to=Guide),
        CheckConstraint("state IN ('booked', 'came', 'missed', 'cancelled')", name="state"),
        CheckConstraint("kind IN ('party_day', 'school', 'public')", name="kind"),
        CheckConstraint("kind <> 'school' OR by_teacher", name="teacher"),
        CheckConstraint("asked > 0", name="asked"),
        CheckConstraint("part BETWEEN 1 AND parts", name="part"),
        CheckConstraint("(state = 'came') = (begun_at IS NOT NULL)", name="came"),
        CheckConstraint("(begun_at IS NULL) = (counted_at IS NULL)", name="counted"),
        Index(None, "village_id", "starts_at", "id"),
        Index(None, "village_id", "state", "ends_at"),
        Index(None, "village_id", "guide_id", "busy_until"),
        Index(None, "village_id", "ends_at"),
        Index(None, "village_id", "first_id"),
        Index(None, "village_id", "organisation"),
    )

    @property
    def title(self) -> str:
        """石桥小学（2/3）"""
        return f"{self.organisation}（{self.part}/{self.parts}）" if self.parts > 1 else self.organisation


class Exhibit(KeptColumns, Base):
    """Something that is shown: a panel, a case, a screen."""

    number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(60), default="", doc="where it hangs or stands")
    offered: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (UniqueConstraint("village_id", "number"), *kept_checks())

    @property
    def title(self) -> str:
        return f"{self.number} {self.name}"


class Fault(FaultColumns, Base):
    """Something is wrong with an exhibit."""

    exhibit_id: Mapped[int] = mapped_column()
    exhibit: Mapped[Exhibit] = relationship(foreign_keys=[exhibit_id])

    __table_args__ = fault_keys("exhibit_id", to=Exhibit)


class Outage(OutageColumns, Base):
    """A time during which an exhibit could not be shown."""

    exhibit_id: Mapped[int] = mapped_column()
    exhibit: Mapped[Exhibit] = relationship(foreign_keys=[exhibit_id])

    __table_args__ = outage_keys("party_history_hall__outage", "exhibit_id", to=Exhibit)


class Service(ServiceColumns, Base):
    """Planned care of an exhibit, such as dusting."""

    exhibit_id: Mapped[int] = mapped_column()
    exhibit: Mapped[Exhibit] = relationship(foreign_keys=[exhibit_id])

    __table_args__ = service_keys("exhibit_id", to=Exhibit)


class Serviced(ServicedColumns, Base):
    """It was done."""

    service: Mapped[Service] = relationship(foreign_keys="Serviced.service_id")

    __table_args__ = serviced_keys(to=Service)


class Check(CheckColumns, Base):
    """The hall was opened up: the screens are on, and everything was looked at."""

    __table_args__ = check_keys()
