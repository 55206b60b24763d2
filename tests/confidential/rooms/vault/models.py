from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from hub.room import RoomTables, Sealed, SealedRecord


class Base(RoomTables, DeclarativeBase):
    room = "vault"


class Paper(SealedRecord, Base):
    number: Mapped[str] = mapped_column(String(20))
    words = Sealed(longest=60)
    phone = Sealed(longest=20)
