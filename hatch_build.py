"""Compiles the message catalogues while a wheel is built, so that an installed hub speaks English too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):
    """Writes a .mo beside every .po."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for source in Path(self.root).glob("[hp]*/**/LC_MESSAGES/*.po"):
            with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po, locale=source.parent.parent.name))
