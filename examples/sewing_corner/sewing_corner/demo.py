"""Some months of mending, with the fair share of clothes that nobody fetches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub.room import here

from .mending import BRINGING, FETCHED, FETCHING, ROOM, SOURCE
from .models import Bundle
from .words import WORK

YEAR = timedelta(days=365)


def fill(demo: Any) -> None:
    """Bundles in the order of their numbers; the latest still lie here."""
    days = sorted(demo.rng.randrange(demo.days) for _bundle in range(demo.some(120)))
    for number, after in enumerate(days, start=1):
        _bundle(demo, number, demo.first_day + timedelta(days=after))
    demo.flush()


def _bundle(demo: Any, number: int, day: Any) -> None:
    brought_at = min(demo.moment(day, 10, demo.rng.randrange(60)), here.now - timedelta(minutes=9))
    bundle = Bundle(
        number=number,
        resident_id=demo.rng.choice(demo.residents),
        work=demo.rng.choice(list(WORK)),
        pieces=demo.rng.choice((1, 1, 1, 2, 3)),
        promised_on=day + timedelta(days=3),
        state="waiting",
        brought_at=brought_at,
    )
    demo.add(bundle)
    demo.flush()
    demo.visit(ROOM, brought_at, kind=BRINGING, source=(SOURCE, bundle.id), resident_id=bundle.resident_id)
    if day + timedelta(days=2) < demo.last_day and demo.rng.random() < 0.95:
        bundle.state, bundle.mended_at = "ready", demo.moment(day + timedelta(days=2), 16)
    fetched_on = day + timedelta(days=3 + demo.rng.randrange(3))
    if bundle.state == "ready" and fetched_on < demo.last_day and demo.rng.random() < 0.95:
        bundle.state, bundle.fetched_at = "fetched", demo.moment(fetched_on, 11, demo.rng.randrange(60))
        demo.visit(ROOM, bundle.fetched_at, kind=FETCHING, source=(FETCHED, bundle.id))
    if brought_at < here.now - YEAR:
        bundle.resident_id = None  # as the retention would have it
