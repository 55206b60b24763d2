"""A resident: a name, perhaps a phone and a group, and nothing that could be used against anyone."""

from datetime import date, datetime

from sqlalchemy import Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.kernel.models import DERIVED, PERSONAL, CoreBase, VillageRow, reference
from hub.kernel.types import UTCDateTime, sortable


class Resident(VillageRow, CoreBase):
    """Somebody of the village whom a room's work has to know by name."""

    name: Mapped[str] = mapped_column(String(60), info=PERSONAL, doc="parts of a name joined by U+00B7 (·)")
    phone: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    group: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL, doc="the village group, 三组")
    consent_on: Mapped[date | None] = mapped_column(doc="when they agreed that this is kept")
    last_used_on: Mapped[date | None] = mapped_column(doc="last day that a room's work needed this person")
    merged_into_id: Mapped[int | None] = mapped_column(doc="a double, merged into another row; empty of data")
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    arriving: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        info=DERIVED,
        doc="of a list that is not whole yet: nobody sees them",
    )

    @property
    def is_kept(self) -> bool:
        """Whether the village keeps them: not erased, no double that was merged, and wholly there."""
        return self.erased_at is None and self.merged_into_id is None and not self.arriving

    __table_args__ = (Index(None, "village_id", "name"), Index(None, "village_id", "phone"))


class ResidentKey(VillageRow, CoreBase):
    """One way to find a resident: name, a part of it, pinyin, initials, last four digits of the phone."""

    resident_id: Mapped[int] = mapped_column()
    key: Mapped[str] = mapped_column(sortable(80), info=PERSONAL)
    resident: Mapped[Resident] = relationship(foreign_keys=[resident_id])

    __table_args__ = (
        reference("resident_id", to=Resident, ondelete="CASCADE"),
        Index(None, "village_id", "key", "resident_id"),
        Index(None, "village_id", "resident_id"),
    )
