"""Fills the yard: machines first, then season after season of rentals, then what is going on this autumn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub.room import Resident, db

from ..models import Machine
from .autumn import autumn
from .catalogue import MODELS, SAFETY, SEASON, Model
from .past import DAY, mend, past

RECENT = timedelta(days=9)  # what came later is told by `autumn`


def fill(demo: Any) -> None:
    """Fill the machine yard of the demo village."""
    farmers = demo.rng.sample(list(demo.residents), min(demo.some(70), len(demo.residents)))
    people = [person for id in farmers if (person := db.session.get(Resident, id)) is not None]
    yard = {model.number: _machine(demo, model) for model in MODELS}
    demo.flush()
    for model in MODELS:
        _seasons(demo, model, yard[model.number], people)
    autumn(demo, yard, people)
    demo.flush()


def _seasons(demo: Any, model: Model, machine: Machine, people: list[Resident]) -> None:
    """The rentals of one machine, one after the other; now and then something breaks, and it is serviced in time."""
    day, until = demo.first_day + DAY, demo.last_day - RECENT
    while day < until:
        days = demo.rng.choice((1, 1, 2, 2, 3))
        chance = model.wanted * SEASON.get(day.month, 0.05) * max(demo.scale, 0.15)
        if demo.rng.random() < chance and day + (days + 1) * DAY < until:
            past(demo, machine, demo.rng.choice(people), day, days)
            day += (days + machine.buffer_days + 1) * DAY
            if demo.rng.random() < 0.03:
                mend(demo, machine, day)
                day += 3 * DAY
        day += DAY


def _machine(demo: Any, model: Model) -> Machine:
    row: Machine = demo.add(
        Machine(
            number=model.number, name=model.name, kind=model.kind, state="in", day_rate=model.rate,
            points_rate=model.points, deposit=model.deposit, licence=model.licence, late_fee=model.rate / 2,
            late_cap=model.rate * 2, buffer_days=model.buffer, checklist=model.checks, safety=SAFETY,
            hours=model.hours, service_every=model.every, serviced_at=model.hours, place="院子东侧",
            since=demo.first_day,
        )
    )  # fmt: skip
    return row
