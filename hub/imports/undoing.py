"""Undoing what was taken in: all of a list goes again, or all of it stays."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from hub.i18n import _, _n
from hub.imports import batches
from hub.imports.batches import CHUNK
from hub.imports.made import imported, models_of, number_made, remove_part
from hub.imports.models import ImportBatch
from hub.imports.pointing import used_records
from hub.imports.progress import breathe, go_on, in_state
from hub.kernel.database import db
from hub.kernel.declarations import ImportSheet
from hub.kernel.refusals import Refused


def undo(batch_id: int) -> ImportBatch:
    """All that an import brought is to go again, as long as nothing was built on it. Few records go at once, in the
    present transaction; many are left to whoever works beside the pages. Raises Refused."""
    batch = batches.held(batch_id, "done")
    number = number_made(batch)
    if not number:
        raise Refused(_("导入已经超过 30 天，不能整批撤销了。"))
    sheet = batches.sheet_for(batch)
    _refuse_used(batch, sheet)
    batch.total, batch.at = number, 0
    batches.move_on(batch, "undoing")
    if number <= CHUNK:
        remove_part(batch)
        _undone(batch)
    elif sheet.conceal is not None:
        for model in models_of(batch):
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
    batch = in_state(batch_id, "undoing")
    if batch is None:
        return
    sheet = batches.sheet_for(batch)
    in_parts = sheet.conceal is not None
    if not in_parts:
        _refuse_used(batch, sheet)
    while batch is not None and (removed := remove_part(batch)):
        go_on(batch, removed)
        if in_parts:
            breathe()
            batch = in_state(batch_id, "undoing")
    if batch is not None:
        _undone(batch)
        db.session.commit()


def _refuse_used(batch: ImportBatch, sheet: ImportSheet) -> None:
    """Raise Refused when something was built on what an import brought."""
    count = sheet.used or (lambda model, brought: used_records(batch.id, model, brought))
    used = sum(count(model, imported(batch.id, model)) for model in models_of(batch))
    if used:
        raise Refused(_n("有 %(n)s 条导入以后已经用过，不能整批撤销。请逐条处理。", used))


def _undone(batch: ImportBatch) -> None:
    batches.move_on(batch, "undone")
    batches.tell(batch, "import_undone", batch.good)
