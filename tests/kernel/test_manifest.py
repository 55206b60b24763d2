"""A manifest is read before any code; what is wrong with it is said in a sentence."""

from pathlib import Path

import pytest

from hub.kernel.discovery import find_rooms, in_cycle, in_order
from hub.kernel.manifest import Manifest, ManifestError, read_manifest

GOOD = """
id = "bee_room"
name = {zh = "养蜂室", en = "Bee room"}
icon = "蜂"
version = "1.0"
hub = ">=0.1,<1"
"""


def write_room(parent: Path, id: str, text: str = GOOD) -> Path:
    folder = parent / id
    folder.mkdir(parents=True)
    (folder / "room.toml").write_text(text.replace("bee_room", id), "utf-8")
    return folder


def manifest(id: str, **more: object) -> Manifest:
    words = {"zh": "甲", "en": "A"}
    return Manifest.model_validate(
        {"id": id, "name": words, "icon": "甲", "version": "1", "hub": ">=0.1"} | more
    )


class TestReading:
    def test_a_short_manifest_is_enough(self, tmp_path: Path) -> None:
        room = read_manifest(write_room(tmp_path, "bee_room"))
        assert (room.id, room.name("zh_Hans_CN"), room.name("en")) == ("bee_room", "养蜂室", "Bee room")

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ('id = "Bee-Room"', "id: "),
            ('version = "soon"', "version: "),
            ('hub = "any"', "hub: "),
            ('colour = "red"', "colour: "),
            ('name = {zh = "养蜂室"}', "name.en: "),
            ("[facts]\nwarn_above = 0", "facts.warn_above: "),
            ("[facts]\nwarn_above = 9\nrefuse_above = 8", "facts: .*greater"),
            ("= =", "room.toml: "),
        ],
    )
    def test_what_is_wrong_is_named(self, tmp_path: Path, line: str, said: str) -> None:
        key = line.split(" ", maxsplit=1)[0]
        kept = "\n".join(other for other in GOOD.splitlines() if not other.startswith(key + " "))
        folder = write_room(tmp_path, "bee_room", kept + "\n" + line)
        with pytest.raises(ManifestError, match=said):
            read_manifest(folder)

    def test_a_missing_manifest_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(ManifestError, match=r"room\.toml"):
            read_manifest(tmp_path)


class TestFinding:
    def test_rooms_are_found_by_looking_into_the_folder(self, tmp_path: Path) -> None:
        write_room(tmp_path / "rooms_a", "bee_room")
        write_room(tmp_path / "rooms_a", "ant_room")
        assert [room.id for room in find_rooms([tmp_path / "rooms_a"])] == ["ant_room", "bee_room"]

    def test_two_rooms_with_one_id_are_both_kept_out(self, tmp_path: Path) -> None:
        write_room(tmp_path / "rooms_b", "bee_room")
        write_room(tmp_path / "rooms_c", "bee_room")
        (room,) = find_rooms([tmp_path / "rooms_b", tmp_path / "rooms_c"])
        assert room.manifest is None
        assert "found twice" in room.problem

    def test_an_id_that_differs_from_its_folder_is_a_problem(self, tmp_path: Path) -> None:
        folder = write_room(tmp_path / "rooms_d", "bee_room")
        folder.rename(folder.parent / "wasp_room")
        (room,) = find_rooms([tmp_path / "rooms_d"])
        assert room.id == "wasp_room"
        assert "differs from its folder" in room.problem


class TestOrder:
    def test_a_room_comes_after_what_it_requires_then_by_id(self) -> None:
        rooms = [
            manifest("a", requires=["z"]),
            manifest("b"),
            manifest("z"),
            manifest("c", after=["not_here"]),
        ]
        assert in_order(rooms) == ["b", "c", "z", "a"]

    def test_a_circle_is_found_and_the_others_are_not_in_it(self) -> None:
        rooms = [manifest("a", requires=["b"]), manifest("b", after=["a"]), manifest("c", after=["a"])]
        assert in_cycle(rooms) == {"a", "b"}
