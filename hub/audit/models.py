"""The audit: one row a change, written in the transaction of the change."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
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
