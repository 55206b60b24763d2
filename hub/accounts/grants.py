"""Who may do what: the permissions that a role gives in a village."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hub.accounts.models import Membership, User
from hub.confidential.glass import is_open
from hub.confidential.rooms import in_force
from hub.kernel.checks import STANDARD_PERMISSIONS
from hub.kernel.state import the_hub

SECRETARY = frozenset(
    {"visits.record", "visits.view", "residents.view", "residents.edit", "residents.names", "village.settings",
     "accounts.manage", "audit.view", "rooms.enable", "report.view", "privacy.manage", "centre.open", "visits.void",
     "backup.make", "confidential.glass", "confidential.look"}
)  # fmt: skip
KEEPER = frozenset(
    {"visits.record", "visits.view", "residents.view", "residents.edit", "residents.names", "report.view",
     "centre.open", "confidential.look"}
)  # fmt: skip
READER = frozenset({"visits.view", "report.view"})
TOWN_ADMIN = frozenset({"villages.manage", "backup.make"})


def grants_of(user: User, membership: Membership | None) -> frozenset[str]:
    """All permissions of a user in a village. A confidential room opens to its own keepers only, and so does what a
    room keeps to its own."""
    grants = set(TOWN_ADMIN) if user.town_admin else set()
    if membership is None:
        return frozenset(grants)
    mine = set(membership.rooms.split())
    grants |= {"secretary": SECRETARY, "keeper": KEEPER, "reader": READER}[membership.role]
    for room in the_hub().rooms.loaded:
        assert room.manifest
        declared = {name: permission.roles for name, permission in room.manifest.permissions.items()}
        if room.manifest.confidential:
            names = _in_confidence(membership, room.id, declared)
        elif membership.role == "keeper" and room.id in mine:
            names = {"view", "record"} | {name for name, roles in declared.items() if "keeper" in roles}
        elif membership.role == "secretary":
            own = {name for name, permission in room.manifest.permissions.items() if permission.own}
            names = {*STANDARD_PERMISSIONS, *declared} - own
        elif membership.role == "reader":
            names = {"view"} | {name for name, roles in declared.items() if "reader" in roles}
        else:
            names = set()
        grants |= {f"{room.id}.{name}" for name in names}
        if room.manifest.confidential and "view" in names and "glass" not in names:
            grants.add("confidential.reads")
    return frozenset(grants)


def _in_confidence(membership: Membership, room: str, declared: Mapping[str, Iterable[str]]) -> set[str]:
    """What a confidential room opens: all to its keepers once a second person agreed, a look to a secretary who broke
    the glass. A secretary may always set its hours and capacity, and reads nothing by that."""
    if membership.role == "keeper" and room in in_force(membership):
        return {"view", "record"} | {name for name, roles in declared.items() if "keeper" in roles}
    if membership.role != "secretary":
        return set()
    return {"manage", "view", "glass"} if is_open(membership, room) else {"manage"}
