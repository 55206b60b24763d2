"""`hub village`: list, add, set."""

from __future__ import annotations

import json

import pytest

from hub.centre.situation import in_village
from hub.kernel.here import here
from tests.centre.place import PLACE, ROOMS

pytestmark = pytest.mark.state("centre")
DIRS = {"HUB_ROOMS_DIRS": json.dumps([str(ROOMS)])}


def test_villages_are_listed(hub):
    assert "石桥村" in hub("village", "list", **DIRS).output
    found = json.loads(hub("village", "list", "--json", **DIRS).output)
    assert [village["rooms"] for village in found] == [["hall", "pool"]] * 2


def test_a_village_is_added_with_the_rooms_it_wants(hub, app):
    assert hub("village", "add", "新村", "--rooms", "hall,listener", **DIRS).exit_code == 0
    with in_village(app, 3):
        assert set(here.enabled_rooms) == {"hall", "listener"}


def test_an_unknown_room_is_named(hub):
    result = hub("village", "add", "新村", "--rooms", "cinema", **DIRS)
    assert result.exit_code == 2
    assert "cinema" in result.output


def test_facts_are_set(hub, app):
    assert (
        hub("village", "set", str(PLACE), "population=2300", "time_zone=Asia/Almaty", **DIRS).exit_code == 0
    )
    with in_village(app, PLACE):
        assert (here.village.population, here.village.time_zone) == (2300, "Asia/Almaty")
        assert here.village.name == "石桥村"


@pytest.mark.parametrize(
    "change", ["population=many", "time_zone=Mars", "name=", "colour=red", "population", "id=7"]
)
def test_what_cannot_be_is_refused_with_a_sentence(hub, app, change):
    result = hub("village", "set", str(PLACE), change, **DIRS)
    assert result.exit_code == 2
    with in_village(app, PLACE):
        assert here.village.population is None


def test_a_village_that_is_none_is_said_to_be_so(hub):
    assert "没有编号为 99 的村" in hub("village", "set", "99", "town=甲", **DIRS).output
