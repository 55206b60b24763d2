"""`hub room new`: what it writes works before a letter of it is changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hub.centre.situation import in_village
from hub.cli import main
from hub.kernel import migrate
from hub.kernel.manifest import read_manifest
from hub.people.services import create_resident
from tests.harness.people import a_village, signed_in
from tests.outside.place import install, run_tests

pytestmark = pytest.mark.backends("sqlite")
LONGEST = "a_very_long_name_for_quite_a_small_room1"


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    """A folder of rooms; its name is new to this process, which keeps what it once imported."""
    folder = tmp_path / f"{tmp_path.name.replace('-', '_')}_rooms"
    folder.mkdir()
    return folder


@pytest.fixture
def new(rooms, tmp_path, monkeypatch):
    """`new("hive")`: runs the command as an author does who has set HUB_ROOMS_DIRS."""
    monkeypatch.chdir(tmp_path)

    def new(*arguments: str, **settings: str):
        given = {"HUB_HOME": str(tmp_path / "home"), "HUB_ROOMS_DIRS": json.dumps([str(rooms)])}
        return CliRunner().invoke(main, ["room", "new", *arguments], env=given | settings)

    return new


class TestWhatIsWritten:
    def test_says_the_next_three_commands(self, new, rooms):
        said = new("hive", "--name-zh", "养蜂角", "--name-en", "Hive")
        assert said.exit_code == 0, said.output
        assert [line.strip() for line in said.output.splitlines()[-3:]] == [
            "hub room check hive", "hub upgrade", "hub room enable hive",
        ]  # fmt: skip
        assert read_manifest(rooms / "hive").name("en") == "Hive"
        assert read_manifest(rooms / "hive").icon == "养"

    def test_names_are_only_names(self, new, rooms):
        new("hive", "--name-zh", '蜂"\\n[x]', "--name-en", "{{ 7 * 7 }}'")
        assert read_manifest(rooms / "hive").name("zh_Hans_CN") == '蜂"\\n[x]'
        assert read_manifest(rooms / "hive").name("en") == "{{ 7 * 7 }}'"

    def test_is_loaded_and_used_through_its_pages(self, new, rooms, make_app):
        new("hive", "--name-zh", "养蜂角")
        app = make_app(rooms_dirs=[rooms], check_schema=False)
        assert migrate.upgrade(app) == {}
        village = a_village(app, rooms=["hive"])
        secretary = signed_in(app, village, "secretary")
        with in_village(app, village):
            create_resident("王小明", "19900008842")
        given = {"resident_text": "王小明", "what": "借锯子", "due_on": "2099-01-01"}
        assert "已登记" in secretary.post("/rooms/hive/take", data=given, follow_redirects=True).text
        assert "待办 1 件" in secretary.get("/").text
        assert "借锯子" in secretary.get("/rooms/hive/entries/").text
        assert "借锯子" in secretary.get("/search?q=锯子").text

    def test_keeps_its_own_tests_and_is_gold(self, new, rooms):
        new(LONGEST)
        said = run_tests(rooms.parent, str(rooms / LONGEST))
        assert "failed" not in said
        assert "skipped" not in said

    def test_as_a_package_too(self, new, tmp_path):
        said = new("hive", "--package")
        assert "pip install" in said.output
        project = tmp_path / "village-hub-hive"
        install(project, tmp_path / "site")
        said = run_tests(project, path=(tmp_path / "site",))
        assert "failed" not in said
        assert "skipped" not in said


class TestRefusals:
    @pytest.mark.parametrize(
        "id", ["Hive", "2hive", "hive-room", "hive__room", "_hive", "蜂", "class", "a" * 41, "../hive", ""]
    )
    def test_what_is_no_id(self, new, rooms, id):
        said = new(id)
        assert said.exit_code == 2
        assert "不能作代号" in said.output
        assert list(rooms.iterdir()) == []

    @pytest.mark.parametrize("id", ["core", "home", "people", "visits"])
    def test_what_the_hub_itself_is_called(self, new, id):
        assert "系统自己用的" in new(id).output

    def test_a_room_that_is_there(self, new, rooms):
        new("hive")
        before = (rooms / "hive" / "models.py").read_text("utf-8")
        assert "已经有功能室 hive 了" in new("hive", "--name-zh", "别的").output
        assert "已经有功能室 hive 了" in new("hive", "--package").output
        assert (rooms / "hive" / "models.py").read_text("utf-8") == before

    def test_a_folder_that_is_there(self, new, rooms):
        (rooms / "hive").mkdir()
        said = new("hive")
        assert said.exit_code == 1
        assert "什么也没有写" in said.output
        assert list((rooms / "hive").iterdir()) == []

    def test_a_package_that_would_hide_another(self, new):
        assert "已经有叫 json 的程序包" in new("json", "--package").output

    @pytest.mark.parametrize("name", ["", "长" * 41, "a\u202eb"], ids=["none", "long", "turning"])
    def test_what_is_no_name(self, new, name):
        assert "名称要有" in new("hive", "--name-zh", name).output

    def test_a_folder_whose_name_is_no_python(self, new, tmp_path):
        assert "不能用在程序里" in new("hive", "--into", str(tmp_path / "my-rooms")).output
