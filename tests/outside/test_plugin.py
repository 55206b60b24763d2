"""`hub.testing` and its pytest plugin, for authors outside the repository."""

from __future__ import annotations

import shutil

import pytest

from hub.scaffold import Plan, write
from hub.testing import ScratchHub
from hub.testing.scratch import NoScratch
from tests.harness.people import a_village
from tests.outside.place import EXAMPLE, run, run_tests

LIGHT = """
import sys, hub.pytest_plugin
assert not [name for name in sys.modules if name.startswith("hub.") and name != "hub.pytest_plugin"]
assert "flask" not in sys.modules and "sqlalchemy" not in sys.modules
"""


def test_it_costs_nothing_where_it_is_not_asked_for():
    run("-c", LIGHT)


@pytest.mark.backends("postgresql")
@pytest.mark.state("empty")
def test_tests_of_a_room_run_on_postgresql_too(site, database):
    said = run_tests(EXAMPLE, "tests/test_room.py", "--hub-database", database.owner_url, path=(site,))
    assert "failed" not in said


@pytest.mark.backends("sqlite")
def test_a_database_that_people_use_is_refused(app, database, tmp_path):
    a_village(app, "石桥村")
    folder = tmp_path / "hive_rooms"
    write(Plan("hive", "养蜂角", "Hive", folder))
    with pytest.raises(NoScratch, match="no test made"):
        ScratchHub(folder / "hive", tmp_path / "home", f"sqlite:///{database.home / 'hub.sqlite3'}")


def test_a_package_that_is_not_installed_says_how_to(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(EXAMPLE, project)
    with pytest.raises(NoScratch, match="pip install"):
        ScratchHub(project / "sewing_corner", tmp_path / "home")


def test_a_rule_that_is_broken_is_a_test_that_fails_with_the_way_to_mend_it(tmp_path):
    folder = tmp_path / "rooms"
    write(Plan("hive", "养蜂角", "Hive", folder))
    manifest = folder / "hive" / "room.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("used_for", "# used_for"), "utf-8")
    said = run_tests(tmp_path, "rooms/hive/tests/test_rules.py", code=1)
    assert "没有写 used_for。" in said
    assert "hive claims gold, and is bronze" in said
    assert "2 failed" in said
