"""`hub room`: list, enable, disable, purge."""

from __future__ import annotations

import json
import zipfile

import pytest
from sqlalchemy import inspect, text

from hub.centre.models import Room
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.migrate import migrating
from hub.purging import part_of_id
from hub.visits import services as visits
from tests.centre.place import OTHER, PLACE, ROOMS

pytestmark = pytest.mark.state("centre")
DIRS = {"HUB_ROOMS_DIRS": json.dumps([str(ROOMS)])}


@pytest.fixture
def cellar(app, settings):
    """A room whose package is gone; its table holds a row of each village."""
    with migrating(settings, part_of_id("cellar")) as connection:
        connection.execute(
            text("CREATE TABLE cellar__barrel (id integer primary key, village_id integer, name text)")
        )
        connection.execute(text("INSERT INTO cellar__barrel VALUES (1, 1, '=葡萄'), (2, 2, '苹果')"))
        connection.execute(text("CREATE TABLE alembic_version_cellar (version_num text)"))
    for village_id in (PLACE, OTHER):
        with in_village(app, village_id):
            db.session.add(Room(key="cellar", name="地窖", icon="窖"))
    with in_village(app, OTHER):
        visits.record(here.room("cellar"), 3)


def tables(app) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names())


class TestList:
    def test_every_room_is_listed_with_the_villages_it_is_on_in(self, hub):
        output = hub("room", "list", **DIRS).output
        assert "大厅" in output
        assert "石桥村、柳沟村" in output
        assert "没有村开通" in output

    def test_a_program_can_read_it(self, hub):
        rooms = {room["id"]: room for room in json.loads(hub("room", "list", "--json", **DIRS).output)}
        assert rooms["hall"]["state"] == "loaded"
        assert [village["id"] for village in rooms["hall"]["enabled_in"]] == [PLACE, OTHER]

    def test_a_room_without_a_package_is_named(self, hub, cellar):
        rooms = {room["id"]: room for room in json.loads(hub("room", "list", "--json", **DIRS).output)}
        assert rooms["cellar"]["state"] == "gone"


class TestSwitching:
    def test_a_room_is_enabled_in_one_village(self, hub, app):
        assert hub("room", "enable", "listener", "--village", str(OTHER), **DIRS).exit_code == 0
        with in_village(app, OTHER):
            assert "listener" in here.enabled_rooms
        with in_village(app, PLACE):
            assert "listener" not in here.rooms

    def test_a_room_is_disabled(self, hub, app):
        assert hub("room", "disable", "hall", "--village", str(PLACE), **DIRS).exit_code == 0
        with in_village(app, PLACE):
            assert "hall" not in here.enabled_rooms

    def test_a_refusal_is_a_sentence(self, hub):
        result = hub("room", "enable", "cinema", "--village", str(PLACE), **DIRS)
        assert result.exit_code == 1
        assert "没有安装" in result.output

    def test_among_several_villages_one_has_to_be_named(self, hub):
        assert hub("room", "enable", "listener", **DIRS).exit_code == 2


class TestPurge:
    def test_the_tables_go_after_a_copy_of_all_villages_rows_was_made(self, hub, app, database, cellar):
        result = hub("room", "purge", "cellar", "--yes", "cellar", **DIRS)
        assert result.exit_code == 0, result.output
        assert not {name for name in tables(app) if "cellar" in name}
        (copy,) = (database.home / "exports").glob("cellar-*.zip")
        with zipfile.ZipFile(copy) as archive:
            lines = archive.read("cellar__barrel.csv").decode("utf-8-sig").split()
        assert lines == ["id,village_id,name", "1,1,'=葡萄", "2,2,苹果"]

    def test_the_room_stays_where_visits_name_it(self, hub, app, cellar):
        output = hub("room", "purge", "cellar", "--yes", "cellar", **DIRS).output
        assert "柳沟村" in output
        with in_village(app, PLACE):
            assert "cellar" not in here.rooms
        with in_village(app, OTHER):
            assert not here.rooms["cellar"].enabled

    def test_the_id_has_to_be_typed(self, hub, app, cellar):
        result = hub("room", "purge", "cellar", "--yes", "cella", **DIRS)
        assert result.exit_code == 1
        assert "cellar__barrel" in tables(app)

    @pytest.mark.parametrize("room", ["core", "", "visit__", "Cellar", "x; drop"])
    def test_what_is_no_room_is_refused(self, hub, app, room):
        before = tables(app)
        assert hub("room", "purge", room, "--yes", room, **DIRS).exit_code == 2
        assert tables(app) == before

    def test_an_unknown_room_is_said_to_be_so(self, hub):
        assert hub("room", "purge", "cinema", "--yes", "cinema", **DIRS).exit_code == 1

    def test_a_room_that_others_need_is_kept(self, hub, app):
        hub("room", "enable", "kitchen", "--village", str(PLACE), **DIRS)
        result = hub("room", "purge", "hall", "--yes", "hall", **DIRS)
        assert result.exit_code == 1
        assert "厨房要用到大厅" in result.output
