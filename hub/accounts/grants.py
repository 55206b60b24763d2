"""Who may do what: the permissions that a role gives in a village."""

from __future__ import annotations

from hub.accounts.models import Membership, User
from hub.kernel.checks import STANDARD_PERMISSIONS
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
        if membership.role == "keeper" and room.id in mine:
            names = {"view", "record"} | {name for name, roles in declared.items() if "keeper" in roles}
        elif membership.role == "secretary" and not room.manifest.confidential:
            own = {name for name, permission in room.manifest.permissions.items() if permission.own}
            names = {*STANDARD_PERMISSIONS, *declared} - own
        elif membership.role == "secretary":
            names = {"manage"}  # may set its hours and capacity, never read its records
        elif membership.role == "reader" and not room.manifest.confidential:
            names = {"view"} | {name for name, roles in declared.items() if "reader" in roles}
        else:
            names = set()
        grants |= {f"{room.id}.{name}" for name in names}
    return frozenset(grants)
