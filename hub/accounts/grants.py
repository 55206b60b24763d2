"""Who may do what: the permissions that a role gives in a village."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from hub.kernel.checks import STANDARD_PERMISSIONS
from hub.kernel.loader import LoadedRoom
from hub.kernel.state import the_hub

SECRETARY = frozenset(
    {"visits.record", "visits.view", "residents.view", "residents.edit", "residents.names", "village.settings",
     "accounts.manage", "audit.view", "rooms.enable", "report.view", "privacy.manage", "centre.open", "visits.void",
     "backup.make"}
)  # fmt: skip
KEEPER = frozenset(
    {"visits.record", "visits.view", "residents.view", "residents.edit", "residents.names", "report.view",
     "centre.open"}
)  # fmt: skip
READER = frozenset({"visits.view", "report.view"})
TOWN_ADMIN = frozenset({"villages.manage", "backup.make"})
REMEMBERED = 1_000


class Role(Protocol):
    """What somebody is in a village: a membership, or as much of it as is asked here."""

    @property
    def role(self) -> str: ...

    @property
    def rooms(self) -> str: ...


class OfTown(Protocol):
    """A user, or as much of it as is asked here."""

    @property
    def town_admin(self) -> bool: ...


def grants_of(user: OfTown, membership: Role | None) -> frozenset[str]:
    """All permissions of a user in a village. A confidential room opens to its own keepers only, and so does what a
    room keeps to its own."""
    if membership is None:
        return TOWN_ADMIN if user.town_admin else frozenset()
    hub = the_hub()
    loaded = hub.rooms.loaded
    # The same for all who are the same, as long as the same rooms are loaded: worked out once.
    known = hub.remembered.setdefault("grants", {})
    key = (user.town_admin, membership.role, membership.rooms, tuple(room.id for room in loaded))
    if key not in known:
        if len(known) >= REMEMBERED:
            known.clear()
        known[key] = _worked_out(*key[:3], loaded)
    grants: frozenset[str] = known[key]
    return grants


def _worked_out(of_town: bool, role: str, rooms: str, loaded: Iterable[LoadedRoom]) -> frozenset[str]:
    mine = set(rooms.split())
    grants = set(TOWN_ADMIN) if of_town else set()
    grants |= {"secretary": SECRETARY, "keeper": KEEPER, "reader": READER}[role]
    for room in loaded:
        assert room.manifest
        declared = {name: permission.roles for name, permission in room.manifest.permissions.items()}
        if role == "keeper" and room.id in mine:
            names = {"view", "record"} | {name for name, roles in declared.items() if "keeper" in roles}
        elif role == "secretary" and not room.manifest.confidential:
            own = {name for name, permission in room.manifest.permissions.items() if permission.own}
            names = {*STANDARD_PERMISSIONS, *declared} - own
        elif role == "secretary":
            names = {"manage"}  # may set its hours and capacity, never read its records
        elif role == "reader" and not room.manifest.confidential:
            names = {"view"} | {name for name, roles in declared.items() if "reader" in roles}
        else:
            names = set()
        grants |= {f"{room.id}.{name}" for name in names}
    return frozenset(grants)
