"""Keeps the keys of residents in step: they change in the transaction in which a name or a phone does."""

from __future__ import annotations

from sqlalchemy import event, inspect, select

from hub.kernel.tenancy import HubSession
from hub.people.keys import keys_of
from hub.people.models import Resident, ResidentKey


def follow_residents() -> None:
    """Begin to keep the keys in step, in every session; calling it again changes nothing."""
    if not event.contains(HubSession, "before_flush", _follow):
        event.listen(HubSession, "before_flush", _follow)


def _follow(session: HubSession, _context: object, _instances: object) -> None:
    """Runs after the session has put new rows into their village (`hub.kernel.tenancy`)."""
    for row in list(session.new):
        if isinstance(row, Resident):
            _add(session, row, keys_of(row.name, row.phone or ""))
    for row in list(session.dirty):
        if isinstance(row, Resident) and _renamed(row):
            _renew(session, row)


def _renamed(resident: Resident) -> bool:
    attributes = inspect(resident).attrs
    return attributes.name.history.has_changes() or attributes.phone.history.has_changes()


def _renew(session: HubSession, resident: Resident) -> None:
    wanted = keys_of(resident.name, resident.phone)
    with session.no_autoflush:
        kept = session.scalars(select(ResidentKey).where(ResidentKey.resident_id == resident.id)).all()
    for key in kept:
        if key.key not in wanted:
            session.delete(key)
    _add(session, resident, wanted - {key.key for key in kept})


def _add(session: HubSession, resident: Resident, keys: set[str]) -> None:
    session.add_all(
        ResidentKey(village_id=session.village_id, resident=resident, key=key) for key in sorted(keys)
    )
