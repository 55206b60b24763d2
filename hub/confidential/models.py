"""What the hub keeps about what is sealed: the keys by their fingerprints, who may read, and who has read what, when.

Like the audit and the accounts these stand above villages, so every query carries the village itself.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.kernel.models import PERSONAL, CoreBase, Village
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


class TrustRequest(CoreBase):
    """Somebody is to read what a confidential room keeps; a second person has to agree."""

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey(Village.__table__.c.id))
    room: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.__table__.c.id))
    why: Mapped[str] = mapped_column(
        String(10),
        doc="first: the room had nobody yet | named | reset: got a new password from somebody else | removed",
    )
    asked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey(User.__table__.c.id), doc="None: the operator, by a command"
    )
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.__table__.c.id))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    agreed: Mapped[bool | None]
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    asked_by: Mapped[User | None] = relationship(foreign_keys=[asked_by_id])

    __table_args__ = (Index(None, "village_id", "answered_at"), Index(None, "user_id", "answered_at"))


class RoleNotice(CoreBase):
    """What somebody of a confidential room's role is told; it stays until they say that they saw it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey(Village.__table__.c.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.__table__.c.id), doc="who is told")
    room: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10), doc="asked | agreed | refused | removed | reset | glass")
    about_id: Mapped[int] = mapped_column(ForeignKey(User.__table__.c.id), doc="whom it is about")
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.__table__.c.id), doc="who did it")
    glass_id: Mapped[int | None] = mapped_column(ForeignKey("glass_break.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    about: Mapped[User] = relationship(foreign_keys=[about_id])
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    glass: Mapped["GlassBreak | None"] = relationship(foreign_keys=[glass_id])

    __table_args__ = (Index(None, "user_id", "seen_at"), Index(None, "village_id", "at"))


class GlassBreak(CoreBase):
    """A confidential room was opened in need, by somebody who is not of its role: why, and until when."""

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey(Village.__table__.c.id))
    room: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.__table__.c.id))
    reason: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, doc="closed earlier by themselves")
    user: Mapped[User] = relationship(foreign_keys=[user_id])

    __table_args__ = (Index(None, "village_id", "at"),)
