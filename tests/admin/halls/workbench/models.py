"""Tools and loans: enough to list, look up, refuse and export."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from hub.room import PERSONAL, Resident, RoomTables, UTCDateTime, reference, sortable


class Base(RoomTables, DeclarativeBase):
    room = "workbench"


class Tool(Base):
    number: Mapped[str] = mapped_column(sortable(20))
    name: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default="in")
    price: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    bought_on: Mapped[date | None]
    checked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dangerous: Mapped[bool] = mapped_column(default=False)
    copies: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(String(500), default="")
    secret: Mapped[str] = mapped_column(String(20), default="kept", doc="in no form")

    __table_args__ = (UniqueConstraint("village_id", "number"),)


class Loan(Base):
    tool_id: Mapped[int] = mapped_column()
    resident_id: Mapped[int | None] = mapped_column()
    out_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_on: Mapped[date | None]
    late: Mapped[bool] = mapped_column(default=False)
    heads: Mapped[int] = mapped_column(default=1)
    wish: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)

    tool: Mapped[Tool] = relationship(foreign_keys=[tool_id])
    resident: Mapped[Resident | None] = relationship(foreign_keys=[resident_id])

    __table_args__ = (
        reference("tool_id", to=Tool),
        reference("resident_id", to=Resident),
        Index(None, "village_id", "out_at", "id"),
    )
