"""When a room last needed a resident: on the day on which it last wrote a record that names them.

Noticed here for every room, so that no room has to remember it; a record that names somebody who was erased meanwhile
is refused here as well. It passes the audit by: there, days on which somebody came would add up to the very timeline
that the hub does not keep.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import ForeignKeyConstraint, event, inspect, or_, update
from sqlalchemy.orm import Mapper

from hub.i18n import _
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.tenancy import HubSession
from hub.people.models import Resident, ResidentKey


def follow_usage() -> None:
    """Begin to notice it, in every session; calling it again changes nothing."""
    if not event.contains(HubSession, "after_flush", _notice):
        event.listen(HubSession, "after_flush", _notice)


def _notice(session: HubSession, _context: object) -> None:
    named = {resident_id for row in session.new for resident_id in _named_in(row)}
    if not named:
        return
    resident = Resident.__table__.c
    needed = session.connection().execute(
        update(Resident.__table__)  # type: ignore[arg-type]
        .where(resident.village_id == session.village_id, resident.id.in_(sorted(named)))
        .where(or_(resident.last_used_on.is_(None), resident.last_used_on < here.today))
        .values(last_used_on=here.today)
        .returning(resident.erased_at)
    )
    # Who is erased has no such day, so they are among these: somebody erased them since the form was opened.
    if any(row.erased_at is not None for row in needed):
        raise Refused(_("这个人的资料刚刚删除了，请重新选人。"))


def _named_in(row: Any) -> Iterator[int]:
    for key in _pointing(inspect(row).mapper):
        resident_id = row.__dict__.get(key)
        if resident_id is not None:
            yield resident_id


@cache
def _pointing(mapper: Mapper[Any]) -> tuple[str, ...]:
    """The attributes of a model that are foreign keys to a resident."""
    if mapper.class_ is ResidentKey:
        return ()
    return tuple(
        mapper.get_property_by_column(element.parent).key
        for constraint in getattr(mapper.local_table, "constraints", ())
        if isinstance(constraint, ForeignKeyConstraint) and constraint.referred_table is Resident.__table__
        for element in constraint.elements
        if element.column.name == "id" and not element.parent.info.get("no_use")
    )
