"""The columns that every item in stock and every move has, and the checks that make their rules exact."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from hub.room import UTCDateTime, reference


class StockColumns:
    """Something of which there are so many."""

    name: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(10), default="件")
    stock: Mapped[int] = mapped_column(default=0)
    low_at: Mapped[int] = mapped_column(default=10, doc="at or below this it is time to buy")


class MoveColumns:
    """Something came into the stock, went out of it, was put right, or was counted."""

    kind: Mapped[str] = mapped_column(String(10), doc="receive | issue | adjust | count")
    change: Mapped[int] = mapped_column(doc="of a count: the variance, what lay there less what should have")
    stock_after: Mapped[int]
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    note: Mapped[str] = mapped_column(String(100), default="")


def stock_checks() -> tuple[SchemaItem, ...]:
    """The last word on "never below zero": no code path and no race gets past it."""
    return (CheckConstraint("stock >= 0", name="stock"),)


def move_keys(item: str, to: type[Any]) -> tuple[SchemaItem, ...]:
    """References, checks and indexes of a table of moves; `item` is the column that names what was moved."""
    return (
        reference(item, to=to),
        CheckConstraint("kind IN ('receive', 'issue', 'adjust', 'count')", name="kind"),
        CheckConstraint("stock_after >= 0", name="stock"),
        Index(None, "village_id", "moved_at", "id"),
        Index(None, "village_id", item),
    )
