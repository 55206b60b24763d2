"""Work on imports beside the pages: a thread of whichever process was asked reads a long file, or takes it in.

Whoever was at it may be gone: killed, or out of power. What was being read is given up, for the file was on that
machine; what was being taken in is taken back and waits again to be decided about; what was being undone is finished.
Whoever notices does it: the regular work of `hub serve`, or somebody who looks at the page.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

import structlog
from flask import Flask
from sqlalchemy import select

from hub.accounts.models import User
from hub.centre.situation import EVERYTHING, enter_village, in_village
from hub.imports import batches, progress, staging, taking, undoing
from hub.imports.models import ImportBatch
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import Village
from hub.settings import Settings

log = structlog.get_logger()
EVERY = 10.0  # seconds between two looks for work that was left
_one_at_a_time = threading.Lock()


def begin(app: Flask, village_id: int, batch_id: int, user_id: int | None, file: Path | None = None) -> None:
    """Have a file read that a user has sent, or a batch taken in or undone: in their language and in their name."""
    given = app, village_id, batch_id, user_id, file
    threading.Thread(target=_work, args=given, name="import", daemon=True).start()


def _work(app: Flask, village_id: int, batch_id: int, user_id: int | None, file: Path | None) -> None:
    try:
        with progress.at_work(batch_id), _one_at_a_time:
            work_on(app, village_id, batch_id, file, user_id=user_id)
    except Exception as error:
        log.error("import_failed", village=village_id, batch=batch_id, exc_info=error)
    finally:
        if file is not None:
            file.unlink(missing_ok=True)


def work_on(
    app: Flask,
    village_id: int,
    batch_id: int,
    file: Path | None = None,
    *,
    user_id: int | None = None,
    left: bool = False,
) -> None:
    """Do what a batch waits for, to its end; of one that was `left` by those who are gone, what can still be done."""
    with in_village(app, village_id):
        if user_id is not None:
            enter_village(here.village, db.session.get(User, user_id), EVERYTHING)
        batch = db.session.get(ImportBatch, batch_id)
        state = batch.state if batch else ""
        if batch is not None and state == "reading":
            staging.read_into(batch, file, alone=True) if file else staging.lost(batch)
        db.session.commit()
        if state == "taking":
            taking.take_back(batch_id, taking.stopped()) if left else taking.take_all(batch_id)
        elif state == "undoing":
            undoing.undo_all(batch_id)


def is_left(batch: ImportBatch) -> bool:
    """Whether whoever worked on a batch is gone."""
    silent = here.now - batch.beat_at > batches.SILENT_FOR
    return batch.state in batches.AT_WORK and silent and not progress.is_at_work(batch.id)


def finish_left(app: Flask) -> int:
    """Bring to an end, in every village, what was left by those who are gone. Answers how many batches."""
    with app.app_context():
        villages = db.session.scalars(select(Village.id).order_by(Village.id)).all()
    return sum(_finish_in(app, village_id) for village_id in villages)


def _finish_in(app: Flask, village_id: int) -> int:
    with in_village(app, village_id):
        at_work = select(ImportBatch).where(ImportBatch.state.in_(batches.AT_WORK))
        left = [batch for batch in db.session.scalars(at_work) if is_left(batch)]
        mine = [batch.id for batch in left if batches.claim(batch)]
    for batch_id in mine:
        work_on(app, village_id, batch_id, left=True)
    return len(mine)


def finish_beside(app: Flask, village_id: int) -> None:
    """The same for one village, beside the page that somebody looks at."""
    threading.Thread(target=_finish_in, args=(app, village_id), name="import", daemon=True).start()


def drop_files(settings: Settings) -> None:
    """Remove files whose reader is gone."""
    for file in settings.uploads.glob("*"):
        if time.time() - file.stat().st_mtime > 3600:
            file.unlink(missing_ok=True)
