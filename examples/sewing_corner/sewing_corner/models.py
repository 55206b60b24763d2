"""What lies in the sewing corner."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.room import PERSONAL, Resident, RoomTables, UTCDateTime, reference


class Base(RoomTables, DeclarativeBase):
    """Base of the room's models."""

    room = "sewing_corner"


class Bundle(Base):
    """Clothes that somebody brought to be mended, under one number on a paper tag."""

    number: Mapped[int]
    resident_id: Mapped[int | None] = mapped_column(info=PERSONAL)
    work: Mapped[str] = mapped_column(String(10))
    pieces: Mapped[int]
    promised_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    brought_at: Mapped[datetime] = mapped_column(UTCDateTime)
    mended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fetched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    resident: Mapped[Resident | None] = relationship(foreign_keys=[resident_id])

    __table_args__ = (
        UniqueConstraint("village_id", "number"),
        reference("resident_id", to=Resident),
        CheckConstraint("pieces BETWEEN 1 AND 20", name="pieces"),
        CheckConstraint("state IN ('waiting', 'ready', 'fetched')", name="state"),
        Index(None, "village_id", "resident_id"),
        Index(None, "village_id", "brought_at", "id"),
        Index(None, "village_id", "state", "promised_on", "id"),
        Index(None, "village_id", "mended_at"),
    )
