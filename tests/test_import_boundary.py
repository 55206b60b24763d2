"""Rooms stand on the hub's public face alone, and on no other room: the rule `imports` of conformance.

`lint-imports` keeps the hub's own layers; what neither of them says is checked here, on the syntax tree.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.conformance import source

ROOT = Path(__file__).resolve().parent.parent
ROOMS = sorted(manifest.parent for manifest in ROOT.glob("plugins/*/room.toml"))


def modules_of(text: str, package: str) -> Iterator[str]:
    return source.modules_of(ast.parse(text), package)


def trespasses(text: str, package: str, room: str) -> list[str]:
    return source.trespasses(ast.parse(text), package, f"plugins.{room}")


def package_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).parent.parts)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_the_tests_of_a_room_import_no_other_room(room: Path):
    for file in room.glob("tests/**/*.py"):
        modules = modules_of(file.read_text("utf-8"), package_of(file))
        others = [
            module
            for module in modules
            if source.within(module, "plugins") and not source.within(module, f"plugins.{room.name}")
        ]
        assert others == [], file


def test_the_hub_knows_no_room_by_name():
    for file in (ROOT / "hub").rglob("*.py"):
        modules = modules_of(file.read_text("utf-8"), package_of(file))
        assert [module for module in modules if source.within(module, "plugins")] == [], file


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
