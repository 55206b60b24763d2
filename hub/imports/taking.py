"""Taking in what waits, and undoing what was taken in: 500 rows in a transaction, each of which is exact by itself."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from hub.audit.writer import quiet
from hub.i18n import _, _n
from hub.imports import batches
from hub.imports.batches import CHUNK
from hub.imports.models import ImportBatch, ImportMade, ImportRow
from hub.imports.pointing import delete_records, model_of, used_records
from hub.kernel.database import db
from hub.kernel.declarations import ImportSheet
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.transactions import intention
from hub.web.deeds import CHANGED_MEANWHILE

log = structlog.get_logger()
BREATH = 0.12  # seconds


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
        take_some(batch, sheet)
        take_some(batch, sheet)  # nothing waits any more: it is done
    return batch


def take_all(batch_id: int) -> None:
    """Take in what still waits, each part in a transaction of its own. What a rule refuses takes all of it back."""
    while True:
        part = _next_part(batch_id)  # what can be worked out beforehand is, while others may write
        batch = _in_state(batch_id, "taking")
        if batch is None:
            return
        try:
            take_some(batch, batches.sheet_for(batch), part)
            _breathe()
        except OperationalError:
            raise  # a full disk, a server that went away: it is gone on with later
        except Exception as error:
            db.session.rollback()
            take_back(batch_id, _why(error))
            return


@dataclass(frozen=True, slots=True)
class Part:
    """The first rows that wait, with what the sheet works out of them."""

    ids: tuple[int, ...]
    values: Sequence[dict[str, Any]]


def _next_part(batch_id: int) -> Part | None:
    with intention(writes=False):
        try:
            batch = db.session.get(ImportBatch, batch_id)
            return _part(batch, batches.sheet_for(batch)) if batch else None
        except Refused:
            return None  # it is said when the batch is held
        finally:
            db.session.commit()


def _part(batch: ImportBatch, sheet: ImportSheet) -> Part:
    rows = batches.waiting_rows(batch.id)
    values = [json.loads(row.content) for row in rows]
    if sheet.prepare is not None and values:
        sheet.prepare(values)
    return Part(tuple(row.id for row in rows), values)


def _why(error: Exception) -> Any:
    """What is said of an import that came to nothing."""
    if isinstance(error, Refused):
        return error.sentence
    if isinstance(error, CHANGED_MEANWHILE):
        return _("导入的时候，有人登记了同样的记录。请重新上传，再检查一次。")
    log.exception("import_refused", exc_info=error)
    return _("程序出错，没有导入；原因已记入日志，请告诉管电脑的人。")


def take_some(batch: ImportBatch, sheet: ImportSheet, part: Part | None = None) -> None:
    """Take in the first rows that wait, or note that none is left. The batch is held; `part` was read before it was,
    and what somebody else has taken in meanwhile is not taken in again."""
    part = part or _part(batch, sheet)
    if part.ids != tuple(row.id for row in batches.waiting_rows(batch.id)):
        return
    if not part.ids:
        batch.findings = ""
        batches.move_on(batch, "done")
        batches.tell(batch, "import", batch.good)
        return
    with quiet():
        made = list(sheet.take(part.values))
        db.session.flush()
    batches.add_rows(ImportMade, [
        {"batch_id": batch.id, "table": record.__tablename__, "record_id": record.id} for record in made
    ])  # fmt: skip
    batches.remove_rows(ImportRow, part.ids)
    batch.at += len(part.ids)
    batch.beat_at = here.now


def take_back(batch_id: int, reason: Any) -> None:
    """An import that was refused on the way leaves nothing: what it had made goes again."""
    batch = batches.held(batch_id, "taking")
    batches.forget_content(batch)
    batches.move_on(batch, "undoing", reason)
    _breathe()
    undo_all(batch_id)


def undo(batch_id: int) -> ImportBatch:
    """All that an import brought is to go again, as long as nothing was built on it. Raises Refused."""
    batch = batches.held(batch_id, "done")
    number = _made(batch)
    if not number:
        raise Refused(_("导入已经超过 30 天，不能整批撤销了。"))
    batch.total, batch.at = number, 0
    batches.move_on(batch, "undoing")
    if number <= CHUNK:
        refuse_used(batch)
        while undo_some(batch):
            pass
    return batch


def undo_all(batch_id: int) -> None:
    """Undo what is left of a batch, each part in a transaction of its own. Where something was built on a part of it,
    that stays, and what was undone so far is said."""
    batch = _in_state(batch_id, "undoing")
    if batch is None:
        return
    failed = batch.reason  # it is taken back, and will not be "undone" but "failed"
    try:
        if not failed and not batch.at:
            refuse_used(batch)
        _breathe()
        while batch := _in_state(batch_id, "undoing"):
            undo_some(batch)
            _breathe()
    except (Refused, IntegrityError) as error:
        db.session.rollback()
        stopped = batches.held(batch_id, "undoing")
        said = error.sentence if isinstance(error, Refused) else _("有的记录刚才有人用了，撤销停在这里。")
        batches.move_on(stopped, "done", said)
        db.session.commit()


def undo_some(batch: ImportBatch) -> bool:
    """Undo the last part that is left; False when none is."""
    made = db.session.scalars(
        select(ImportMade).where(ImportMade.batch_id == batch.id).order_by(ImportMade.id.desc()).limit(CHUNK)
    ).all()
    if not made:
        _undone(batch)
        return False
    remove = batches.sheet_for(batch).remove or delete_records
    with quiet():
        for model, ids in _by_model(made):
            remove(model, ids)
    batches.remove_rows(ImportMade, [one.id for one in made])
    batch.at = min(batch.at + len(made), batch.total)
    batch.beat_at = here.now
    return True


def refuse_used(batch: ImportBatch) -> None:
    """Raise Refused when something was built on what an import brought."""
    used, last = 0, 0
    count = batches.sheet_for(batch).used or (lambda model, ids: used_records(batch.id, model, ids))
    while made := db.session.scalars(
        select(ImportMade)
        .where(ImportMade.batch_id == batch.id, ImportMade.id > last)
        .order_by(ImportMade.id)
        .limit(CHUNK)
    ).all():
        last = made[-1].id
        used += sum(count(model, ids) for model, ids in _by_model(made))
    if used:
        raise Refused(_n("有 %(n)s 条导入以后已经用过，不能整批撤销。请逐条处理。", used))


def _undone(batch: ImportBatch) -> None:
    state = "failed" if batch.reason else "undone"
    batches.move_on(batch, state, batch.reason)
    batches.tell(batch, "import_undone", batch.good)


def _by_model(made: Sequence[ImportMade]) -> Iterator[tuple[type[Any], list[int]]]:
    """Records made of one model after another, in the order given; a model of a room that is gone has none."""
    for table, some in groupby(made, key=lambda one: one.table):
        model = model_of(table)
        if model is None:
            raise Refused(_("这个功能室现在停用了，名单不能导入。"))
        yield model, [one.record_id for one in some]


def _made(batch: ImportBatch) -> int:
    return db.session.scalar(select(func.count(ImportMade.id)).where(ImportMade.batch_id == batch.id)) or 0


def _in_state(batch_id: int, state: str) -> ImportBatch | None:
    """The batch, held, as long as it is in that state: somebody else may have finished it."""
    try:
        return batches.held(batch_id, state)
    except Refused:
        db.session.rollback()
        return None


def _breathe() -> None:
    """Let others write: with SQLite, whoever has waited for a while looks every tenth of a second."""
    db.session.commit()
    time.sleep(BREATH if db.engine.dialect.name == "sqlite" else 0)
