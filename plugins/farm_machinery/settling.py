"""结算: the bill, the points and the end of it, in one transaction; or a dispute until it is agreed on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hub.room import Refused, _, here, points

from . import handing
from .models import Rental
from .pricing import Bill, bill, money
from .terms import takes_points
from .yard import lock_rental


def bill_of(
    row: Rental, points_days: int | None = None, *, damage: Decimal | None = None, waive_late: bool = False
) -> Bill:
    """What is to be paid for a machine that is back."""
    found = bill(row, points_days, with_points=takes_points(), waive_late=waive_late)
    return found if damage is None else replace(found, damage=money(damage))


def settle(
    rental_id: int, points_days: int | None = None, *, damage: Decimal | None = None, waive_late: bool = False,
    remark: str = "",
) -> Rental:  # fmt: skip
    """Settle a rental: points and money once, however often it is asked for. Raises Refused."""
    row = lock_rental(rental_id)
    if row.state == "settled":
        return row
    if row.state not in ("inspected", "disputed"):
        raise Refused(_("验过机才能结算。"))
    changed = waive_late or (damage is not None and damage != row.damage)
    if changed and not remark.strip():
        raise Refused(_("免滞还费或改损坏赔偿，要写一句原因。"), "remark")
    if points_days and points_days > row.days:
        raise Refused(_("一共 %(days)s 天，用积分的天数不能更多。", days=row.days), "points_days")
    found = bill_of(row, points_days, damage=damage, waive_late=waive_late)
    if found.points:
        _spend(row, found)
    row.days_charged, row.points_days = found.days, found.points_days
    row.hire, row.late_charge, row.damage = found.hire, found.late, found.damage
    row.points_spent, row.balance = found.points, found.balance
    if remark.strip():
        row.remark = remark.strip()[:200]
    row.state, row.settled_at = "settled", here.now
    return row


def dispute(rental_id: int, remark: str) -> Rental:
    """The renter does not agree with the bill: it is kept open until somebody decides. Raises Refused."""
    row = lock_rental(rental_id, "inspected")
    row.state, row.remark = "disputed", remark.strip()
    return row


def _spend(row: Rental, found: Bill) -> None:
    assert row.renter_id is not None
    what = _("租用%(machine)s %(days)s 天", machine=row.machine.title, days=found.points_days)
    try:
        points.spend(row.renter_id, found.points, text=what, source=(handing.SOURCE, row.id))
    except Refused as refusal:
        raise Refused(_("积分不够。请少用几天积分，其余收现金。"), "points_days") from refusal
