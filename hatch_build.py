"""Puts the core's migrations where an installed hub looks for them; in a checkout they stay where they are."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class MigrationsInsideHub(BuildHookInterface):
    """Moves `migrations/` into the package while a wheel is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"]["migrations"] = "hub/migrations"
