"""Invented duty for the demo of a room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from hub.kits.roster.duty import Roster, local_span
from hub.kits.roster.people import Person
from hub.room import Resident, db, here


def some_residents(demo: Any, number: int) -> list[Person]:
    """Residents of the demo as volunteers, by chance."""
    ids = demo.rng.sample(list(demo.residents), min(number, len(demo.residents)))
    rows = db.session.scalars(select(Resident).where(Resident.id.in_(ids)).order_by(Resident.id))
    return [Person(row.name, resident_id=row.id) for row in rows]


def fill_shifts(
    demo: Any, roster: Roster[Any], people: Sequence[Person], spans: Sequence[tuple[time, time]], *,
    days: int = 120, ahead: int = 7, duty: str = "", works: Callable[[date], bool] = lambda day: day.weekday() < 5,
) -> list[Any]:  # fmt: skip
    """People in turn, day after day, some weeks back and a week ahead; now and then nobody came, or nobody signed off.
    What is over a year ago is nobody's. Answers the shifts."""
    rng, rows, turn = demo.rng, [], 0
    first = max(demo.first_day, demo.last_day - timedelta(days=round(days * max(demo.scale, 0.1))))
    day = first
    while day <= demo.last_day + timedelta(days=ahead):
        for begins, ends in spans if works(day) else ():
            starts_at, ends_at = local_span(day, begins, ends)
            turn += 1
            row = roster.shift(
                **people[turn % len(people)].columns, day=day, starts_at=starts_at, ends_at=ends_at, duty=duty,
                late=False,
            )  # fmt: skip
            came = rng.random() < 0.96 or day >= demo.last_day - timedelta(days=2)
            if came and starts_at < here.now:
                row.on_at = starts_at - timedelta(minutes=rng.randrange(0, 12))
                if ends_at < here.now:
                    row.off_at = ends_at + timedelta(minutes=rng.randrange(-10, 10))
                    row.off_at = min(row.off_at, here.now)
            rows.append(demo.add(row))
        day += timedelta(days=1)
    demo.flush()
    return rows
