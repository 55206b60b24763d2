"""The hub of the current app: its settings, rooms and events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from flask import current_app

if TYPE_CHECKING:
    from hub.kernel.events import Events
    from hub.kernel.loader import Rooms
    from hub.settings import Settings


@dataclass(slots=True)
class Hub:
    """What one app has; there is one an app, never a global one."""

    settings: Settings
    rooms: Rooms
    events: Events
    owners: dict[str, str] = field(default_factory=dict)  # blueprint → room
    # What is worked out once from what this process has loaded, by who worked it out.
    remembered: dict[str, dict[Any, Any]] = field(default_factory=dict)
    # Puts somebody without an account into a village, for a public page: hub.centre.situation.enter_village.
    enter: Callable[..., None] | None = None

    def own(self, blueprint: str, room: str) -> None:
        """Note that a blueprint belongs to a room, for the gate."""
        self.owners[blueprint] = room


def the_hub() -> Hub:
    """The hub of the current app."""
    return cast(Hub, current_app.extensions["hub"])
