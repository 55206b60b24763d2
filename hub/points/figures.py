"""Points in numbers, for a room's month. Nobody's alone: sums over all accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from hub.kernel.database import db
from hub.kernel.declarations import Period
from hub.points.models import PointAccount, PointEntry


@dataclass(frozen=True, slots=True)
class Flow:
    """What was posted in a period: earned, spent (both above zero, reversals taken off)."""

    earned: int
    spent: int


@dataclass(frozen=True, slots=True)
class Lot:
    """Points of one earning that are not spent yet; those earned first are spent first."""

    source_type: str
    source_id: int
    left: int


def flow(period: Period) -> Flow:
    """What was earned and spent in a period."""
    original = aliased(PointEntry)
    reversing = PointEntry.reason == "reverse"
    earned = case(
        (PointEntry.reason == "earn", PointEntry.amount),
        (reversing & (original.amount > 0), PointEntry.amount),
        else_=0,
    )
    spent = case(
        (PointEntry.reason == "spend", -PointEntry.amount),
        (reversing & (original.amount < 0), -PointEntry.amount),
        else_=0,
    )
    row = db.session.execute(
        select(func.sum(earned), func.sum(spent))
        .select_from(PointEntry)
        .outerjoin(original, original.id == PointEntry.reverses_id)
        .where(PointEntry.posted_at >= period.starts, PointEntry.posted_at < period.ends)
    ).one()
    return Flow(int(row[0] or 0), int(row[1] or 0))


def outstanding(period: Period | None = None) -> int:
    """Points that could be spent, at the end of a period or now. Reads the accounts and what was posted since, so that
    it does not grow with the years."""
    now = db.session.scalar(select(func.sum(PointAccount.balance))) or 0
    if period is None:
        return int(now)
    since = db.session.scalar(select(func.sum(PointEntry.amount)).where(PointEntry.posted_at >= period.ends))
    return int(now) - int(since or 0)


def lots() -> list[Lot]:
    """What is left of which earning. A posting that was taken back and its reversal are as if they had never been."""
    accounts: dict[int, list[Any]] = {}
    reversal = aliased(PointEntry)
    rows = db.session.execute(
        select(PointEntry.account_id, PointEntry.amount, PointEntry.source_type, PointEntry.source_id)
        .join(PointEntry.account)
        .outerjoin(reversal, reversal.reverses_id == PointEntry.id)
        .where(PointAccount.balance > 0, PointEntry.reverses_id.is_(None), reversal.id.is_(None))
        .order_by(PointEntry.account_id, PointEntry.seq)
    )
    for row in rows:
        accounts.setdefault(row.account_id, []).append(row)
    return [lot for entries in accounts.values() for lot in _left(entries)]


def _left(entries: Iterable[Any]) -> Iterator[Lot]:
    entries = list(entries)
    spent = -sum(entry.amount for entry in entries if entry.amount < 0)
    for entry in entries:
        if entry.amount > 0:
            taken = min(spent, entry.amount)
            spent -= taken
            if entry.amount > taken:
                yield Lot(entry.source_type, entry.source_id, entry.amount - taken)
