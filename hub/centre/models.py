"""The centre's rooms as a village has them, what stands in them, when they were open, and who came to the door."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.kernel.models import CoreBase, VillageRow, reference
from hub.kernel.types import UTCDateTime


class Room(VillageRow, CoreBase):
    """A room of a village. `key` is the id of the plugin that runs it; name, capacity and hours are the village's.
    The row outlives the plugin, so history can always be read."""

    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    icon: Mapped[str] = mapped_column(String(4), doc="the seal, one character")
    purpose: Mapped[str] = mapped_column(String(300), default="")
    used_for: Mapped[str] = mapped_column(String(300), default="")
    enabled: Mapped[bool] = mapped_column(default=True)
    place: Mapped[int] = mapped_column(default=0, doc="order on the screen")
    warn_above: Mapped[int | None] = mapped_column(doc="heads; the first figure of a capacity a–b")
    refuse_above: Mapped[int | None] = mapped_column(doc="heads; the second figure")
    stay_minutes: Mapped[int] = mapped_column(default=60, doc="how long a visit is taken to last")
    hours: Mapped[str] = mapped_column(String(10), default="centre", doc="centre | always | own")
    opens: Mapped[time | None] = mapped_column(doc="local time, for hours=own")
    closes: Mapped[time | None]

    __table_args__ = (
        UniqueConstraint("village_id", "key"),
        CheckConstraint("hours IN ('centre', 'always', 'own')", name="hours"),
    )


class Equipment(VillageRow, CoreBase):
    """A thing that stands in a room, and its condition."""

    room_id: Mapped[int] = mapped_column()
    name: Mapped[str] = mapped_column(String(60))
    quantity: Mapped[int] = mapped_column(default=1)
    condition: Mapped[str] = mapped_column(String(10), default="good", doc="good | worn | broken | away")
    note: Mapped[str] = mapped_column(String(200), default="")
    checked_on: Mapped[date | None]
    room: Mapped[Room] = relationship(foreign_keys=[room_id])

    __table_args__ = (reference("room_id", to=Room, ondelete="CASCADE"), Index(None, "village_id", "room_id"))


class Opening(VillageRow, CoreBase):
    """From when to when the centre (no room) or a room was really open."""

    room_id: Mapped[int | None] = mapped_column()
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.__table__.c.id))
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.__table__.c.id))
    late: Mapped[bool] = mapped_column(default=False, doc="补记: written down or put right afterwards")
    corrected_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="when that was, the last time")
    room: Mapped[Room | None] = relationship(foreign_keys=[room_id])
    opened_by: Mapped[User | None] = relationship(foreign_keys=[opened_by_id])

    __table_args__ = (
        reference("room_id", to=Room, ondelete="CASCADE"),
        Index(None, "village_id", "room_id", "opened_at"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="order"),
    )


class DoorCount(VillageRow, CoreBase):
    """Heads counted at the door on one local day. No row: not counted, which is not zero."""

    day: Mapped[date]
    heads: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (UniqueConstraint("village_id", "day"), CheckConstraint("heads >= 0", name="heads"))
