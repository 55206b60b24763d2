"""A month that was locked, with its figures as they were then; and the village's own paper for the report."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.kernel.models import DERIVED, CoreBase, VillageRow
from hub.kernel.types import UTCDateTime


class MonthLock(VillageRow, CoreBase):
    """A month whose figures stay as they are. `figures` are worked out from other rows, so the audit tells of the
    deed alone."""

    month: Mapped[str] = mapped_column(String(7), doc="2025-10")
    locked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.__table__.c.id))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, info=DERIVED)
    locked_by: Mapped[User | None] = relationship(foreign_keys=[locked_by_id])

    __table_args__ = (UniqueConstraint("village_id", "month"),)


class ReportTemplate(VillageRow, CoreBase):
    """The Word file that a village's report is made from, instead of the hub's own; at most one a village."""

    name: Mapped[str] = mapped_column(String(120), doc="of the file, as it was sent")
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info=DERIVED)
    size: Mapped[int]
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.__table__.c.id))
    uploaded_by: Mapped[User | None] = relationship(foreign_keys=[uploaded_by_id])

    __table_args__ = (UniqueConstraint("village_id"), CheckConstraint("size > 0", name="size"))
