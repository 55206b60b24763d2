"""The audit: one row a change, written in the transaction of the change."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.kernel.models import CoreBase, Village
from hub.kernel.types import UTCDateTime


class AuditEntry(CoreBase):
    """Who changed what, when, from what to what. Personal values are never in it: only that they changed."""

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey(Village.__table__.c.id))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.__table__.c.id))
    action: Mapped[str] = mapped_column(String(20), doc="create | update | delete | bulk | or a named deed")
    table: Mapped[str] = mapped_column(String(80))
    row_id: Mapped[int | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    address: Mapped[str] = mapped_column(String(45), default="")
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])

    __table_args__ = (Index(None, "village_id", "at", "id"), Index(None, "table", "row_id"))


class AuditSeal(CoreBase):
    """The seal of one entry. The row is made by a trigger with the entry, empty, and filled by the sealer.

    It is a table of its own because entries themselves are never changed.
    """

    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    village_id: Mapped[int] = mapped_column(doc="0: entries that belong to no village")
    place: Mapped[int | None] = mapped_column(doc="in the village's chain, from 1; None: not sealed yet")
    seal: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        Index("uq_audit_seal_village_id_place", "village_id", "place", unique=True),
        Index(
            "ix_audit_seal_waiting", "entry_id",
            sqlite_where=text("place IS NULL"), postgresql_where=text("place IS NULL"),
        ),
    )  # fmt: skip


class AuditHead(CoreBase):
    """The end of a village's chain: how long it is and what it ends with, so that nothing can be cut off unseen."""

    village_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    length: Mapped[int]
    entry_id: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64), doc="of the last entry")
    key: Mapped[str] = mapped_column(String(16), doc="the fingerprint of the key in use")
    mac: Mapped[str] = mapped_column(String(64), doc="over all of this row")
