"""Who may do what: the permissions that a role gives in a village."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from hub.accounts.models import Membership
from hub.confidential.glass import is_open
from hub.confidential.rooms import in_force
from hub.kernel.checks import STANDARD_PERMISSIONS
from hub.kernel.loader import LoadedRoom
from hub.kernel.state import the_hub

SECRETARY = frozenset(
    {"visits.record", "visits.view", "residents.view", "residents.edit", "residents.names", "village.settings",
     "accounts.manage", "audit.view", "rooms.enable", "report.view", "privacy.manage", "centre.open", "visits.void",
     "backup.make", "confidential.glass", "confidential.look", "report.manage"}
)  # fmt: skip
KEEPER = frozenset(
    {"visits.record", "visits.view", "residents.view", "residents.edit", "residents.names", "report.view",
     "centre.open", "confidential.look"}
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


def grants_of(user: OfTown, membership: Membership | None) -> frozenset[str]:
    """All permissions of a user in a village. A confidential room opens to its own keepers only, and so does what a
    room keeps to its own."""
    if membership is None:
        return TOWN_ADMIN if user.town_admin else frozenset()
    return open_grants(user, membership).union(_confidential_grants(membership))


def open_grants(user: OfTown, membership: Role) -> frozenset[str]:
    """The permissions that no confidential room gives: the same for all who are the same, as long as the same rooms are
    loaded, so they are worked out once."""
    hub = the_hub()
    loaded = hub.rooms.loaded
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
        if room.manifest.confidential:
            continue
        declared = {name: permission.roles for name, permission in room.manifest.permissions.items()}
        if role == "keeper" and room.id in mine:
            names = {"view", "record"} | {name for name, roles in declared.items() if "keeper" in roles}
        elif role == "secretary":
            own = {name for name, permission in room.manifest.permissions.items() if permission.own}
            names = {*STANDARD_PERMISSIONS, *declared} - own
        elif role == "reader":
            names = {"view"} | {name for name, roles in declared.items() if "reader" in roles}
        else:
            names = set()
        grants |= {f"{room.id}.{name}" for name in names}
    return frozenset(grants)


def _confidential_grants(membership: Membership) -> set[str]:
    """Asked anew each time: who is trusted, and whether the glass is broken, changes while rooms stay the same."""
    grants = set()
    for room in the_hub().rooms.loaded:
        assert room.manifest
        if not room.manifest.confidential:
            continue
        declared = {name: permission.roles for name, permission in room.manifest.permissions.items()}
        names = _in_confidence(membership, room.id, declared)
        grants |= {f"{room.id}.{name}" for name in names}
        if "view" in names and "glass" not in names:
            grants.add("confidential.reads")
    return grants


def _in_confidence(membership: Membership, room: str, declared: Mapping[str, Iterable[str]]) -> set[str]:
    """What a confidential room opens: all to its keepers once a second person agreed, a look to a secretary who broke
    the glass. A secretary may always set its hours and capacity, and reads nothing by that."""
    if membership.role == "keeper" and room in in_force(membership):
        return {"view", "record"} | {name for name, roles in declared.items() if "keeper" in roles}
    if membership.role != "secretary":
        return set()
    return {"manage", "view", "glass"} if is_open(membership, room) else {"manage"}
