"""What points at records: while something does, they are not simply deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ForeignKeyConstraint, MetaData, Select, Table, delete, select

from hub.imports.models import ImportMade
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import VILLAGE, CoreBase
from hub.kernel.rows import change_rows
from hub.kernel.state import the_hub


def model_of(table: str) -> type[Any] | None:
    """The model of a table, of the core or of a room that is loaded."""
    bases: list[Any] = [
        CoreBase,
        *(room.declared.base for room in the_hub().rooms.loaded if room.declared.base),
    ]
    for base in bases:
        for mapper in base.registry.mappers:
            if mapper.local_table.name == table:
                found: type[Any] = mapper.class_
                return found
    return None


def used_records(batch_id: int, model: type[Any], brought: Select[Any]) -> int:
    """How many records something points at that neither came with the same import nor goes with them."""
    used: set[int] = set()
    for table, column in _pointers(model.__table__):
        target = table.c[column]
        statement = select(target).where(table.c[VILLAGE] == here.village_id, target.in_(brought))
        if "id" in table.c:
            made = ImportMade.__table__.c
            came_with = select(made.record_id).where(
                made.village_id == here.village_id, made.batch_id == batch_id, made.table == table.name
            )
            statement = statement.where(table.c.id.not_in(came_with))
        used.update(db.session.connection().scalars(statement.distinct()))
    return len(used)


def delete_records(model: type[Any], ids: Sequence[int]) -> None:
    """Delete records, as one deed in the audit."""
    change_rows(delete(model).where(model.id.in_(ids)), "import_undone")


def _pointers(target: Table) -> Iterator[tuple[Table, str]]:
    """Every column that is a foreign key to a table and does not go with it."""
    metadatas: list[MetaData] = [CoreBase.metadata]
    metadatas += [room.declared.base.metadata for room in the_hub().rooms.loaded if room.declared.base]
    for metadata in metadatas:
        for table in metadata.sorted_tables:
            for constraint in table.constraints:
                if (
                    isinstance(constraint, ForeignKeyConstraint)
                    and constraint.referred_table is target
                    and constraint.ondelete != "CASCADE"
                    and VILLAGE in table.c
                ):
                    yield from (
                        (table, element.parent.name)
                        for element in constraint.elements
                        if element.column.name == "id"
                    )
