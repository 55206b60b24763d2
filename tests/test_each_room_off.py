"""Half of the rooms are switched off and the others used: no room needs one that the village does not have.

The halves are chosen so that of every two rooms each is once used while the other is off.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, permutations
from math import comb
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

import plugins
from hub.centre.rooms import disable_room, enable_room
from hub.centre.situation import in_village
from hub.demo.demo import Demo
from hub.demo.people import make_residents
from hub.kernel.database import db
from hub.kernel.here import here
from hub.visits.models import Visit
from tests.browser.walking import Walk
from tests.harness.people import Client, a_village, signed_in

pytestmark = pytest.mark.long

ROOMS = sorted(manifest.parent.name for manifest in Path(plugins.__path__[0]).glob("*/room.toml"))


def halves(rooms: list[str]) -> list[set[str]]:
    """Sets of rooms, each of about half of them, of which every room is in as many and no two rooms in the same."""
    number = next(n for n in range(2, len(rooms) + 2) if comb(n, n // 2) >= len(rooms))
    places = dict(zip(rooms, combinations(range(number), number // 2), strict=False))
    return [{room for room in rooms if half in places[room]} for half in range(number)]


@pytest.fixture
def village(app: Flask) -> int:
    return a_village(app, rooms=ROOMS)


def had_days(app: Flask, village: int) -> None:
    """What each room that is on has had: two weeks through its own services."""
    with in_village(app, village):
        first_day = here.today - timedelta(days=14)
        rng = Random(7)
        residents = make_residents(20, 19900000000, first_day, rng)
        demo = Demo(rng, first_day, here.today, residents, scale=0.05)
        for room in app.extensions["hub"].rooms.loaded:
            if room.id in here.enabled_rooms and room.declared.demo_data:
                room.declared.demo_data(demo)
                db.session.flush()


def visited(app: Flask, village: int, keeper: Client, others: list[str]) -> set[str]:
    """The rooms in which two people were recorded by tapping."""
    for room in others:
        keeper.post("/visits/record", data={"room": room, "heads": "2", "override_reason": "有人照看"})
    with in_village(app, village):
        here_now = Visit.heads == 2, Visit.source_type.is_(None), Visit.day == here.today
        rooms = {visit.room_id for visit in db.session.scalars(select(Visit).where(*here_now))}
        return {key for key in others if here.room(key).id in rooms}


def test_each_room_is_used_without_each_other() -> None:
    used_without = {(used, off) for half in halves(ROOMS) for off in half for used in set(ROOMS) - half}
    assert used_without == set(permutations(ROOMS, 2))


@pytest.mark.parametrize("off", halves(ROOMS), ids=lambda off: " ".join(sorted(off)))
def test_every_other_room_is_used_as_before(app: Flask, village: int, backend: str, off: set[str]) -> None:
    others = [room for room in ROOMS if room not in off]
    with in_village(app, village):
        for room in off:
            disable_room(room)
    had_days(app, village)
    keeper = signed_in(app, village, "keeper", rooms=ROOMS)
    assert visited(app, village, keeper, others) == set(others)
    walk = Walk(app, keeper, lambda _address, _page: [], queries=1)
    if backend == "sqlite":  # the pages are the same on both
        walk.follow_links()
        walk.press_buttons()
        assert {f"/rooms/{room}/" for room in others} <= set(walk.pages.values())
    assert walk.problems == []
    gone = tuple(f"/rooms/{room}/" for room in off)
    assert not [address for address in walk.pages.values() if address.startswith(gone)]
    for address in gone:
        assert keeper.get(address).status_code == 404
        assert keeper.get(f"{address}visits/").status_code == 404


def test_the_others_are_there_again_when_it_is_switched_on(app: Flask, village: int) -> None:
    had_days(app, village)
    keeper = signed_in(app, village, "keeper", rooms=ROOMS)
    for room in ROOMS:
        with in_village(app, village):
            disable_room(room)
        assert keeper.get(f"/rooms/{room}/visits/").status_code == 404
        with in_village(app, village):
            enable_room(room)
        assert keeper.get(f"/rooms/{room}/visits/").status_code == 200
