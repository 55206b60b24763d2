"""What rooms and the core's features have declared, asked one by one: one that fails is logged, the others answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import structlog

from hub.kernel.database import db, transaction_is_lost
from hub.kernel.declarations import Declared
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.kernel.transactions import transaction_writes

if TYPE_CHECKING:
    from hub.centre.models import Room

log = structlog.get_logger()
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Owner:
    """A room that is on in the village, or a feature of the core, with what it declared."""

    key: str
    name: str
    icon: str
    declared: Declared
    is_room: bool = True
    confidential: bool = False

    def may(self, permission: str) -> bool:
        """Whether the user may do something there; rooms name their permissions without their id."""
        return here.can(f"{self.key}.{permission}" if self.is_room else permission)


def owners() -> Iterator[Owner]:
    """The enabled rooms in their order, then the core's features."""
    yield from map(room_owner, here.enabled_rooms.values())
    yield from core_owners()


def room_owner(room: Room) -> Owner:
    """A room of the village whose plugin is loaded, whether it is on or off. Raises LookupError."""
    loaded = the_hub().rooms.get(room.key)
    if loaded is None or loaded.manifest is None:
        raise LookupError(room.key)
    return Owner(room.key, room.name, room.icon, loaded.declared, confidential=loaded.manifest.confidential)


def core_owners() -> Iterator[Owner]:
    """The features of the core."""
    for feature, declared in the_hub().rooms.core.items():
        yield Owner(feature, "", "", declared, is_room=False)


def owner_of(key: str) -> Owner:
    """One enabled room. Raises LookupError."""
    found = next((owner for owner in owners() if owner.is_room and owner.key == key), None)
    if found is None:
        raise LookupError(key)
    return found


@dataclass(frozen=True, slots=True)
class Note:
    """A quiet line at the foot of 今天 that opens something."""

    text: str
    url: str


def notes() -> list[Note]:
    """What features of the core say there: `TODAY_NOTES` in their hooks.py, pairs of a permission and a function."""
    modules = [
        module for name, module in the_hub().rooms.plugins.list_name_plugin() if name.startswith("core.")
    ]
    pairs = (pair for module in modules for pair in getattr(module, "TODAY_NOTES", ()))
    return [Note(*fetch()) for permission, fetch in pairs if here.can(permission)]


def ask(owner: Owner, what: str, call: Callable[[], Answer]) -> Answer | None:
    """The answer, or None when it failed; nothing it did in the database remains."""
    try:
        with _savepoint():
            return call()
    except Exception:
        if transaction_is_lost():
            raise
        log.exception("source_failed", owner=owner.key, source=what)
        return None


@contextmanager
def _savepoint() -> Iterator[None]:
    """A place to return to. On a page that is only read nothing can be lost, so all that are asked share one."""
    session = db.session()
    if transaction_writes():
        with session.begin_nested():
            yield
        return
    standing = session.get_nested_transaction() or session.begin_nested()
    try:
        yield
        session.flush()  # whoever tried to write is told so, and not the next one
    except BaseException:
        standing.rollback()
        raise
