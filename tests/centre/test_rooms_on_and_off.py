"""Rooms are switched on and off in a village while the hub runs."""

from __future__ import annotations

import sys

import pytest
from sqlalchemy import select

from hub.centre.models import Equipment, Room
from hub.centre.rooms import add_rooms, disable_room, enable_room, move_room
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from tests.centre.place import OTHER, acting, room

pytestmark = pytest.mark.state("centre")


def told() -> list[tuple[str, str]]:
    return sys.modules["centre_rooms.listener.hooks"].told


class TestEnabling:
    def test_a_room_gets_its_row_and_its_equipment_from_the_manifest(self, app):
        with acting(app):
            db.session.delete(room("hall"))
            db.session.flush()
            here.know_rooms(db.session.scalars(select(Room)))
            made = enable_room("hall")
            assert (made.name, made.icon, made.warn_above, made.refuse_above) == ("大厅", "厅", 20, 30)
            things = db.session.scalars(select(Equipment).where(Equipment.room_id == made.id))
            assert {thing.name for thing in things} == {"饮水机", "座椅"}

    def test_a_room_is_there_at_once(self, app):
        with acting(app):
            enable_room("listener")
            assert "listener" in here.enabled_rooms

    def test_a_room_hears_that_it_was_enabled(self, app):
        with acting(app):
            told().clear()
            enable_room("listener")
            assert told() == [("enabled", "listener")]

    def test_a_room_that_was_off_keeps_what_the_village_changed(self, app):
        with acting(app):
            room("hall").name = "办事大厅"
            disable_room("hall")
            assert enable_room("hall").name == "办事大厅"

    def test_a_room_that_needs_another_waits_for_it(self, app):
        with acting(app):
            disable_room("hall")
            with pytest.raises(Refused, match="要先开通大厅"):
                enable_room("kitchen")

    def test_an_enabled_room_is_not_enabled_twice(self, app):
        with acting(app), pytest.raises(Refused, match="已经开通"):
            enable_room("hall")

    def test_an_unknown_room_is_refused(self, app):
        with acting(app), pytest.raises(Refused, match="没有安装"):
            enable_room("cinema")

    def test_another_village_notices_nothing(self, app):
        with acting(app):
            enable_room("listener")
        with acting(app, "neighbour", OTHER):
            assert "listener" not in here.rooms


class TestDisabling:
    def test_the_data_stays(self, app):
        with acting(app):
            disable_room("hall")
            assert "hall" not in here.enabled_rooms
            assert db.session.scalars(select(Equipment)).all()

    def test_a_room_hears_that_it_is_disabled(self, app):
        with acting(app):
            enable_room("listener")
            told().clear()
            disable_room("listener")
            assert told() == [("disabled", "listener")]

    def test_a_room_that_others_need_stays(self, app):
        with acting(app):
            enable_room("kitchen")
            with pytest.raises(Refused, match="厨房要用到大厅"):
                disable_room("hall")

    def test_a_room_that_is_off_cannot_be_switched_off(self, app):
        with acting(app), pytest.raises(Refused, match="没有开通"):
            disable_room("listener")


class TestOrder:
    def test_a_room_moves_up(self, app):
        with acting(app):
            move_room("pool", up=True)
            assert list(here.enabled_rooms) == ["pool", "hall"]

    def test_the_first_room_stays_first(self, app):
        with acting(app):
            move_room("hall", up=True)
            assert list(here.enabled_rooms) == ["hall", "pool"]

    def test_a_room_that_is_off_has_no_place(self, app):
        with acting(app), pytest.raises(Refused):
            move_room("listener", up=True)


class TestFounding:
    def test_a_named_room_brings_those_it_needs(self, app):
        with acting(app):
            for row in db.session.scalars(select(Room)):
                db.session.delete(row)
            db.session.flush()
            add_rooms(["kitchen"])
            assert set(here.enabled_rooms) == {"kitchen", "hall"}
            assert set(here.rooms) == {"hall", "pool", "kitchen", "listener"}

    def test_an_unknown_room_is_named(self, app):
        with acting(app), pytest.raises(LookupError, match="cinema"):
            add_rooms(["cinema"])
