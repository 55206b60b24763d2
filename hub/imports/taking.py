"""Taking in what waits: all of a list or none of it, whatever happens on the way.

A list is taken in by one transaction, for which all that can be worked out beforehand is. One whose records take long
to make (`ImportSheet.reveal`) makes them in parts, so that others can write meanwhile, but seen by nobody; the last
transaction shows all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError

from hub.audit.writer import quiet
from hub.i18n import _
from hub.imports import batches, progress
from hub.imports.batches import CHUNK
from hub.imports.made import imported, models_of, note_made, remove_part
from hub.imports.models import ImportBatch, ImportRow
from hub.imports.progress import go_on, in_state
from hub.kernel.database import db
from hub.kernel.declarations import ImportSheet
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.taking_in import taking_in
from hub.kernel.transactions import intention
from hub.web.deeds import CHANGED_MEANWHILE

log = structlog.get_logger()
Rows = Sequence[batches.Waiting]


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
        _take_part(batch, sheet, _prepared(batch.id, sheet))
        _whole(batch, sheet)
        batches.forget_content(batch)
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
    if sheet.reveal is not None:
        _in_parts(batch_id, sheet, beat, _take_part, _whole)
    elif sheet.prepare is not None:
        _in_parts(batch_id, sheet, beat, _keep_prepared, _take_at_once)
    elif held := in_state(batch_id, "taking"):
        _take_at_once(held, sheet)
        db.session.commit()
    _forget_rows(batch_id)


def _in_parts(
    batch_id: int,
    sheet: ImportSheet,
    beat: datetime,
    each: Callable[[ImportBatch, ImportSheet, Rows], None],
    end: Callable[[ImportBatch, ImportSheet], None],
) -> None:
    """Do something to each part of the rows, and in the end something to the whole, in a transaction for each. What
    can be worked out beforehand is, while others may write. Who was silent for too long finds that somebody else has
    taken the batch over, and leaves it."""
    last = 0
    while True:
        with intention(writes=False):
            rows = _prepared(batch_id, sheet, last)
            db.session.commit()
        batch = in_state(batch_id, "taking")
        if batch is None or batch.beat_at != beat:
            db.session.rollback()
            return
        if rows:
            each(batch, sheet, rows)
            last, beat = rows[-1].id, batch.beat_at
        else:
            end(batch, sheet)
        progress.breathe()
        if not rows:
            return


def _prepared(batch_id: int, sheet: ImportSheet, after: int = 0) -> Rows:
    """The next rows by their numbers, with what the sheet works out of them."""
    rows = batches.waiting_rows(batch_id, after=after)
    if sheet.prepare is not None and rows:
        sheet.prepare([row.values for row in rows])
    return rows


def _keep_prepared(batch: ImportBatch, _sheet: ImportSheet, rows: Rows) -> None:
    """What was worked out is kept with the rows until all of them are taken in, so that no memory grows with them."""
    batches.keep_values(rows)
    batch.beat_at = here.now


def _take_at_once(batch: ImportBatch, sheet: ImportSheet) -> None:
    last = 0
    while rows := batches.waiting_rows(batch.id, after=last):
        _take_part(batch, sheet, rows)
        last = rows[-1].id
    _whole(batch, sheet)


def _take_part(batch: ImportBatch, sheet: ImportSheet, rows: Rows) -> None:
    with quiet(), taking_in():
        made = list(sheet.take([row.values for row in rows]))
        db.session.flush()
    note_made(batch, made)
    go_on(batch, len(rows))


def _whole(batch: ImportBatch, sheet: ImportSheet) -> None:
    """All of it is there, and now it can be seen."""
    if sheet.reveal is not None:
        for model in models_of(batch):
            sheet.reveal(model, imported(batch.id, model))
    batch.findings = ""
    batches.move_on(batch, "done")
    batches.tell(batch, "import", batch.good)


def _forget_rows(batch_id: int) -> None:
    """What is taken in need not wait any more. It goes in parts, when others can write again."""
    while in_state(batch_id, *batches.TAKEN_IN):
        rows = batches.waiting_rows(batch_id)
        batches.remove_rows(ImportRow, [row.id for row in rows])
        progress.breathe()
        if not rows:
            return


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
    while batch := in_state(batch_id, "taking"):
        if not remove_part(batch):
            batch.at = 0
            if failed:
                batches.fail(batch, reason)
            else:
                batches.move_on(batch, "checked", reason)
        progress.breathe()
