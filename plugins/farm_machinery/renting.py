"""From asking to being promised: requests, approval, changes of mind. Each holds the machine first, so that the same
days are never promised twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hub.kits.booking import Wish, has_lapsed, runs_of_days
from hub.room import Refused, Resident, _, here

from . import queue
from .models import Machine, Rental
from .promising import check_when, promise
from .terms import policy
from .yard import blocks_of, calendar, check_days, lock_machine, lock_rental, upkeep_of, wish_for

LOOK_AHEAD = 30  # days in which other days are looked for


def request(
    machine_id: int, renter: Resident, first: date, last: date, *, points_days: int = 0, approve: bool = False
) -> Rental:
    """Somebody asks for a machine; with `approve`, it is promised at once. Raises Refused."""
    machine = lock_machine(machine_id)
    check_when(first, last)
    wish = check_days(machine, first, last)
    queue.check_turn(machine, wish, renter.id)
    row = promise(machine, wish, renter, points_days, wait_id=queue.place_of(machine.kind, renter.id, wish))
    if approve:
        _approve(row)
        queue.taken(row)
    return row


def approve(rental_id: int) -> Rental:
    """The machine is promised. Raises Refused."""
    row = lock_rental(rental_id, "requested")
    if row.ends_at <= here.now:
        raise Refused(_("约的日子已经过了，请取消后重新登记。"))
    if lapsed(row):  # somebody else may have been promised it since
        check_days(row.machine, max(row.span.first_day, here.today), row.span.last_day, row)
    _approve(row)
    queue.taken(row)
    return row


def cancel(rental_id: int, why: str = "") -> Rental:
    """Nothing comes of it: declined, taken back, or nobody came. Its days are free again. Raises Refused."""
    row = lock_rental(rental_id, "requested", "approved")
    row.state, row.remark = "cancelled", why.strip()[:200]
    queue.given_up(row)
    return row


def lapsed(row: Rental) -> bool:
    """Whether nobody came in time, so that its days are free for others."""
    in_use = calendar.in_use([row.machine_id]).values()
    return row.state in ("requested", "approved") and has_lapsed(row, in_use, here.now)


def other_days(machine: Machine, first: date, days: int, most: int = 3) -> Sequence[Wish]:
    """The next days on which a machine could be had for as long."""
    start = max(first, here.today)
    runs = runs_of_days(start, days, start + timedelta(days=LOOK_AHEAD + days))
    wishes = [wish_for(machine, run.first_day, run.last_day) for run in runs]
    upkeep = upkeep_of(machine)
    return calendar.next_free(machine.id, wishes, most, blocks=blocks_of(machine, upkeep))


def _approve(row: Rental) -> None:
    fetched_by = max(row.starts_at, here.now) + timedelta(hours=policy().fetch_hours)
    row.state, row.lapses_at = "approved", min(fetched_by, row.ends_at)
