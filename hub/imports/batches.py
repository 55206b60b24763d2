"""What happens to a batch as a whole: it begins, it is decided about, it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import aliased

from hub.audit.writer import note
from hub.i18n import _
from hub.imports.models import ImportBatch, ImportMade, ImportRow
from hub.kernel.database import db
from hub.kernel.declarations import ImportSheet
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.rows import change_rows, hold
from hub.sheets.checking import Problem
from hub.sheets.declared import find_sheet

CHUNK = 500  # rows in one transaction
SILENT_FOR = timedelta(seconds=30)  # without a sign of life, and whoever worked on it is gone
UNDECIDED, UNDOABLE, REMEMBERED = timedelta(days=1), timedelta(days=30), timedelta(days=365)
AT_WORK = ("reading", "taking", "undoing")
TAKEN_IN = ("done", "undoing", "undone")


class Waiting(NamedTuple):
    """A row that waits to be taken in: its own id, its number as the spreadsheet counts, its values."""

    id: int
    number: int
    values: dict[str, Any]


def begin(sheet: str, name: str) -> ImportBatch:
    """A batch whose file is about to be read."""
    batch = ImportBatch(
        sheet=sheet, name=_called(sheet, name)[-120:], state="reading", made_at=here.now, beat_at=here.now,
        user_id=here.user.id if here.user else None,
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    return batch


def _called(sheet: str, name: str) -> str:
    """What a file is called on the pages; it keeps its ending, by which it is read."""
    found = find_sheet(sheet)
    if found is None or not found[1].names_people:
        return name
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    return f"{found[1].label}.{ending}" if re.fullmatch("[a-z]{2,4}", ending) else str(found[1].label)


def sheet_for(batch: ImportBatch) -> ImportSheet:
    """What was declared of a batch's sheet. Raises Refused when the room is off or gone by now."""
    found = find_sheet(batch.sheet)
    if found is None:
        raise Refused(_("这个功能室现在停用了，名单不能导入。"))
    return found[1]


def held(batch_id: int, *states: str) -> ImportBatch:
    """A batch in one of some states, held until the transaction ends. Raises Refused."""
    batch = hold(ImportBatch, batch_id)
    if batch is None or batch.state not in states:
        raise Refused(_("这份名单已经办过了。要再导入，请重新传一次。"))
    return batch


def hold_alike(batch_id: int) -> None:
    """Hold all lists of the same kind that could be taken in, so that only one of two who decide goes first."""
    mine = aliased(ImportBatch)
    kind = select(mine.sheet).where(mine.id == batch_id).scalar_subquery()
    alike = ImportBatch.sheet == kind, ImportBatch.state.in_(("checked", "taking"))
    db.session.scalars(
        select(ImportBatch.id).where(*alike).order_by(ImportBatch.id).with_for_update(of=ImportBatch)
    ).all()


def is_busy(sheet: str) -> bool:
    """Whether a list of the kind is being taken in. Two at once would not see that they bring the same."""
    busy = select(ImportBatch.id).where(ImportBatch.sheet == sheet, ImportBatch.state == "taking")
    return db.session.scalars(busy.limit(1)).first() is not None


def move_on(batch: ImportBatch, state: str, reason: Any = "") -> None:
    """The batch is in another state."""
    batch.state, batch.beat_at = state, here.now
    batch.reason = str(reason)[:300]
    if state not in (*AT_WORK, "checked"):
        batch.done_at = here.now


def drop(batch_id: int) -> ImportBatch:
    """Take in none of it. Raises Refused."""
    batch = held(batch_id, "checked")
    forget_content(batch)
    move_on(batch, "dropped")
    return batch


def fail(batch: ImportBatch, reason: Any) -> None:
    """It came to nothing; none of it is kept."""
    forget_content(batch)
    move_on(batch, "failed", reason)


def forget_content(batch: ImportBatch) -> None:
    """Nothing of what the file said is kept."""
    batch.findings = ""
    _remove(ImportRow, ImportRow.__table__.c.batch_id == batch.id)


def tell(batch: ImportBatch, deed: str, rows: int) -> None:
    """Say in the audit what became of a batch, in place of its rows."""
    note(deed, batch.sheet.partition(".")[0] or batch.sheet, batch.id, sheet=batch.sheet, rows=rows)


def findings(batch: ImportBatch) -> tuple[list[Problem], list[str]]:
    """What is wrong in a file that is looked at, the first of it, and what is to be said of the whole."""
    kept = json.loads(batch.findings) if batch.findings else {}
    return [Problem(*one) for one in kept.get("problems", ())], list(kept.get("notes", ()))


def keep_findings(batch: ImportBatch, problems: Sequence[Problem], notes: Sequence[str]) -> None:
    """The same, kept."""
    told = [[one.row, one.sentence, one.column, one.title, one.text] for one in problems]
    batch.findings = json.dumps({"problems": told, "notes": list(notes)}, ensure_ascii=False)


def waiting_rows(batch_id: int, most: int = CHUNK, after: int = 0) -> list[Waiting]:
    """The rows that wait, the first so many behind another."""
    mine = ImportRow.batch_id == batch_id, ImportRow.id > after
    wanted = select(ImportRow.id, ImportRow.number, ImportRow.content).where(*mine)
    found = db.session.execute(wanted.order_by(ImportRow.id).limit(most))
    return [Waiting(id, number, json.loads(content)) for id, number, content in found]


def keep_values(rows: Sequence[Waiting]) -> None:
    """What rows say, and what was worked out of it, is kept with them."""
    table = ImportRow.__table__
    change = table.update().where(  # type: ignore[attr-defined]
        table.c.village_id == here.village_id, table.c.id == bindparam("row_id")
    )
    kept = [{"row_id": row.id, "content": json.dumps(row.values, ensure_ascii=False)} for row in rows]
    db.session.connection().execute(change, kept)


def claim(batch: ImportBatch) -> bool:
    """Take over a batch on which nobody has worked for a while; only one of those who try may go on."""
    table = ImportBatch.__table__
    taken = db.session.connection().execute(
        table.update()  # type: ignore[attr-defined]
        .where(
            table.c.village_id == here.village_id, table.c.id == batch.id, table.c.beat_at == batch.beat_at
        )
        .values(beat_at=here.now)
    )
    db.session.commit()
    db.session.expire_all()
    return bool(taken.rowcount)


def drop_undecided() -> int:
    """A file that nobody decided about for a day is not kept, nor what was left of one that was taken in. Answers how
    many."""
    taken_in = select(ImportBatch.id).where(
        ImportBatch.village_id == here.village_id, ImportBatch.state.in_(TAKEN_IN)
    )
    _remove(ImportRow, ImportRow.__table__.c.batch_id.in_(taken_in))
    old = (ImportBatch.state == "checked", ImportBatch.made_at < here.now - UNDECIDED)
    batches = db.session.scalars(select(ImportBatch).where(*old)).all()
    for batch in batches:
        forget_content(batch)
        move_on(batch, "dropped")
    return len(batches)


def forget_old() -> int:
    """After thirty days an import is not undone any more, after a year it is not remembered. Answers how many."""
    ended = ImportBatch.done_at < here.now - UNDOABLE
    closed = db.session.scalars(
        select(ImportBatch.id).where(ended, ImportBatch.id.in_(select(ImportMade.batch_id).distinct()))
    ).all()
    if closed:
        _remove(ImportMade, ImportMade.__table__.c.batch_id.in_(closed))
    forgotten = ImportBatch.made_at < here.now - REMEMBERED, ImportBatch.state.not_in((*AT_WORK, "checked"))
    return len(closed) + change_rows(delete(ImportBatch).where(*forgotten), "retention")


def add_rows(model: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    """Insert many rows that stand in no audit."""
    if rows:
        village_id = here.village_id
        stamped = [row | {"village_id": village_id} for row in rows]
        db.session.connection().execute(insert(model.__table__), stamped)


def remove_rows(model: type[Any], ids: Sequence[int]) -> None:
    """Delete rows that stand in no audit."""
    _remove(model, model.__table__.c.id.in_(ids))


def _remove(model: type[Any], condition: Any) -> None:
    table = model.__table__
    db.session.connection().execute(table.delete().where(table.c.village_id == here.village_id, condition))
