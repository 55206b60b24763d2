"""Rooms stand on the hub's public face alone, and on no other room.

`lint-imports` keeps the hub's own layers; "nothing but these" is checked here, on the syntax tree.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = sorted(manifest.parent for manifest in ROOT.glob("plugins/*/room.toml"))
FACE = ("hub.room", "hub.kits")


def modules_of(source: str, package: str) -> Iterator[str]:
    """Full names of all that a module of `package` imports; `from a import b` counts as `a.b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*parents, *filter(None, [node.module])])
            yield from (f"{origin}.{name.name}" for name in node.names)


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def trespasses(source: str, package: str, room: str) -> list[str]:
    """What a module of a room imports although it must not."""
    return [
        module
        for module in modules_of(source, package)
        if (within(module, "hub") and not within(module, *FACE))
        or (within(module, "plugins") and not within(module, f"plugins.{room}"))
    ]


def package_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).parent.parts)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_imports_the_public_face_and_itself(room: Path):
    files = [file for file in room.rglob("*.py") if "tests" not in file.relative_to(room).parts]
    found = {str(file): trespasses(file.read_text("utf-8"), package_of(file), room.name) for file in files}
    assert {file: modules for file, modules in found.items() if modules} == {}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_the_tests_of_a_room_import_no_other_room(room: Path):
    for file in room.glob("tests/**/*.py"):
        modules = modules_of(file.read_text("utf-8"), package_of(file))
        others = [
            module
            for module in modules
            if within(module, "plugins") and not within(module, f"plugins.{room.name}")
        ]
        assert others == [], file


def test_the_hub_knows_no_room_by_name():
    for file in (ROOT / "hub").rglob("*.py"):
        modules = modules_of(file.read_text("utf-8"), package_of(file))
        assert [module for module in modules if within(module, "plugins")] == [], file


@pytest.mark.parametrize(
    "line",
    [
        "import hub.kernel.database",
        "from hub.kernel.database import db",
        "from hub import kernel",
        "from plugins.reading_room.models import Book",
        "from plugins import reading_room",
        "from ..reading_room import models",
    ],
)
def test_a_trespass_is_noticed(line: str):
    assert trespasses(line, "plugins.tool_station", "tool_station") != []


@pytest.mark.parametrize(
    "line",
    [
        "from hub.room import Form",
        "from hub import room",
        "from hub.kits.lending import lend",
        "from . import models",
        "from .models import Tool",
        "from plugins.tool_station.models import Tool",
        "import hubble",
    ],
)
def test_what_is_allowed_is_left_alone(line: str):
    assert trespasses(line, "plugins.tool_station", "tool_station") == []
