"""The documents tell the truth: they are made from the code, or the code is made from them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

import hub.room
from hub.kernel import hookspecs, migrate
from tests.kernel import test_hooks
from tools import conformance_reference, hook_reference, room_reference

ROOT = Path(__file__).resolve().parent.parent
HOOKS = [
    hook for family in (hookspecs.Declarations, hookspecs.Events) for hook in hook_reference.hooks(family)
]


def test_the_hook_reference_is_the_codes_own() -> None:
    assert (ROOT / "docs" / "hooks.md").read_text("utf-8") == hook_reference.reference(), "run: make hooks"


def test_so_is_the_list_of_rules() -> None:
    written = (ROOT / "docs" / "conformance.md").read_text("utf-8")
    assert written == conformance_reference.reference(), "run: make hooks"


class TestReferenceOfRooms:
    def test_is_the_codes_own(self) -> None:
        assert (ROOT / "docs" / "room-api.md").read_text("utf-8") == room_reference.reference(), (
            "run: make hooks"
        )

    def test_holds_every_name_once(self) -> None:
        assert room_reference.grouped() == sorted(hub.room.__all__)

    def test_every_name_is_explained(self) -> None:
        assert not re.search(
            r"\n### [^\n]+\n\n(?:```python\n[^`]*```\n\n)?(?=#|\Z)", room_reference.reference()
        )


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.__name__)
class TestEveryHook:
    def test_is_explained(self, hook: Callable[..., object]) -> None:
        assert len(inspect.getdoc(hook) or "") > 30

    def test_has_a_test_of_its_own(self, hook: Callable[..., object]) -> None:
        tested = [name for _, kind in inspect.getmembers(test_hooks, inspect.isclass) for name in vars(kind)]
        assert f"test_{hook.__name__}" in tested


class TestRoomAuthors:
    """The room of docs/room-authors.md is built from the page and used."""

    @pytest.fixture
    def seed_corner(self, tmp_path: Path) -> Path:
        folder = tmp_path / f"{tmp_path.name.replace('-', '_')}_rooms" / "seed_corner"
        page = (ROOT / "docs" / "room-authors.md").read_text("utf-8")
        for block in re.findall(r"```(?:python|toml)\n# (\S+)\n(.*?)```", page, re.DOTALL):
            name, text = block
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        (folder / "__init__.py").touch()
        return folder

    def test_it_works_as_written(self, seed_corner: Path, make_app: Callable[..., Flask]) -> None:
        app = make_app(rooms_dirs=[seed_corner.parent], check_schema=False)
        assert migrate.upgrade(app) == {}
        keeper = test_hooks.secretary_of(app, "seed_corner")
        said = keeper.post("/rooms/seed_corner/packets/new/", data={"name": "哈密瓜", "grams": "20"})
        assert said.status_code == 303, said.text
        too_much = keeper.post("/rooms/seed_corner/hand_out", data={"packet_text": "哈密瓜", "grams": "30"})
        assert "只剩 20 克" in too_much.text
        assert (
            keeper.post(
                "/rooms/seed_corner/hand_out", data={"packet_text": "哈密瓜", "grams": "5"}
            ).status_code
            == 303
        )
        assert "现有 15 克种子" in keeper.get("/").text
        assert "哈密瓜" in keeper.get("/rooms/seed_corner/packets/").text

    def test_its_models_are_as_its_revisions_make_them(
        self, seed_corner: Path, make_app: Callable[..., Flask]
    ) -> None:
        from hub.kernel.revisions import write_revision

        app = make_app(rooms_dirs=[seed_corner.parent], check_schema=False)
        part = next(part for part in migrate.parts(app) if part.id == "seed_corner")
        assert write_revision(part, "Nothing") is None
