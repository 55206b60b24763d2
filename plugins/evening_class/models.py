"""Terms, the children of one with whom they may go home, evenings, who came and how they left, and who helps.

Of a child the hub keeps what handing it over needs, until thirty days after term; no marks, nothing of the family, no
photograph. What stays are the numbers of each evening, which a session carries itself.
"""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.roster import HoursColumns, ShiftColumns, hours_keys, shift_keys
from hub.room import PERSONAL, Resident, RoomTables, User, UTCDateTime, reference

from .words import ROOM


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = ROOM


class Policy(Base):
    """What the village sets for its class; one row, and none as long as nothing was changed."""

    weekdays: Mapped[str] = mapped_column(String(7), default="12345", doc="1 is Monday")
    begins: Mapped[time] = mapped_column(default=time(18, 30))
    ends: Mapped[time] = mapped_column(default=time(20, 30))
    points: Mapped[int] = mapped_column(default=0, doc="for a verified volunteer hour; 0: none")

    __table_args__ = (
        UniqueConstraint("village_id"),
        CheckConstraint("ends > begins", name="times"),
        CheckConstraint("points BETWEEN 0 AND 100", name="points"),
    )


class Term(Base):
    """学期: children are enrolled for one, and forgotten thirty days after it."""

    name: Mapped[str] = mapped_column(String(40))
    first_on: Mapped[date]
    last_on: Mapped[date]
    enrolled: Mapped[int] = mapped_column(
        default=0, doc="children whose data is erased already; a number alone"
    )
    erased_on: Mapped[date | None] = mapped_column(doc="the day its children were erased")

    __table_args__ = (
        UniqueConstraint("village_id", "name"),
        CheckConstraint("last_on >= first_on", name="days"),
        CheckConstraint("enrolled >= 0", name="enrolled"),
        Index(None, "village_id", "first_on", "last_on"),
    )


class Enrolment(Base):
    """报名: a child in a term. None without a guardian and a phone."""

    term_id: Mapped[int] = mapped_column()
    name: Mapped[str] = mapped_column(String(50), info=PERSONAL)
    grade: Mapped[str] = mapped_column(String(10), default="", info=PERSONAL)
    group: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    guardian: Mapped[str] = mapped_column(String(50), info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(20), info=PERSONAL)
    phone2: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    consent_on: Mapped[date | None] = mapped_column(info=PERSONAL, doc="the guardian signed; empty: not yet")
    walks_on: Mapped[date | None] = mapped_column(
        info=PERSONAL, doc="the guardian agreed that it may walk home alone; empty: it may not"
    )
    enrolled_on: Mapped[date]
    left_on: Mapped[date | None] = mapped_column(doc="does not come any more")

    term: Mapped[Term] = relationship(foreign_keys=[term_id])

    __table_args__ = (
        reference("term_id", to=Term),
        UniqueConstraint("village_id", "term_id", "name", "phone"),
        CheckConstraint("name <> '' AND guardian <> '' AND phone <> ''", name="reachable"),
        Index(None, "village_id", "term_id", "left_on"),
        Index(None, "village_id", "left_on"),
    )


class Pickup(Base):
    """接送人: an adult who may fetch a child, until a day. The guardian is one of them."""

    enrolment_id: Mapped[int] = mapped_column()
    name: Mapped[str] = mapped_column(String(50), info=PERSONAL)
    relation: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    valid_until: Mapped[date]
    guardian: Mapped[bool] = mapped_column(default=False, doc="the guardian of the enrolment")

    enrolment: Mapped[Enrolment] = relationship(foreign_keys=[enrolment_id])

    __table_args__ = (
        reference("enrolment_id", to=Enrolment, ondelete="CASCADE"),
        CheckConstraint("name <> ''", name="name"),
        Index(None, "village_id", "enrolment_id"),
        Index(None, "village_id", "valid_until"),
    )


class Session(Base):
    """一晚的课: at most one a day. Its numbers stay when the children are forgotten."""

    term_id: Mapped[int] = mapped_column()
    day: Mapped[date]
    state: Mapped[str] = mapped_column(
        String(8), default="open", doc="open | closed | lapsed: never closed, and forgotten"
    )
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    came: Mapped[int] = mapped_column(default=0)
    by_adult: Mapped[int] = mapped_column(default=0, doc="left with somebody on their list")
    by_phone: Mapped[int] = mapped_column(default=0, doc="left after a permission by phone")
    alone: Mapped[int] = mapped_column(default=0, doc="walked home alone, as agreed")
    absent: Mapped[int] = mapped_column(default=0, doc="were excused")
    late: Mapped[bool] = mapped_column(default=False, doc="entered from the paper sheet (补录)")
    crowd_reason: Mapped[str] = mapped_column(
        String(200),
        default="",
        info=PERSONAL,
        doc="why more were let in than fit; somebody may be named in it",
    )
    term: Mapped[Term] = relationship(foreign_keys=[term_id])

    __table_args__ = (
        reference("term_id", to=Term),
        UniqueConstraint("village_id", "day"),
        CheckConstraint("state IN ('open', 'closed', 'lapsed')", name="state"),
        CheckConstraint("(closed_at IS NULL) = (state = 'open')", name="closed"),
        # The database itself refuses to close an evening with a child inside.
        CheckConstraint("state <> 'closed' OR came = by_adult + by_phone + alone", name="inside"),
        Index(None, "village_id", "state", "day"),
    )


class Attendance(Base):
    """A child on an evening: it came, and how it left; or it was excused."""

    session_id: Mapped[int] = mapped_column()
    enrolment_id: Mapped[int] = mapped_column()
    in_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="empty: excused (请假)")
    out_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    how: Mapped[str] = mapped_column(String(8), default="", doc="adult | phone | alone; empty: inside")
    pickup_id: Mapped[int | None] = mapped_column(doc="the listed adult it went with")
    taken_by: Mapped[str] = mapped_column(
        String(80), default="", info=PERSONAL, doc="who took it along, as it was then"
    )
    allowed_by: Mapped[str] = mapped_column(
        String(50), default="", info=PERSONAL, doc="who allowed it by phone"
    )
    allowed_phone: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL, doc="on which number")
    allowed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    released_by_id: Mapped[int | None] = mapped_column(doc="the account of who let it go")

    session: Mapped[Session] = relationship(foreign_keys=[session_id])
    enrolment: Mapped[Enrolment] = relationship(foreign_keys=[enrolment_id])

    __table_args__ = (
        reference("session_id", to=Session),
        reference("enrolment_id", to=Enrolment),
        reference("pickup_id", to=Pickup),
        ForeignKeyConstraint(["released_by_id"], [User.__table__.c.id]),
        UniqueConstraint("village_id", "session_id", "enrolment_id"),
        CheckConstraint("how IN ('', 'adult', 'phone', 'alone')", name="how"),
        CheckConstraint("(out_at IS NULL) = (how = '')", name="out"),
        CheckConstraint("out_at IS NULL OR out_at >= in_at", name="order"),
        CheckConstraint("out_at IS NULL OR in_at IS NOT NULL", name="came"),
        CheckConstraint("(how = 'adult') = (pickup_id IS NOT NULL)", name="adult"),
        CheckConstraint("how NOT IN ('adult', 'phone') OR taken_by <> ''", name="taken"),
        CheckConstraint(
            "how <> 'phone' OR (allowed_by <> '' AND allowed_phone <> '' AND allowed_at IS NOT NULL)",
            name="phone",
        ),
        Index(None, "village_id", "enrolment_id"),
        Index(None, "village_id", "pickup_id"),
    )


class Volunteer(Base):
    """志愿者: somebody who helps, once it was looked into who they are (checked on)."""

    name: Mapped[str] = mapped_column(String(50), info=PERSONAL)
    resident_id: Mapped[int | None] = mapped_column(info=PERSONAL, doc="a resident can earn points")
    subject: Mapped[str] = mapped_column(String(40), default="", doc="what they help with")
    checked_on: Mapped[date | None] = mapped_column(
        doc="their papers were looked at; empty: not yet, no shifts"
    )
    until: Mapped[date | None] = mapped_column(doc="helped until; empty: helps")
    added_on: Mapped[date]
    resident: Mapped[Resident | None] = relationship(foreign_keys=[resident_id])

    __table_args__ = (
        reference("resident_id", to=Resident),
        UniqueConstraint("village_id", "name"),
        Index(None, "village_id", "resident_id"),
        Index(None, "village_id", "until"),
    )


class Shift(ShiftColumns, Base):
    """值班: a volunteer or a keeper is there."""

    __table_args__ = shift_keys()


class Hours(HoursColumns, Base):
    """志愿时数: verified by a second person."""

    __table_args__ = hours_keys(Shift)
