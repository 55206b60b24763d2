"""Deputies and traders, reception days, what is brought forward and its steps, what is posted on the board."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.casework import CaseColumns, RatingColumns, StepColumns, case_keys, rating_keys, step_keys
from hub.room import PERSONAL, CodeColumns, RoomTables, UTCDateTime, reference

from .words import KINDS, LEVELS, RECEPTION_STATES, ROOM, TOLD, TOPICS, TRADES


def _one_of(column: str, codes: object) -> str:
    """The condition that a column holds one of the codes."""
    return f"{column} IN ({', '.join(repr(code) for code in codes)})"  # type: ignore[attr-defined]


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = ROOM


class Deputy(Base):
    """人大代表: whom one can meet here. The name hangs on the wall; the telephone is for the keeper alone."""

    name: Mapped[str] = mapped_column(String(50), info=PERSONAL)
    level: Mapped[str] = mapped_column(String(12), default="town")
    area: Mapped[str] = mapped_column(String(60), default="", doc="the part of the village they look after")
    phone: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    left_on: Mapped[date | None] = mapped_column(doc="end of the term of office; empty: in office")

    __table_args__ = (
        CheckConstraint(_one_of("level", LEVELS), name="level"),
        Index(None, "village_id", "name"),
    )


class Trader(Base):
    """个体工商户: a shop and whom to call there."""

    shop: Mapped[str] = mapped_column(String(60))
    trade: Mapped[str] = mapped_column(String(12), default="shop")
    contact: Mapped[str] = mapped_column(String(50), default="", info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    left_on: Mapped[date | None] = mapped_column(doc="when it closed or moved; empty: open")

    __table_args__ = (
        UniqueConstraint("village_id", "shop"),
        CheckConstraint(_one_of("trade", TRADES), name="trade"),
    )


class Reception(Base):
    """接待日: a deputy listens at a time that was published at least three days before."""

    deputy_id: Mapped[int] = mapped_column()
    day: Mapped[date]
    opens: Mapped[time]
    closes: Mapped[time]
    about: Mapped[str] = mapped_column(String(60), default="", doc="what it is about; empty: everything")
    state: Mapped[str] = mapped_column(String(12), default="planned")
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(
        UTCDateTime, doc="when held or cancelled was recorded"
    )
    heads: Mapped[int | None] = mapped_column(doc="how many came")
    reason: Mapped[str] = mapped_column(
        String(100), default="", doc="why it was cancelled; hangs on the wall"
    )
    deputy: Mapped[Deputy] = relationship(foreign_keys=[deputy_id])

    __table_args__ = (
        reference("deputy_id", to=Deputy),
        CheckConstraint(_one_of("state", RECEPTION_STATES), name="state"),
        CheckConstraint("opens < closes", name="hours"),
        CheckConstraint("(state = 'held') = (heads IS NOT NULL)", name="heads"),
        CheckConstraint("state <> 'cancelled' OR reason <> ''", name="reason"),
        Index(None, "village_id", "day", "id"),
        Index(None, "village_id", "deputy_id", "day"),
        Index(None, "village_id", "state", "day"),
    )


class Matter(CaseColumns, Base):
    """意见 or 商户求助. Whose it is need not be said; without `named_ok` it is told to nobody outside."""

    kind: Mapped[str] = mapped_column(String(8))
    topic: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(1000), default="", info=PERSONAL)
    contact: Mapped[str] = mapped_column(String(50), default="", info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    trader_id: Mapped[int | None] = mapped_column(doc="whose request for help it is")
    named_ok: Mapped[bool] = mapped_column(default=False, doc="consents to being named to the body concerned")
    post_ok: Mapped[bool] = mapped_column(default=False, doc="consents to opinion and reply being posted")
    deputy_id: Mapped[int | None] = mapped_column(doc="whom it was addressed to")
    reception_id: Mapped[int | None] = mapped_column(doc="where it was said; empty: at the desk")
    court: Mapped[bool] = mapped_column(default=False, doc="a court deals with it")
    days: Mapped[int] = mapped_column(default=10, doc="working days of its term")
    missing: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL, doc="what was asked back")
    forwarded_to: Mapped[str] = mapped_column(String(60), default="", doc="the body concerned")
    forwarded_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="empty: not, or sent back")
    forwarded_text: Mapped[str] = mapped_column(String(1000), default="", info=PERSONAL)
    chase_on: Mapped[date | None] = mapped_column(doc="when to ask the body again")
    chases: Mapped[int] = mapped_column(default=0)
    reply: Mapped[str] = mapped_column(String(1000), default="", info=PERSONAL)
    told: Mapped[str | None] = mapped_column(String(8), doc="how the submitter was told of the reply")
    trader: Mapped[Trader | None] = relationship(foreign_keys=[trader_id])
    deputy: Mapped[Deputy | None] = relationship(foreign_keys=[deputy_id])

    __table_args__ = (
        *case_keys(),
        reference("trader_id", to=Trader),
        reference("deputy_id", to=Deputy),
        reference("reception_id", to=Reception),
        CheckConstraint(_one_of("kind", KINDS), name="kind"),
        CheckConstraint(_one_of("topic", TOPICS), name="topic"),
        CheckConstraint(f"told IS NULL OR {_one_of('told', TOLD)}", name="told"),
        CheckConstraint("(kind = 'help') = (trader_id IS NOT NULL)", name="trader"),
        CheckConstraint("state NOT IN ('closed', 'rated') OR told IS NOT NULL", name="feedback"),
        CheckConstraint("state <> 'forwarded' OR forwarded_at IS NOT NULL", name="forwarded"),
        CheckConstraint("days BETWEEN 1 AND 250", name="days"),
        Index(None, "village_id", "kind", "first_due_on"),
        Index(None, "village_id", "kind", "numbered_on"),
        Index(None, "village_id", "chase_on"),
        Index(None, "village_id", "phone"),
        Index(None, "village_id", "trader_id"),
        Index(None, "village_id", "deputy_id"),
        Index(None, "village_id", "reception_id"),
        Index(None, "village_id", "closed_at"),
    )

    @property
    def anonymous(self) -> bool:
        """Nobody can be called about it."""
        return not (self.contact or self.phone or self.trader_id)


class Step(StepColumns, Base):
    """One thing that happened to a matter."""

    __table_args__ = step_keys(Matter)


class Rating(RatingColumns, Base):
    """How satisfied the submitter was."""

    __table_args__ = rating_keys(Matter)


class Posting(Base):
    """答复公示: what hangs on the board of a matter; without consent its number alone."""

    matter_id: Mapped[int] = mapped_column()
    question: Mapped[str] = mapped_column(String(300), default="", info=PERSONAL)
    answer: Mapped[str] = mapped_column(String(600), default="", info=PERSONAL)
    posted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    down_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="when it was taken down")
    matter: Mapped[Matter] = relationship(foreign_keys=[matter_id])

    __table_args__ = (
        reference("matter_id", to=Matter, ondelete="CASCADE"),
        UniqueConstraint("village_id", "matter_id"),
        Index(None, "village_id", "posted_at", "id"),
    )


class Board(CodeColumns, Base):
    """The public page of the room: open while there is a row, whose code is in its address."""

    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (UniqueConstraint("village_id"), UniqueConstraint("village_id", "code_hash"))
