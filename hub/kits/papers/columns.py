"""The table of a village's own templates."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from hub.room import DERIVED, User, UTCDateTime


class TemplateColumns:
    """A template that somebody changed. It says nothing of anybody: it is filled when a paper is asked for."""

    code: Mapped[str] = mapped_column(String(20), doc="which form it is of")
    name: Mapped[str] = mapped_column(String(120), doc="what the file was called")
    # Large, and the same file again tells an audit nothing that its size does not.
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info=DERIVED)
    size: Mapped[int]
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    uploaded_by_id: Mapped[int | None]


def template_keys() -> tuple[SchemaItem, ...]:
    """References and keys of the table: one template a form and village."""
    return (
        ForeignKeyConstraint(["uploaded_by_id"], [User.__table__.c.id]),
        UniqueConstraint("village_id", "code"),
    )
