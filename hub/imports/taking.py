"""Taking in what waits: all of a list or none of it, whatever happens on the way.

A list is taken in by one transaction, for which all that can be worked out beforehand is. One whose records take long
to make (`ImportSheet.reveal`) makes them in parts, so that others can write meanwhile, but seen by nobody; the last
transaction shows all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

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
from hub.kernel.declarations import AddsTo, AlreadyThere, ImportSheet
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.taking_in import taking_in
from hub.kernel.transactions import intention
from hub.web.deeds import CHANGED_MEANWHILE

log = structlog.get_logger()


class Part(NamedTuple):
    """Some of the rows that wait, and those of them that the hub does not have yet."""

    rows: Sequence[batches.Waiting]
    new: Sequence[batches.Waiting]


def decide(batch_id: int) -> ImportBatch:
    """The good rows of a batch are to be taken in. Few of them are at once, in the present transaction; many are
    left to whoever works beside the pages. Raises Refused."""
    batches.hold_alike(batch_id)
    batch = batches.held(batch_id, "checked")
    sheet = batches.sheet_for(batch)
    if not batch.good:
        raise Refused(_("没有可以导入的行。请改好表格，再传一次。"))
    if batches.is_busy(batch.sheet):
        raise Refused(_("同样的名单正在导入一份，请等它导完再来。"))
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
    each: Callable[[ImportBatch, ImportSheet, Part], None],
    end: Callable[[ImportBatch, ImportSheet], None],
) -> None:
    """Do something to each part of the rows, and in the end something to the whole, in a transaction for each. What
    can be worked out beforehand is, while others may write. Who was silent for too long finds that somebody else has
    taken the batch over, and leaves it."""
    last = 0
    while True:
        with intention(writes=False):
            part = _prepared(batch_id, sheet, last)
            db.session.commit()
        batch = in_state(batch_id, "taking")
        if batch is None or batch.beat_at != beat:
            db.session.rollback()
            return
        if part.rows:
            each(batch, sheet, part)
            last, beat = part.rows[-1].id, batch.beat_at
        else:
            end(batch, sheet)
        progress.breathe()
        if not part.rows:
            return


def _prepared(batch_id: int, sheet: ImportSheet, after: int = 0) -> Part:
    """The next rows, with what the sheet works out of them."""
    part = _part(batch_id, sheet, after)
    if sheet.prepare is not None and part.new:
        sheet.prepare([row.values for row in part.new])
    return part


def _part(batch_id: int, sheet: ImportSheet, after: int) -> Part:
    """The next rows, looked at once more: the same file may have been sent twice. Raises Refused when somebody else has
    since made what a row stands against."""
    rows = batches.waiting_rows(batch_id, after=after)
    if sheet.look is None or not rows:
        return Part(rows, rows)
    said = sheet.look([row.values for row in rows])
    for sentence in said:
        if sentence is not None and not isinstance(sentence, (AddsTo, AlreadyThere)):
            raise Refused(_("%(what)s请改好表格，再传一次。", what=sentence))
    return Part(
        rows,
        [row for row, sentence in zip(rows, said, strict=True) if not isinstance(sentence, AlreadyThere)],
    )


def _keep_prepared(batch: ImportBatch, _sheet: ImportSheet, part: Part) -> None:
    """What was worked out is kept with the rows until all of them are taken in, so that no memory grows with them."""
    batches.keep_values(part.new)
    batch.beat_at = here.now


def _take_at_once(batch: ImportBatch, sheet: ImportSheet) -> None:
    last = 0
    with taking_in():
        while (part := _part(batch.id, sheet, last)).rows:
            _take_part(batch, sheet, part)
            last = part.rows[-1].id
    _whole(batch, sheet)


def _take_part(batch: ImportBatch, sheet: ImportSheet, part: Part) -> None:
    if part.new:
        with quiet(), taking_in():
            made = list(sheet.take([row.values for row in part.new]))
            db.session.flush()
        note_made(batch, made)
    known = len(part.rows) - len(part.new)
    batch.good, batch.known = batch.good - known, batch.known + known
    go_on(batch, len(part.rows))


def _whole(batch: ImportBatch, sheet: ImportSheet) -> None:
    """All of it is there, and now it can be seen. Raises Refused when nothing of it was new any more."""
    if not batch.good:
        raise Refused(_("这些行系统里都已经有了，没有要导入的。"))
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
            left_out = min(max(batch.total - batch.good, 0), batch.known)  # they wait again
            batch.good, batch.known = batch.good + left_out, batch.known - left_out
            batch.at = 0
            if failed:
                batches.fail(batch, reason)
            else:
                batches.move_on(batch, "checked", reason)
        progress.breathe()
