"""Stock in numbers, for a room's month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from hub.room import Asked, Period, asked, asked_as, db, how_many, sum_of


@dataclass(frozen=True, slots=True)
class Variance:
    """What the counts of a period found: how often was counted, and how many lay there too few and too many."""

    counts: int
    missing: int
    surplus: int

    @property
    def total(self) -> int:
        """How far the books were off, in either direction."""
        return self.missing + self.surplus


def variance(move: type[Any]) -> Asked:
    """What the counts of a period found, a Variance."""

    @asked_as(Variance)
    def found(period: Period) -> tuple[Any, ...]:
        counted = move.kind == "count", *_moved(move, period)
        return (
            how_many(move, *counted),
            sum_of(-move.change, move.change < 0, *counted),
            sum_of(move.change, move.change > 0, *counted),
        )

    return found


def used(move: type[Any]) -> Asked:
    """How many were given out in a period, of all kinds together."""
    return asked(lambda period: sum_of(-move.change, move.kind == "issue", *_moved(move, period)))


def _moved(move: type[Any], period: Period) -> tuple[Any, ...]:
    return move.moved_at >= period.starts, move.moved_at < period.ends


def stock_at(item: type[Any], move: type[Any], link: str, period: Period) -> dict[int, int]:
    """How many of each there were at the end of a period: what there is, less what moved since."""
    stock = {row.id: row.stock for row in db.session.execute(select(item.id, item.stock))}
    column = getattr(move, link)
    since = db.session.execute(
        select(column, func.sum(move.change)).where(move.moved_at >= period.ends).group_by(column)
    )
    for item_id, change in since:
        stock[item_id] -= int(change)
    return stock
