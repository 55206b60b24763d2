"""What a built wheel needs beyond the files of the checkout: compiled catalogues, and the migrations inside `hub`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompleteWheel(BuildHookInterface):
    """Writes a .mo beside every .po and moves the core's migrations to where an installed hub looks for them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"]["migrations"] = "hub/migrations"
        for source in Path(self.root).glob("[hp]*/**/LC_MESSAGES/*.po"):
            with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po, locale=source.parent.parent.name))
