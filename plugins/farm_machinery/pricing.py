"""What a rental costs: the quote before, and the bill after. Money is Decimal, in 元 with two places."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from hub.room import Refused, _, here

from .models import ZERO, Rental

CENT = Decimal("0.01")


class Prices(Protocol):
    """A machine as it is priced now, or a rental as it was priced when it was asked for."""

    day_rate: Decimal
    points_rate: int
    deposit: Decimal
    late_fee: Decimal
    late_cap: Decimal


@dataclass(frozen=True, slots=True)
class Quote:
    """What so many days cost: all in cash, all in points (None where that is not possible), and as it was chosen."""

    days: int
    points_days: int
    all_cash: Decimal
    all_points: int | None
    cash: Decimal
    points: int
    deposit: Decimal


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid in the end. `balance` is what changes hands at settling: below zero it is given back."""

    days: int
    points_days: int
    points: int
    hire: Decimal
    late_days: int
    late: Decimal
    damage: Decimal
    deposit_taken: Decimal

    @property
    def due(self) -> Decimal:
        return self.hire + self.late + self.damage

    @property
    def balance(self) -> Decimal:
        return self.due - self.deposit_taken


def money(amount: Decimal | int) -> Decimal:
    """With two places."""
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


def quote(prices: Prices, days: int, points_days: int, *, with_points: bool) -> Quote:
    """The price of so many days, `points_days` of them paid in points. Raises Refused."""
    points_possible = with_points and prices.points_rate > 0
    if points_days and not points_possible:
        raise Refused(_("这台农机现在只收现金。"), "points_days")
    if points_days > days:
        raise Refused(_("一共 %(days)s 天，用积分的天数不能更多。", days=days), "points_days")
    return Quote(
        days=days,
        points_days=points_days,
        all_cash=money(prices.day_rate * days),
        all_points=prices.points_rate * days if points_possible else None,
        cash=money(prices.day_rate * (days - points_days)),
        points=prices.points_rate * points_days,
        deposit=money(prices.deposit),
    )


def bill(row: Rental, points_days: int | None = None, *, with_points: bool, waive_late: bool = False) -> Bill:
    """What a machine that is back costs: the days it was used, of those promised; being late costs by the day, up to
    the cap of its prices."""
    assert row.begun_at is not None
    back = (row.ended_at or here.now).astimezone(here.tz).date()
    used = (back - row.begun_at.astimezone(here.tz).date()).days + 1
    days = max(min(row.days, used), 1)
    wanted = row.points_days if points_days is None else points_days
    paid_in_points = min(wanted, days) if with_points and row.renter_id is not None else 0
    late_days = max((back - row.span.last_day).days, 0)
    late = ZERO if waive_late else min(row.late_fee * late_days, row.late_cap)
    return Bill(
        days=days,
        points_days=paid_in_points,
        points=row.points_rate * paid_in_points,
        hire=money(row.day_rate * (days - paid_in_points)),
        late_days=late_days,
        late=money(late),
        damage=money(row.damage),
        deposit_taken=money(row.deposit_taken or ZERO),
    )
