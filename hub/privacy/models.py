"""What the daily retention run did."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.kernel.models import CoreBase, VillageRow
from hub.kernel.types import UTCDateTime


class RetentionRun(VillageRow, CoreBase):
    """One run in one village."""

    ran_at: Mapped[datetime] = mapped_column(UTCDateTime)
    rules: Mapped[int] = mapped_column(doc="rules that were applied")
    rows: Mapped[int] = mapped_column(doc="rows that were let go of, by all rules")
    report: Mapped[str] = mapped_column(
        Text, default="[]", doc="JSON: [rule, rows, problem, left] of those that had something to say"
    )

    __table_args__ = (Index(None, "village_id", "ran_at"),)
