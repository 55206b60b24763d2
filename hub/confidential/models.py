"""What the hub keeps about what is sealed: the keys by their fingerprints, and who has read what, when.

Like the audit these stand above villages, so every query carries the village itself.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.kernel.models import CoreBase, Village
from hub.kernel.types import UTCDateTime

CURRENT, FORMER, RETIRED, LOST = "current", "former", "retired", "lost"
_IN_USE = text("state = 'current'")


class ConfidentialKey(CoreBase):
    """A key by its fingerprint; the key itself lies elsewhere. What is written is sealed with the current one."""

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True, doc="the fingerprint")
    state: Mapped[str] = mapped_column(
        String(8),
        doc="current | former: is being replaced | retired: replaced | lost: nobody has it any more",
    )
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(
        UTCDateTime, doc="since when nothing in the database needs it; older copies do"
    )

    __table_args__ = (
        CheckConstraint("state IN ('current', 'former', 'retired', 'lost')", name="state"),
        Index(
            "uq_confidential_key_current", "state", unique=True, sqlite_where=_IN_USE, postgresql_where=_IN_USE
        ),
    )  # fmt: skip


class SealedRead(CoreBase):
    """Somebody was shown what a record keeps sealed: who, when, which record; never what."""

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey(Village.__table__.c.id))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.__table__.c.id), doc="None: a command")
    room: Mapped[str] = mapped_column(String(40))
    table: Mapped[str] = mapped_column(String(80))
    row_id: Mapped[int]
    broken: Mapped[bool] = mapped_column(
        default=False, doc="under break-glass, not as one of the room's role"
    )
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])

    __table_args__ = (Index(None, "village_id", "at", "id"),)
