"""What authors of rooms do to rows again and again: hold one, and change many at once."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import CursorResult, Delete, Update, select

from hub.kernel.database import db
from hub.kernel.erasing import mark_erased
from hub.kernel.models import VillageRow

Row = TypeVar("Row", bound=VillageRow)


def hold(model: type[Row], id: int) -> Row | None:
    """A row as it is now, held until the transaction ends; None when this village has none of that id.

    Whoever changes a number, or goes from one state to another, holds the row first: the other keeper waits, and what a
    form had read before is read again.
    """
    return db.session.scalars(
        select(model)
        .where(model.id == id)
        .with_for_update(of=model)
        .execution_options(populate_existing=True)
    ).one_or_none()


def change_rows(statement: Update | Delete, why: str) -> int:
    """Change or delete many rows by one statement; answers how many.

    `why` stands in the audit instead of the rows themselves: "retention", "erasure", or a word of the room's own. What
    is changed as an "erasure" is gone from SQLite's write-ahead log, too, when the request is over.
    """
    if why == "erasure":
        mark_erased()
    result = db.session.execute(
        statement, execution_options={"hub_audit": why, "synchronize_session": "fetch"}
    )
    assert isinstance(result, CursorResult)
    return result.rowcount
