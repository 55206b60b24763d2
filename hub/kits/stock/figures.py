"""Stock in numbers, for a room's month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from hub.room import Period, db


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


def variance(move: type[Any], period: Period) -> Variance:
    """What the counts of a period found."""
    counted = db.session.execute(
        select(
            func.count(move.id),
            func.sum(case((move.change < 0, -move.change), else_=0)),
            func.sum(case((move.change > 0, move.change), else_=0)),
        ).where(move.kind == "count", move.moved_at >= period.starts, move.moved_at < period.ends)
    ).one()
    return Variance(*(int(number or 0) for number in counted))


def used(move: type[Any], period: Period) -> int:
    """How many were given out in a period, of all kinds together."""
    given = select(func.sum(-move.change)).where(
        move.kind == "issue", move.moved_at >= period.starts, move.moved_at < period.ends
    )
    return int(db.session.scalar(given) or 0)


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
