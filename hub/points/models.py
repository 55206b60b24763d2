"""An account a resident, and what was posted to it. An account knows whose it is; a posting never does."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.kernel.models import MERGED_BY_OWNER, NO_USE, PERSONAL, CoreBase, VillageRow, reference
from hub.kernel.types import UTCDateTime
from hub.people.models import Resident


class PointAccount(VillageRow, CoreBase):
    """A resident's points. Once the resident is erased, or after its three years, it belongs to nobody."""

    resident_id: Mapped[int | None] = mapped_column(
        info=PERSONAL | MERGED_BY_OWNER | NO_USE, doc="empty once unlinked"
    )
    balance: Mapped[int] = mapped_column(default=0, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=0, doc="seq of the newest entry")
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)

    resident: Mapped[Resident | None] = relationship(foreign_keys=[resident_id])

    __table_args__ = (
        reference("resident_id", to=Resident),
        UniqueConstraint("village_id", "resident_id"),
        CheckConstraint("balance >= 0", name="balance"),
        CheckConstraint("version >= 0", name="version"),
    )


class PointEntry(VillageRow, CoreBase):
    """One posting. It is never changed and never removed: triggers in the database refuse it."""

    account_id: Mapped[int] = mapped_column()
    seq: Mapped[int] = mapped_column(doc="1, 2, 3 … in the account")
    amount: Mapped[int] = mapped_column(doc="earned above, spent below zero")
    balance_after: Mapped[int] = mapped_column(info=PERSONAL)
    reason: Mapped[str] = mapped_column(
        String(40), doc="a code: earn | spend | reverse | carry | merge | close"
    )
    text: Mapped[str] = mapped_column(String(100), doc="what for, in words; never a person's name")
    source_type: Mapped[str] = mapped_column(String(60), doc="what brought it about, as in a visit")
    source_id: Mapped[int]
    token: Mapped[str] = mapped_column(String(80), doc="however often it is asked for, it is posted once")
    reverses_id: Mapped[int | None] = mapped_column(doc="the entry that this one takes back")
    posted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    posted_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.__table__.c.id))

    account: Mapped[PointAccount] = relationship(foreign_keys=[account_id])

    __table_args__ = (
        reference("account_id", to=PointAccount),
        # Not by `reference`, which asks for a table that is only being made.
        ForeignKeyConstraint(["village_id", "reverses_id"], ["point_entry.village_id", "point_entry.id"]),
        UniqueConstraint("village_id", "account_id", "seq"),
        UniqueConstraint("village_id", "token"),
        UniqueConstraint("village_id", "reverses_id"),
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("balance_after >= 0", name="balance"),
        CheckConstraint("seq > 0", name="seq"),
        CheckConstraint("(reason = 'reverse') = (reverses_id IS NOT NULL)", name="reverse"),
        Index(None, "village_id", "posted_at", "id"),
        Index(None, "village_id", "source_type", "source_id"),
    )
