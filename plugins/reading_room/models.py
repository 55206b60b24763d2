"""The books, who has them, who waits for them, what was read in the room, counting the shelves, events."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.events import EventColumns, event_keys
from hub.kits.lending import LoanColumns, WaitColumns, loan_keys, one_open, wait_keys
from hub.room import DERIVED, RoomTables, UTCDateTime, Visit, reference


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = "reading_room"


class Policy(Base):
    """What the village sets for its reading room; one row, and none as long as nothing was changed."""

    books: Mapped[int] = mapped_column(default=5, doc="that one reader may have at a time")
    days: Mapped[int] = mapped_column(default=10)
    renewals: Mapped[int] = mapped_column(default=1)
    keep_days: Mapped[int] = mapped_column(default=3, doc="how long a book waits for who reserved it")
    next_number: Mapped[int] = mapped_column(default=1, doc="of the next copy that is given one")

    __table_args__ = (
        UniqueConstraint("village_id"),
        CheckConstraint("books > 0 AND days > 0", name="limits"),
        CheckConstraint("renewals >= 0 AND keep_days >= 0 AND next_number > 0", name="spans"),
    )


class Title(Base):
    """A book or a magazine as such, of which there may be several copies."""

    isbn: Mapped[str] = mapped_column(
        String(13), default="", doc="thirteen digits; empty where there is none"
    )
    name: Mapped[str] = mapped_column(String(120))
    author: Mapped[str] = mapped_column(String(80), default="")
    publisher: Mapped[str] = mapped_column(String(80), default="")
    year: Mapped[int | None]
    call_number: Mapped[str] = mapped_column(String(40), default="", doc="索书号: where it stands")
    kind: Mapped[str] = mapped_column(String(10), default="book", doc="book | magazine")
    stays_in: Mapped[bool] = mapped_column(default=False, doc="read in the room only; magazines always do")
    sound: Mapped[str] = mapped_column(
        String(200), default="", info=DERIVED, doc="pinyin of the name, for searching"
    )
    initials: Mapped[str] = mapped_column(String(60), default="", info=DERIVED)
    added_on: Mapped[date]

    __table_args__ = (
        CheckConstraint("kind IN ('book', 'magazine')", name="kind"),
        CheckConstraint("kind = 'book' OR stays_in", name="magazines"),
        Index(
            "uq_reading_room__title_isbn", "village_id", "isbn", unique=True,
            sqlite_where=text("isbn <> ''"), postgresql_where=text("isbn <> ''"),
        ),
        Index(None, "village_id", "name"),
        Index(None, "village_id", "author"),
        Index(None, "village_id", "sound"),
        Index(None, "village_id", "initials"),
        Index(None, "village_id", "call_number"),
    )  # fmt: skip

    @property
    def quoted(self) -> str:
        """《棉田手记》"""
        return f"《{self.name}》"


class Copy(Base):
    """One copy, with a number of its own on its label."""

    number: Mapped[str] = mapped_column(String(20), doc="capitals; what the label on it says")
    title_id: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column(String(10), default="in", doc="in | out | repair | lost | retired")
    damage: Mapped[str] = mapped_column(String(100), default="", doc="what is to be mended")
    price: Mapped[Decimal | None] = mapped_column(Numeric(8, 2), doc="元, printed on it")
    added_on: Mapped[date]
    lost_on: Mapped[date | None] = mapped_column(doc="the day it was given up")
    title: Mapped[Title] = relationship(foreign_keys=[title_id])

    __table_args__ = (
        reference("title_id", to=Title),
        UniqueConstraint("village_id", "number"),
        CheckConstraint("state IN ('in', 'out', 'repair', 'lost', 'retired')", name="state"),
        CheckConstraint("(lost_on IS NULL) = (state <> 'lost')", name="lost"),
        Index(None, "village_id", "title_id", "state"),
        Index(None, "village_id", "state", "id"),
        Index(None, "village_id", "added_on", "id"),
        Index(None, "village_id", "lost_on"),
    )

    @property
    def label(self) -> str:
        """《棉田手记》B00012"""
        return f"{self.title.quoted}{self.number}"


class Loan(LoanColumns, Base):
    """A copy is with a reader."""

    copy_id: Mapped[int] = mapped_column()
    copy: Mapped[Copy] = relationship(foreign_keys=[copy_id])

    __table_args__ = loan_keys("reading_room__loan", "copy_id", to=Copy)


class Wait(WaitColumns, Base):
    """预约: a reader waits for a title; from `ready_on` a copy of it is put aside."""

    title_id: Mapped[int] = mapped_column()
    copy_id: Mapped[int | None] = mapped_column()
    title: Mapped[Title] = relationship(foreign_keys=[title_id])
    copy: Mapped[Copy | None] = relationship(foreign_keys=[copy_id])

    __table_args__ = wait_keys("reading_room__wait", "title_id", Title, "copy_id", Copy)


class Use(Base):
    """在室阅览: a book or a magazine was read in the room. Nobody's name."""

    title_id: Mapped[int] = mapped_column()
    used_at: Mapped[datetime] = mapped_column(UTCDateTime)
    visit_id: Mapped[int | None] = mapped_column(doc="of those who read, where they were counted with it")
    title: Mapped[Title] = relationship(foreign_keys=[title_id])

    __table_args__ = (
        reference("title_id", to=Title),
        reference("visit_id", to=Visit, ondelete="CASCADE"),
        Index(None, "village_id", "used_at", "id"),
        Index(None, "village_id", "title_id"),
        Index(None, "village_id", "visit_id"),
    )


class Stocktake(Base):
    """盘点: the shelves, or those whose call number begins so, are scanned copy by copy."""

    scope: Mapped[str] = mapped_column(String(20), default="", doc="the call number's beginning; empty: all")
    state: Mapped[str] = mapped_column(String(10), default="open", doc="open | done | cancelled")
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expected: Mapped[int] = mapped_column(default=0, doc="that should have stood there when it ended")
    scanned: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    surplus: Mapped[int] = mapped_column(default=0, doc="that stood there and should not have")

    __table_args__ = (
        CheckConstraint("state IN ('open', 'done', 'cancelled')", name="state"),
        CheckConstraint("(ended_at IS NULL) = (state = 'open')", name="ended"),
        one_open("reading_room__stocktake", "state", "state = 'open'"),
        Index(None, "village_id", "started_at", "id"),
    )


class Scan(Base):
    """A copy was found on the shelf."""

    stocktake_id: Mapped[int] = mapped_column()
    copy_id: Mapped[int] = mapped_column()
    scanned_at: Mapped[datetime] = mapped_column(UTCDateTime)
    copy: Mapped[Copy] = relationship(foreign_keys=[copy_id])

    __table_args__ = (
        reference("stocktake_id", to=Stocktake, ondelete="CASCADE"),
        reference("copy_id", to=Copy),
        UniqueConstraint("village_id", "stocktake_id", "copy_id"),
        Index(None, "village_id", "copy_id"),
    )


class Event(EventColumns, Base):
    """读书活动"""

    kind: Mapped[str] = mapped_column(String(10), doc="talk | family | group | other")

    __table_args__ = event_keys()


class BookVisit(Base):
    """What the room's visit log says beside the visit itself; kept as text, so that it outlives the book."""

    __tablename__ = "reading_room__visit"

    visit_id: Mapped[int] = mapped_column()
    what: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        reference("visit_id", to=Visit, ondelete="CASCADE"),
        UniqueConstraint("village_id", "visit_id"),
    )
