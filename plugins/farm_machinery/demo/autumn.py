"""What is going on in the yard now: out, overdue, to be looked at, to be settled, promised; and a queue."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import Any

from hub.room import Resident, _, here, points

from ..handing import SOURCE
from ..models import Machine, Service, Wait
from ..terms import SHOP
from .past import DAY, fetched, promised, returned, settled

OPENING = "farm_machinery.opening"  # points that the village's paper ledger had before there was a hub


def autumn(demo: Any, yard: dict[str, Machine], people: list[Resident]) -> None:
    """The last week and the next two."""
    chosen = cycle(demo.rng.sample(people, min(18, len(people))))
    today = demo.last_day
    points_used = SHOP in here.enabled_rooms
    _sprayer(demo, yard["N-01"], chosen, today)
    _knapsack(demo, yard["N-02"], chosen, today)
    _spreader(demo, yard["N-03"], chosen, today, points_used)
    _plough(demo, yard["N-05"], chosen, today)
    _tiller(demo, yard["N-06"], chosen, today)
    demo.add(
        Service(
            machine_id=yard["N-04"].id, machine=yard["N-04"], name="换开沟刀、打黄油", last_on=today - 2 * DAY,
            last_uses=yard["N-04"].hours, planned=True, due_on=today + 4 * DAY, days=2,
        )
    )  # fmt: skip
    promised(demo, yard["N-04"], next(chosen), today + DAY, 2)
    _queue(demo, chosen, today)


def _sprayer(demo: Any, machine: Machine, chosen: Any, today: date) -> None:
    """Back last week; out now and due today; asked for the days after tomorrow."""
    settled(returned(demo, fetched(demo, promised(demo, machine, next(chosen), today - 6 * DAY, 2)),
                     demo.moment(today - 5 * DAY, 18)))  # fmt: skip
    fetched(demo, promised(demo, machine, next(chosen), today - DAY, 2))
    promised(demo, machine, next(chosen), today + 2 * DAY, 3, state="requested")
    promised(demo, machine, next(chosen), today + 6 * DAY, 2)


def _knapsack(demo: Any, machine: Machine, chosen: Any, today: date) -> None:
    """Two days overdue."""
    fetched(demo, promised(demo, machine, next(chosen), today - 4 * DAY, 3))
    promised(demo, machine, next(chosen), today + 3 * DAY, 1)


def _spreader(demo: Any, machine: Machine, chosen: Any, today: date, points_used: bool) -> None:
    """One rental was paid in points and cash, one is to be settled, the next is fetched tomorrow."""
    for days_ago, done in ((7, True), (3, False)):
        renter = next(chosen)
        row = promised(demo, machine, renter, today - days_ago * DAY, 2, points_days=1 if points_used else 0)
        returned(demo, fetched(demo, row), demo.moment(today - (days_ago - 1) * DAY, 17, 30))
        if points_used:
            at = demo.moment(today - (days_ago + 8) * DAY, 9)
            points.earn(renter.id, 60, text=_("纸质台账转入"), source=(OPENING, row.id), at=at)
        if done:
            settled(row, with_points=points_used)
            if row.points_spent:
                what = _("租用%(machine)s %(days)s 天", machine=machine.title, days=row.points_days)
                points.spend(
                    renter.id, row.points_spent, text=what, source=(SOURCE, row.id), at=row.settled_at
                )
    promised(demo, machine, next(chosen), today + DAY, 2)


def _plough(demo: Any, machine: Machine, chosen: Any, today: date) -> None:
    """The season's machine: promised almost without a gap."""
    settled(returned(demo, fetched(demo, promised(demo, machine, next(chosen), today - 7 * DAY, 3)),
                     demo.moment(today - 5 * DAY, 19)))  # fmt: skip
    fetched(demo, promised(demo, machine, next(chosen), today - DAY, 3))
    promised(demo, machine, next(chosen), today + 3 * DAY, 3)
    promised(demo, machine, next(chosen), today + 7 * DAY, 3)


def _tiller(demo: Any, machine: Machine, chosen: Any, today: date) -> None:
    """Just back, and nobody has looked at it yet."""
    row = fetched(demo, promised(demo, machine, next(chosen), today - 3 * DAY, 3))
    returned(demo, row, min(demo.moment(today - DAY, 18), here.now - timedelta(minutes=5)), looked=False)
    promised(demo, machine, next(chosen), today + 2 * DAY, 3)
    promised(demo, machine, next(chosen), today + 8 * DAY, 2)


def _queue(demo: Any, chosen: Any, today: date) -> None:
    """Four wait for the plough, in the order in which they asked."""
    for place, (kind, days, first, last) in enumerate(
        (("深耕机", 2, 1, 12), ("深耕机", 2, 2, 9), ("打药机", 1, 0, 3), ("深耕机", 3, 3, 8))
    ):
        resident = next(chosen)
        demo.add(
            Wait(
                kind=kind, resident_id=resident.id, resident=resident, days=days, state="waiting",
                window_first=today + first * DAY, window_last=today + last * DAY,
                asked_at=demo.moment(today - (5 - place) * DAY, 9 + place),
            )
        )  # fmt: skip
