"""How far the work on a batch is, who is at it, and letting others write between two parts of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from hub.imports import batches
from hub.imports.models import ImportBatch
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused

BREATH = 0.02  # seconds; whoever waits for SQLite's lock tries every millisecond (hub.kernel.turns)
# How far a list is that this process works on in one transaction: nobody else can read it there before its end.
_at: dict[int, int] = {}


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


def go_on(batch: ImportBatch, rows: int) -> None:
    """So many more rows are done."""
    batch.at = min(batch.at + rows, batch.total)
    batch.beat_at = here.now
    if is_at_work(batch.id):
        _at[batch.id] = batch.at


def in_state(batch_id: int, *states: str) -> ImportBatch | None:
    """The batch, held, as long as it is in such a state: somebody else may have finished it."""
    try:
        return batches.held(batch_id, *states)
    except Refused:
        db.session.rollback()
        return None


def breathe() -> None:
    """Keep what was done so far, and let others write."""
    db.session.commit()
    time.sleep(BREATH if db.engine.dialect.name == "sqlite" else 0)
