"""Merging a double: whatever points at it, in any list of the core or of a room, points at the kept one afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    CursorResult,
    ForeignKeyConstraint,
    MetaData,
    Table,
    func,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from hub.audit.writer import note
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import VILLAGE, CoreBase
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub
from hub.kernel.tenancy import TRUSTED
from hub.people.models import Resident, ResidentKey
from hub.people.services import empty


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column that names a resident. `room` is the key of the room whose table it is, "" for the core's."""

    room: str
    table: Table
    column: Column[int]


def merge(kept: Resident, double: Resident) -> int:
    """Merge `double` into `kept`; answers how many records now point at the kept one.

    What `kept` lacks is taken over from the double, which stays as an empty row, so that records of a room whose
    package is not installed today still have somebody to point at. Raises Refused when it cannot be done.
    """
    _refuse_unfit(kept, double)
    db.session.flush()
    moved = sum(
        _move(pointer, kept.id, double.id)
        for pointer in pointers()
        if not pointer.column.info.get("merged_by_owner")
    )
    db.session.expire_all()
    for earlier in db.session.scalars(select(Resident).where(Resident.merged_into_id == double.id)):
        earlier.merged_into_id = kept.id
    kept.consent_on = kept.consent_on or double.consent_on
    kept.last_used_on = max(filter(None, (kept.last_used_on, double.last_used_on)), default=None)
    kept.phone, kept.group = kept.phone or double.phone, kept.group or double.group
    the_hub().events.tell("residents_merged", kept=kept, double=double)
    empty(double)
    double.merged_into_id = kept.id
    note("merge", Resident.__tablename__, kept.id, double=double.id, moved=moved)
    db.session.flush()
    return moved


def references_of(resident: Resident) -> dict[str, int]:
    """How many records point at a resident, by room ("" for the core); rooms that the one who looks may not see into
    keep even that to themselves."""
    counts: dict[str, int] = {}
    for pointer in pointers():
        if pointer.room and not here.can(f"{pointer.room}.view"):
            continue
        here_too = select(func.count()).where(*_where(pointer, resident.id)).select_from(pointer.table)
        count = db.session.execute(here_too, execution_options={TRUSTED: True}).scalar_one()
        counts[pointer.room] = counts.get(pointer.room, 0) + count
    return {room: count for room, count in counts.items() if count}


def pointers() -> list[Pointer]:
    """Every column of the core and of the loaded rooms that is a foreign key to a resident; the search keys apart."""
    found = list(_pointers_in("", CoreBase.metadata))
    for room in the_hub().rooms.loaded:
        if room.declared.base is not None:
            found += _pointers_in(room.id, room.declared.base.metadata)
    return [pointer for pointer in found if pointer.table is not ResidentKey.__table__]


def _pointers_in(room: str, metadata: MetaData) -> Iterator[Pointer]:
    for table in metadata.sorted_tables:
        for constraint in table.constraints:
            if (
                isinstance(constraint, ForeignKeyConstraint)
                and constraint.referred_table is Resident.__table__
            ):
                for element in constraint.elements:
                    if element.column.name == "id":
                        yield Pointer(room, table, element.parent)


def _move(pointer: Pointer, kept: int, double: int) -> int:
    """Not an ORM statement: a table may have no model. So the village's condition stands here itself."""
    statement = update(pointer.table).where(*_where(pointer, double)).values({pointer.column: kept})
    try:
        with db.session.begin_nested():
            result = db.session.execute(statement, execution_options={TRUSTED: True})
            return cast("CursorResult[Any]", result).rowcount
    except IntegrityError as error:
        room = here.rooms.get(pointer.room)
        raise Refused(
            _("两位在“%(place)s”里各有一条只能有一条的记录，请先在那里处理好，再来合并。",
              place=room.name if room else _("来访"))
        ) from error  # fmt: skip


def _where(pointer: Pointer, resident_id: int) -> tuple[ColumnElement[bool], ...]:
    return pointer.table.c[VILLAGE] == here.village_id, pointer.column == resident_id


def _refuse_unfit(kept: Resident, double: Resident) -> None:
    if kept.id == double.id:
        raise Refused(_("这是同一条登记，不用合并。"), "other")
    for resident in (kept, double):
        if not resident.is_kept:
            raise Refused(_("其中一位已被合并或清除，请重新选择。"), "other")
