"""The room under examination: its files as they are, and a scratch hub that is made when a rule first needs it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from hub.conformance.scratch import Scratch
from hub.conformance.walk import Door
from hub.kernel.declarations import Declared
from hub.kernel.discovery import Found
from hub.kernel.loader import LoadedRoom
from hub.kernel.manifest import Manifest
from hub.kernel.migrate import Part, part_of

APART = frozenset({"tests", "migrations"})


@dataclass(frozen=True, slots=True)
class Source:
    """One of the room's Python files."""

    name: str  # within the room's folder
    package: str
    text: str
    tree: ast.Module


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no hub takes the room in, and the rule that says so."""

    rule: str
    reason: str


class Subject:
    """What rules are given. Leave it as a context manager: the scratch hub goes with it."""

    def __init__(self, found: Found, database: str | None = None) -> None:
        self.found = found
        self._database = database
        self._scratch: Scratch | None = None
        self.opened: dict[Door, str] = {}  # see `hub.conformance.life`

    def __enter__(self) -> Subject:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._scratch is not None:
            self._scratch.close()

    @property
    def id(self) -> str:
        return self.found.id

    @property
    def folder(self) -> Path:
        return self.found.folder

    @property
    def manifest(self) -> Manifest | None:
        """None when it cannot be read."""
        return self.found.manifest

    @property
    def has_code(self) -> bool:
        return (self.folder / "hooks.py").exists()

    @cached_property
    def sources(self) -> list[Source]:
        """The room's own code, without its tests and revisions. What is no Python is left to the rule `loads`."""
        return list(self._read())

    def _read(self) -> Iterator[Source]:
        for file in sorted(self.folder.rglob("*.py")):
            inside = file.relative_to(self.folder)
            if APART.intersection(inside.parts):
                continue
            text = file.read_text("utf-8", errors="replace")
            package = ".".join([self.found.package, *inside.parent.parts])
            try:
                yield Source(inside.as_posix(), package, text, ast.parse(text))
            except SyntaxError:
                continue

    @cached_property
    def refusal(self) -> Refusal | None:
        """Why the room is not taken in; None when it is."""
        if self.found.manifest is None:
            return Refusal("loads", self.found.problem)
        room = self.room
        if room.state != "loaded":
            return Refusal(room.rule or "loads", room.reason)
        return None

    @property
    def scratch(self) -> Scratch:
        """The hub with this room and those it requires."""
        if self._scratch is None:
            self._scratch = Scratch(self.found, self._database)
        return self._scratch

    @property
    def room(self) -> LoadedRoom:
        return self.scratch.room

    @property
    def declared(self) -> Declared:
        return self.room.declared

    @property
    def part(self) -> Part | None:
        """The room's line of revisions; None when it has no models."""
        return part_of(self.room)

    @property
    def tables(self) -> list[Any]:
        """The room's tables, as its models describe them."""
        return list(self.declared.base.metadata.sorted_tables) if self.declared.base else []
