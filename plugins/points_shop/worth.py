"""What each rule has brought, and what the shelf is worth against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from hub.kits.stock import stock_at
from hub.room import Period, db, here, points

from . import claiming
from .models import Claim, Goods, Rule, StockMove


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """What one rule has brought, over all its versions. `left`: points of it that are not spent yet."""

    deed: str
    before: int
    month: int
    left: int


def by_rule() -> list[RuleFigures]:
    """Issued last month and this month, and still outstanding, by rule; what was earned first counts as spent first."""
    this = here.today.replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    issued_last, issued = _issued(last, this), _issued(this, here.today + timedelta(days=1))
    left: dict[int, int] = {}
    lots = {lot.source_id: lot.left for lot in points.lots() if lot.source_type == claiming.SOURCE}
    numbers = {
        row.id: row.number for row in db.session.execute(select(Claim.id, Rule.number).join(Claim.rule))
    } if lots else {}  # fmt: skip
    for claim_id, rest in lots.items():
        if claim_id in numbers:
            left[numbers[claim_id]] = left.get(numbers[claim_id], 0) + rest
    names = {row.number: row.deed for row in db.session.scalars(select(Rule).order_by(Rule.version))}
    return [
        RuleFigures(deed, issued_last.get(number, 0), issued.get(number, 0), left.get(number, 0))
        for number, deed in sorted(names.items())
    ]


def _issued(first: date, end: date) -> dict[int, int]:
    rows = db.session.execute(
        select(Rule.number, func.sum(Claim.points))
        .join(Claim.rule)
        .where(
            Claim.state == "posted", Claim.settled_at >= _midnight(first), Claim.settled_at < _midnight(end)
        )
        .group_by(Rule.number)
    )
    return {number: int(total) for number, total in rows}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), here.tz)


def shelf_value(period: Period | None = None) -> int:
    """What lies on the shelf, in points at today's prices; at the end of a period or now."""
    prices = {
        row.id: (row.price, row.stock)
        for row in db.session.execute(select(Goods.id, Goods.price, Goods.stock))
    }
    if period is None:
        return sum(price * number for price, number in prices.values())
    then = stock_at(Goods, StockMove, "goods_id", period)
    return sum(price * then.get(id, 0) for id, (price, _number) in prices.items())
