"""Notes what it was told."""

from __future__ import annotations

from hub.centre.models import Room
from hub.kernel.hookspecs import hookimpl

told: list[tuple[str, str]] = []


@hookimpl
def room_enabled(room: Room) -> None:
    told.append(("enabled", room.key))


@hookimpl
def room_disabled(room: Room) -> None:
    told.append(("disabled", room.key))
