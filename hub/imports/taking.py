"""Taking in what waits and undoing what was taken in: all of a list or none of it, whatever happens on the way.

A list is taken in by one transaction. One whose records take long to make (`ImportSheet.reveal`) makes them in parts,
so that others can write meanwhile, but seen by nobody; the last transaction shows all of them. Undoing goes the same
way back.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from hub.audit.writer import quiet
from hub.i18n import _, _n
from hub.imports import batches
from hub.imports.batches import CHUNK, imported
from hub.imports.models import ImportBatch, ImportMade
from hub.imports.pointing import delete_records, model_of, used_records
from hub.kernel.database import db
from hub.kernel.declarations import ImportSheet
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.transactions import intention
from hub.web.deeds import CHANGED_MEANWHILE

log = structlog.get_logger()
BREATH = 0.12  # seconds
# How far a list is that this process works on in one transaction: nobody else can read it there before its end.
_at: dict[int, int] = {}


def decide(batch_id: int) -> ImportBatch:
    """The good rows of a batch are to be taken in. Few of them are at once, in the present transaction; many are
    left to whoever works beside the pages. Raises Refused."""
    batch = batches.held(batch_id, "checked")
    sheet = batches.sheet_for(batch)
    if not batch.good:
        raise Refused(_("没有可以导入的行。请改好表格，再传一次。"))
    batch.total, batch.at = batch.good, 0
    batches.move_on(batch, "taking")
    if batch.good <= CHUNK:
        rows = _prepared(batch.id, sheet)
        _take_part(batch, sheet, rows)
        _whole(batch, sheet)
    return batch


def take_all(batch_id: int) -> None:
    """Take in what waits. What is refused on the way refuses all of it; what the database cannot do now can be begun
    again."""
    try:
        _take_all(batch_id)
    except OperationalError as error:  # a full disk, a lock that was not to be had, a server that went away
        db.session.rollback()
        log.error("import_stopped", batch=batch_id, exc_info=error)
        take_back(batch_id, stopped())
    except Exception as error:
        db.session.rollback()
        take_back(batch_id, _why(error), failed=True)
    except BaseException:  # somebody at the command line has had enough
        db.session.rollback()
        take_back(batch_id, stopped())
        raise


def _take_all(batch_id: int) -> None:
    with intention(writes=False):
        batch = db.session.get_one(ImportBatch, batch_id)
        sheet, beat = batches.sheet_for(batch), batch.beat_at
        db.session.commit()
    if sheet.reveal is None:
        _take_at_once(batch_id, sheet)
    else:
        _take_in_parts(batch_id, sheet, beat)


def _take_at_once(batch_id: int, sheet: ImportSheet) -> None:
    batch, last = _in_state(batch_id, "taking"), 0
    if batch is None:
        return
    while rows := _prepared(batch_id, sheet, last):
        _take_part(batch, sheet, rows)
        last = rows[-1][0]
    _whole(batch, sheet)
    db.session.commit()


def _take_in_parts(batch_id: int, sheet: ImportSheet, beat: datetime) -> None:
    """What can be worked out beforehand is, while others may write. Who was silent for too long finds that somebody
    else has taken the batch over, and leaves it."""
    last = 0
    while True:
        with intention(writes=False):
            rows = _prepared(batch_id, sheet, last)
            db.session.commit()
        batch = _in_state(batch_id, "taking")
        if batch is None or batch.beat_at != beat:
            db.session.rollback()
            return
        if rows:
            _take_part(batch, sheet, rows)
            last, beat = rows[-1][0], batch.beat_at
        else:
            _whole(batch, sheet)
        _breathe()
        if not rows:
            return


def _prepared(batch_id: int, sheet: ImportSheet, after: int = 0) -> list[tuple[int, dict[str, Any]]]:
    """The next rows by their numbers, with what the sheet works out of them."""
    found = batches.waiting_rows(batch_id, after=after)
    rows = [(row.id, json.loads(row.content)) for row in found]
    for row in found:
        db.session.expunge(row)
    if sheet.prepare is not None and rows:
        sheet.prepare([values for _id, values in rows])
    return rows


def _take_part(batch: ImportBatch, sheet: ImportSheet, rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    with quiet():
        made = list(sheet.take([values for _id, values in rows]))
        db.session.flush()
    batches.add_rows(ImportMade, [
        {"batch_id": batch.id, "table": record.__tablename__, "record_id": record.id} for record in made
    ])  # fmt: skip
    _go_on(batch, len(rows))


def _whole(batch: ImportBatch, sheet: ImportSheet) -> None:
    """All of it is there, and now it can be seen."""
    if sheet.reveal is not None:
        for model in _models(batch):
            sheet.reveal(model, imported(batch.id, model))
    batches.forget_content(batch)
    batches.move_on(batch, "done")
    batches.tell(batch, "import", batch.good)


def _why(error: Exception) -> Any:
    """What is said of an import that came to nothing."""
    if isinstance(error, Refused):
        return error.sentence
    if isinstance(error, CHANGED_MEANWHILE):
        return _("导入的时候，有人登记了同样的记录。请重新上传，再检查一次。")
    log.exception("import_refused", exc_info=error)
    return _("程序出错，没有导入；原因已记入日志，请告诉管电脑的人。")


def stopped() -> str:
    """What is said of an import whose worker is gone."""
    return _("上次导入中断了，一行也没有导入。可以再导入一次。")


def take_back(batch_id: int, reason: Any, *, failed: bool = False) -> None:
    """Of an import that was broken off nothing is left: what was made of it, and nobody has seen, is removed. It waits
    again to be decided about, or has `failed`."""
    while batch := _in_state(batch_id, "taking"):
        if not _remove_part(batch):
            batch.at = 0
            if failed:
                batches.fail(batch, reason)
            else:
                batches.move_on(batch, "checked", reason)
        _breathe()


def undo(batch_id: int) -> ImportBatch:
    """All that an import brought is to go again, as long as nothing was built on it. Raises Refused."""
    batch = batches.held(batch_id, "done")
    number = _made(batch)
    if not number:
        raise Refused(_("导入已经超过 30 天，不能整批撤销了。"))
    sheet = batches.sheet_for(batch)
    _refuse_used(batch, sheet)
    batch.total, batch.at = number, 0
    batches.move_on(batch, "undoing")
    if number <= CHUNK:
        _remove_part(batch)
        _undone(batch)
    elif sheet.conceal is not None:
        for model in _models(batch):
            sheet.conceal(model, imported(batch.id, model))
    return batch


def undo_all(batch_id: int) -> None:
    """Remove all of a batch. Where something was built on it meanwhile, all of it stays."""
    try:
        _undo_all(batch_id)
    except (Refused, IntegrityError) as error:
        db.session.rollback()
        batch = batches.held(batch_id, "undoing")
        said = error.sentence if isinstance(error, Refused) else _("有的记录刚才有人用了，没有撤销。")
        batches.move_on(batch, "done", said)
        db.session.commit()


def _undo_all(batch_id: int) -> None:
    batch = _in_state(batch_id, "undoing")
    if batch is None:
        return
    sheet = batches.sheet_for(batch)
    in_parts = sheet.conceal is not None
    if not in_parts:
        _refuse_used(batch, sheet)
    while batch is not None and (removed := _remove_part(batch)):
        _go_on(batch, removed)
        if in_parts:
            _breathe()
            batch = _in_state(batch_id, "undoing")
    if batch is not None:
        _undone(batch)
        db.session.commit()


def _remove_part(batch: ImportBatch) -> int:
    """Remove the last records that a batch made; answers how many."""
    made = db.session.scalars(
        select(ImportMade).where(ImportMade.batch_id == batch.id).order_by(ImportMade.id.desc()).limit(CHUNK)
    ).all()
    if not made:
        return 0
    remove = batches.sheet_for(batch).remove or delete_records
    with quiet():
        for table, some in groupby(made, key=lambda one: one.table):
            remove(_model(table), [one.record_id for one in some])
    batches.remove_rows(ImportMade, [one.id for one in made])
    for one in made:
        db.session.expunge(one)
    return len(made)


def _refuse_used(batch: ImportBatch, sheet: ImportSheet) -> None:
    """Raise Refused when something was built on what an import brought."""
    count = sheet.used or (lambda model, brought: used_records(batch.id, model, brought))
    used = sum(count(model, imported(batch.id, model)) for model in _models(batch))
    if used:
        raise Refused(_n("有 %(n)s 条导入以后已经用过，不能整批撤销。请逐条处理。", used))


def _undone(batch: ImportBatch) -> None:
    batches.move_on(batch, "undone")
    batches.tell(batch, "import_undone", batch.good)


def _models(batch: ImportBatch) -> Iterator[type[Any]]:
    """The models of what a batch made; one of a room that is gone has none."""
    tables = select(ImportMade.table).where(ImportMade.batch_id == batch.id).distinct()
    return (_model(table) for table in db.session.scalars(tables).all())


def _model(table: str) -> type[Any]:
    found = model_of(table)
    if found is None:
        raise Refused(_("这个功能室现在停用了，名单不能导入。"))
    return found


def _made(batch: ImportBatch) -> int:
    return db.session.scalar(select(func.count(ImportMade.id)).where(ImportMade.batch_id == batch.id)) or 0


def _in_state(batch_id: int, state: str) -> ImportBatch | None:
    """The batch, held, as long as it is in that state: somebody else may have finished it."""
    try:
        return batches.held(batch_id, state)
    except Refused:
        db.session.rollback()
        return None


def how_far(batch: ImportBatch) -> int:
    """How many rows of a batch were gone through."""
    return max(_at.get(batch.id, 0), batch.at)


def is_at_work(batch_id: int) -> bool:
    """Whether this process works on a batch, or is about to."""
    return batch_id in _at


@contextmanager
def at_work(batch_id: int) -> Iterator[None]:
    """Inside, this process works on a batch."""
    _at[batch_id] = 0
    try:
        yield
    finally:
        del _at[batch_id]


def _go_on(batch: ImportBatch, rows: int) -> None:
    batch.at = min(batch.at + rows, batch.total)
    batch.beat_at = here.now
    if is_at_work(batch.id):
        _at[batch.id] = batch.at


def _breathe() -> None:
    """Let others write: with SQLite, whoever has waited for a while looks every tenth of a second."""
    db.session.commit()
    time.sleep(BREATH if db.engine.dialect.name == "sqlite" else 0)
