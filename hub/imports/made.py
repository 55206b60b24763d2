"""The records that an import made: noted, so that it can be undone, and removed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, select

from hub.audit.writer import quiet
from hub.i18n import _
from hub.imports import batches
from hub.imports.batches import CHUNK
from hub.imports.models import ImportBatch, ImportMade
from hub.imports.pointing import delete_records, model_of
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused


def imported(batch_id: int, model: type[Any]) -> Select[Any]:
    """The ids of the records of a model that an import brought, for a condition: `Copy.id.in_(imported(7, Copy))`."""
    made = (ImportMade.batch_id == batch_id, ImportMade.table == model.__tablename__)
    return select(ImportMade.record_id).where(ImportMade.village_id == here.village_id, *made)


def note_made(batch: ImportBatch, made: Iterable[Any]) -> None:
    """A batch made these."""
    batches.add_rows(ImportMade, [
        {"batch_id": batch.id, "table": record.__tablename__, "record_id": record.id} for record in made
    ])  # fmt: skip


def number_made(batch: ImportBatch) -> int:
    """How many records of a batch are remembered."""
    return db.session.scalar(select(func.count(ImportMade.id)).where(ImportMade.batch_id == batch.id)) or 0


def models_of(batch: ImportBatch) -> Iterator[type[Any]]:
    """The models of what a batch made. Raises Refused when their room is gone."""
    tables = select(ImportMade.table).where(ImportMade.batch_id == batch.id).distinct()
    return (_model(table) for table in db.session.scalars(tables).all())


def remove_part(batch: ImportBatch) -> int:
    """Remove the last records that a batch made; answers how many."""
    last = select(ImportMade.id, ImportMade.table, ImportMade.record_id).where(
        ImportMade.batch_id == batch.id
    )
    made = db.session.execute(last.order_by(ImportMade.id.desc()).limit(CHUNK)).all()
    if not made:
        return 0
    remove = batches.sheet_for(batch).remove or delete_records
    with quiet():
        for table, some in groupby(made, key=lambda one: one.table):
            remove(_model(table), [one.record_id for one in some])
    batches.remove_rows(ImportMade, [one.id for one in made])
    return len(made)


def _model(table: str) -> type[Any]:
    found = model_of(table)
    if found is None:
        raise Refused(_("这个功能室现在停用了，名单不能导入。"))
    return found
