"""A file that was brought, the rows of it that wait, and what became of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.kernel.models import PERSONAL, CoreBase, VillageRow, reference
from hub.kernel.types import UTCDateTime

# reading → checked → taking → done → undoing → undone; or dropped, or failed with a reason; taking that was broken
# off → checked, with a reason
STATES = ("reading", "checked", "taking", "done", "undoing", "undone", "dropped", "failed")


class ImportBatch(VillageRow, CoreBase):
    """One file. What it says is kept only until it was decided about."""

    sheet: Mapped[str] = mapped_column(String(80), doc="reading_room.books; of the core residents")
    name: Mapped[str] = mapped_column(String(120), info=PERSONAL, doc="of the file")
    state: Mapped[str] = mapped_column(String(10), default="reading", doc=" | ".join(STATES))
    user_id: Mapped[int | None] = mapped_column(doc="who brought it; none for a command")
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="taken in, undone or thrown away")
    beat_at: Mapped[datetime] = mapped_column(UTCDateTime, doc="last sign of life of whoever works on it")
    total: Mapped[int] = mapped_column(default=0, doc="rows to go through, for the progress")
    at: Mapped[int] = mapped_column(default=0, doc="rows gone through, of `total`")
    good: Mapped[int] = mapped_column(default=0, doc="rows that can be, or were, taken in")
    bad: Mapped[int] = mapped_column(default=0, doc="rows that cannot")
    known: Mapped[int] = mapped_column(default=0, doc="rows left out because the hub has them already")
    findings: Mapped[str] = mapped_column(
        Text, default="", info=PERSONAL, doc="JSON: the first problems, notes; empty once decided about"
    )
    reason: Mapped[str] = mapped_column(String(300), default="", doc="why it failed or was not undone")

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("good >= 0 AND bad >= 0 AND known >= 0", name="numbers"),
        Index(None, "village_id", "made_at", "id"),
        Index(None, "village_id", "state"),
    )


class ImportRow(VillageRow, CoreBase):
    """A good row that waits to be taken in."""

    batch_id: Mapped[int] = mapped_column()
    number: Mapped[int] = mapped_column(doc="as the spreadsheet counts")
    content: Mapped[str] = mapped_column(Text, info=PERSONAL, doc="JSON: values by the columns' names")

    __table_args__ = (
        reference("batch_id", to=ImportBatch, ondelete="CASCADE"),
        Index(None, "village_id", "batch_id", "id"),
    )


class ImportMade(VillageRow, CoreBase):
    """A record that an import brought, as long as the import can be undone."""

    batch_id: Mapped[int] = mapped_column()
    table: Mapped[str] = mapped_column(String(63))
    record_id: Mapped[int] = mapped_column()

    __table_args__ = (
        reference("batch_id", to=ImportBatch, ondelete="CASCADE"),
        Index(None, "village_id", "batch_id", "id"),
    )
