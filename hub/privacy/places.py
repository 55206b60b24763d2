"""Where something of people is kept: by the core, and by every room, whether or not it is switched on now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hub.i18n import _
from hub.kernel.declarations import PersonalData
from hub.kernel.here import here
from hub.kernel.loader import LoadedRoom
from hub.kernel.state import the_hub


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that personal data is kept: the core (no room) or a room, whether or not it is switched on now."""

    room: LoadedRoom | None
    data: PersonalData

    @property
    def name(self) -> str:
        """The room as this village calls it."""
        if self.room is None:
            return _("中心")
        if self.room.id in here.rooms:
            return here.rooms[self.room.id].name
        assert self.room.manifest
        return self.room.manifest.name(the_hub().settings.lang)

    @property
    def readable(self) -> bool:
        """A confidential room answers for itself; its records are not read here."""
        if self.room is None or self.room.manifest is None or not self.room.manifest.confidential:
            return True
        return here.can(f"{self.room.id}.view")

    @property
    def is_on(self) -> bool:
        """Whether its pages open in this village."""
        return self.room is None or self.room.id in here.enabled_rooms


def places() -> Iterator[Place]:
    """Every declared place, the core's first. A room that is off still keeps what it had."""
    hub = the_hub()
    for declared in hub.rooms.core.values():
        yield from (Place(None, data) for data in declared.personal_data)
    for room in hub.rooms.loaded:
        yield from (Place(room, data) for data in room.declared.personal_data)
