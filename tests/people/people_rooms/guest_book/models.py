from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from hub.room import Resident, RoomTables, reference


class Base(RoomTables, DeclarativeBase):
    room = "guest_book"


class Entry(Base):
    """Any number a resident."""

    writer_id: Mapped[int | None] = mapped_column()
    witness_id: Mapped[int | None] = mapped_column()
    text: Mapped[str]
    __table_args__ = (reference("writer_id", to=Resident), reference("witness_id", to=Resident))


class Card(Base):
    """One a resident."""

    holder_id: Mapped[int] = mapped_column()
    since: Mapped[date]
    __table_args__ = (reference("holder_id", to=Resident), UniqueConstraint("village_id", "holder_id"))
