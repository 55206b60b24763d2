"""What deeds earn, who claimed one, what is on the shelf, and what was redeemed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.kits.stock import MoveColumns, StockColumns, move_keys, stock_checks
from hub.room import PERSONAL, Resident, RoomTables, UTCDateTime, Visit, reference


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = "points_shop"


class Policy(Base):
    """What the village sets for its shop; one row, and none as long as nothing was changed."""

    publish_days: Mapped[int] = mapped_column(default=7, doc="days a claim hangs out before it is posted")
    claim_days: Mapped[int] = mapped_column(
        default=30, doc="days after a deed within which it can be claimed"
    )

    __table_args__ = (
        UniqueConstraint("village_id"),
        CheckConstraint("publish_days BETWEEN 1 AND 60", name="publish"),
        CheckConstraint("claim_days BETWEEN 1 AND 366", name="claim"),
    )


class Rule(Base):
    """One version of what a deed earns. A rule that is changed gets a new version; claims keep the one they were made
    under."""

    number: Mapped[int] = mapped_column(doc="the same in all versions")
    version: Mapped[int]
    deed: Mapped[str] = mapped_column(String(40))
    points: Mapped[int]
    cap: Mapped[int | None] = mapped_column(doc="points a resident can earn by it in a month; empty: no cap")
    evidence: Mapped[str] = mapped_column(String(100), default="", doc="what the verifier looks for")
    begun_on: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(doc="a newer version took its place, or it was dropped")

    __table_args__ = (
        UniqueConstraint("village_id", "number", "version"),
        CheckConstraint("points BETWEEN 1 AND 1000", name="points"),
        CheckConstraint("cap IS NULL OR cap >= points", name="cap"),
        CheckConstraint("number > 0 AND version > 0", name="version"),
        Index(
            "uq_points_shop__rule_current", "village_id", "number", unique=True,
            sqlite_where=text("ended_on IS NULL"), postgresql_where=text("ended_on IS NULL"),
        ),
    )  # fmt: skip


class Claim(Base):
    """Somebody says that they did a deed. Points are posted only after a second person verified it, and after it hung
    out for all to see."""

    rule_id: Mapped[int] = mapped_column()
    resident_id: Mapped[int | None] = mapped_column(info=PERSONAL, doc="empty once unlinked or erased")
    done_on: Mapped[date] = mapped_column(doc="the day of the deed")
    evidence: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    points: Mapped[int] = mapped_column(doc="as the rule said at the time")
    state: Mapped[str] = mapped_column(
        String(10),
        default="claimed",
        doc="claimed | verified | published | posted | objected | reversed | refused",
    )
    claimed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    taken_by_id: Mapped[int | None] = mapped_column(doc="the account of whoever wrote it down")
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verified_by_id: Mapped[int | None] = mapped_column(doc="the account of the second person")
    published_on: Mapped[date | None]
    published_until: Mapped[date | None] = mapped_column(doc="last day")
    objection: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="posted, reversed or refused")
    outcome: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)

    rule: Mapped[Rule] = relationship(foreign_keys=[rule_id])
    resident: Mapped[Resident | None] = relationship(foreign_keys=[resident_id])

    __table_args__ = (
        reference("rule_id", to=Rule),
        reference("resident_id", to=Resident),
        CheckConstraint(
            "state IN ('claimed', 'verified', 'published', 'posted', 'objected', 'reversed', 'refused')",
            name="state",
        ),
        CheckConstraint("points > 0", name="points"),
        CheckConstraint("verified_by_id IS NULL OR verified_by_id <> taken_by_id", name="second"),
        CheckConstraint(
            "state NOT IN ('verified', 'published', 'posted', 'objected') OR verified_at IS NOT NULL",
            name="verified",
        ),
        CheckConstraint(
            "state NOT IN ('published', 'posted', 'objected') OR published_until >= published_on",
            name="published",
        ),
        CheckConstraint(
            "(settled_at IS NULL) = (state NOT IN ('posted', 'reversed', 'refused'))", name="settled"
        ),
        Index(None, "village_id", "claimed_at", "id"),
        Index(None, "village_id", "state", "published_until"),
        Index(None, "village_id", "resident_id", "done_on"),
        Index(None, "village_id", "rule_id"),
        Index(None, "village_id", "settled_at"),
        Index(None, "village_id", "published_on"),
    )


class Goods(StockColumns, Base):
    """Something on the shelf, priced in points."""

    price: Mapped[int] = mapped_column(doc="points")
    shelf: Mapped[str] = mapped_column(String(30), default="")
    on_sale: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("village_id", "name"),
        CheckConstraint("price BETWEEN 1 AND 10000", name="price"),
        *stock_checks(),
    )


class Redemption(Base):
    """Goods went out and points with them."""

    resident_id: Mapped[int | None] = mapped_column(info=PERSONAL, doc="empty once unlinked or erased")
    points: Mapped[int]
    what: Mapped[str] = mapped_column(String(200), doc="牙膏×2、洗衣粉×1")
    state: Mapped[str] = mapped_column(String(10), default="done", doc="done | reversed")
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reversed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    token: Mapped[str | None] = mapped_column(String(40), doc="of the form: a double click redeems once")
    resident: Mapped[Resident | None] = relationship(foreign_keys=[resident_id])

    __table_args__ = (
        reference("resident_id", to=Resident),
        UniqueConstraint("village_id", "token"),
        CheckConstraint("points > 0", name="points"),
        CheckConstraint("state IN ('done', 'reversed')", name="state"),
        CheckConstraint("(reversed_at IS NULL) = (state = 'done')", name="reversed"),
        Index(None, "village_id", "made_at", "id"),
        Index(None, "village_id", "resident_id"),
    )

    @property
    def number(self) -> str:
        """What the slip is called by."""
        return f"D{self.id:06d}"


class Line(Base):
    """One kind of goods of a redemption, at the price of the day."""

    redemption_id: Mapped[int] = mapped_column()
    goods_id: Mapped[int] = mapped_column()
    number: Mapped[int]
    price: Mapped[int] = mapped_column(doc="points for one")
    goods: Mapped[Goods] = relationship(foreign_keys=[goods_id])

    __table_args__ = (
        reference("redemption_id", to=Redemption),
        reference("goods_id", to=Goods),
        UniqueConstraint("village_id", "redemption_id", "goods_id"),
        CheckConstraint("number > 0 AND price > 0", name="number"),
    )


class StockMove(MoveColumns, Base):
    """Goods came in, went out, were written off, or were counted."""

    goods_id: Mapped[int] = mapped_column()
    redemption_id: Mapped[int | None] = mapped_column(doc="went out, or came back, with this redemption")
    goods: Mapped[Goods] = relationship(foreign_keys=[goods_id])

    __table_args__ = (
        *move_keys("goods_id", to=Goods),
        reference("redemption_id", to=Redemption),
        Index(None, "village_id", "redemption_id"),
    )


class ShopVisit(Base):
    """What the room's visit log says beside the visit itself; kept as text, so that it outlives the goods."""

    __tablename__ = "points_shop__visit"

    visit_id: Mapped[int] = mapped_column()
    what: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        reference("visit_id", to=Visit, ondelete="CASCADE"),
        UniqueConstraint("village_id", "visit_id"),
    )
