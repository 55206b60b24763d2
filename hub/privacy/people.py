"""What is kept of one person, in the core and in every room, and how it is made nameless."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import structlog

from hub.audit.writer import note
from hub.i18n import _
from hub.kernel.database import db, transaction_is_lost
from hub.kernel.declarations import PersonalData
from hub.kernel.here import here
from hub.kernel.loader import LoadedRoom
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub
from hub.people.models import Resident

log = structlog.get_logger()


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


@dataclass(frozen=True, slots=True)
class Kept:
    """What one place keeps of a person; `pairs` is None where it may not be read here, or cannot be read now."""

    place: Place
    pairs: list[tuple[Any, Any]] | None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What one room, or the core, tells of a person: the parts that keep something, and whether some may not be read
    here or cannot be read now."""

    name: str
    parts: list[Kept]
    closed: bool
    failed: bool


def told_of(resident: Resident) -> tuple[list[Told], list[str]]:
    """Everything that is kept of a resident, by room, and the names of the rooms that keep nothing."""
    told, nothing = [], []
    for name, some in groupby(kept_of(resident), key=lambda one: one.place.name):
        kept = list(some)
        failed = any(one.failed for one in kept)
        closed = any(one.pairs is None and not one.failed for one in kept)
        parts = [one for one in kept if one.pairs]
        if parts or closed or failed:
            told.append(Told(name, parts, closed, failed))
        else:
            nothing.append(name)
    return told, nothing


def places() -> Iterator[Place]:
    """Every declared place, the core's first. A room that is off still keeps what it had."""
    hub = the_hub()
    for declared in hub.rooms.core.values():
        yield from (Place(None, data) for data in declared.personal_data)
    for room in hub.rooms.loaded:
        yield from (Place(room, data) for data in room.declared.personal_data)


def kept_of(resident: Resident) -> list[Kept]:
    """Everything that is kept of a resident, for their own page."""
    return [_kept_in(place, resident) for place in places()]


def _kept_in(place: Place, resident: Resident) -> Kept:
    """One place's answer; one that fails is said to have failed and hides nothing of the others."""
    if not place.readable:
        return Kept(place, None)
    try:
        with db.session.begin_nested():
            found = [(_text(label), _text(value)) for label, value in place.data.find(resident.id)]
            return Kept(place, found)
    except Exception:
        if transaction_is_lost():
            raise
        log.exception("personal_data_failed", room=place.room.id if place.room else "core")
        return Kept(place, None, failed=True)


def _text(said: Any) -> str:
    return said if isinstance(said, str) else str(said)


def erase(resident: Resident) -> int:
    """Make everything of a resident nameless; counts stay. Answers how many rows changed. Raises Refused.

    A room that still needs the person (a child that is inside) refuses with its reason, and nothing is erased.
    """
    if resident.erased_at is not None:
        raise Refused(_("这个人的资料已经删除了。"))
    rows = sum(place.data.erase(resident.id) for place in reversed(list(places())))
    note("erase", Resident.__tablename__, resident.id, rows=rows)
    db.session.flush()
    return rows
