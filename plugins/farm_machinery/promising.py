"""Writing down what was promised, at today's prices; asking in person and the queue both come here."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hub.kits.booking import Wish
from hub.room import Refused, Resident, _, here

from .models import Machine, Rental
from .pricing import quote
from .terms import policy, takes_points
from .yard import calendar


def promise(
    machine: Machine, wish: Wish, renter: Resident, points_days: int = 0, *,
    wait_id: int | None = None, lapses_at: datetime | None = None,
) -> Rental:  # fmt: skip
    """Write down a rental of days that were checked, at today's prices. Raises Refused."""
    days = (wish.span.last_day - wish.span.first_day).days + 1
    quote(machine, days, points_days, with_points=takes_points())
    row: Rental = calendar.book(
        wish, machine_id=machine.id, machine=machine, renter_id=renter.id, renter=renter, state="requested",
        day_rate=machine.day_rate, points_rate=machine.points_rate, deposit=machine.deposit,
        late_fee=machine.late_fee, late_cap=machine.late_cap, points_days=points_days, wait_id=wait_id,
        lapses_at=lapses_at or wish.span.end,
    )  # fmt: skip
    renter.last_used_on = here.today
    return row


def check_when(first: date, last: date) -> None:
    """The days make sense. Raises Refused."""
    settings = policy()
    if first < here.today:
        raise Refused(_("开始的日子不能早于今天。"), "first_day")
    if last < first:
        raise Refused(_("最后一天不能早于第一天。"), "last_day")
    if first > here.today + timedelta(days=settings.ahead_days):
        raise Refused(_("最多提前 %(n)s 天登记。", n=settings.ahead_days), "first_day")
    if (last - first).days >= settings.longest_days:
        raise Refused(_("一次最多租 %(n)s 天。", n=settings.longest_days), "last_day")
