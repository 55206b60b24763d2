"""What happened to a case, step by step. Steps are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from sqlalchemy import event, select
from sqlalchemy.orm import joinedload

from hub.kits.casework.columns import QuietStepColumns
from hub.room import db, here

MOST = 200


def note_step(step: type[Any], case: Any, kind: str, note: str = "") -> Any:
    """Add a step to a case, now and by the one who acts."""
    row = step(
        case_id=case.id, kind=kind, note=note.strip()[:500], at=here.now, by_id=here.user.id if here.user else None
    )  # fmt: skip
    db.session.add(row)
    return row


def steps_of(step: type[Any], case_id: int) -> Sequence[Any]:
    """The last steps of a case, oldest first, with who did them."""
    rows = db.session.scalars(
        select(step)
        .where(step.case_id == case_id)
        .options(joinedload(step.by))
        .order_by(step.id.desc())
        .limit(MOST)
    ).all()
    return rows[::-1]


# What is erased for privacy's sake goes by bulk statements, which say why in the audit (forget.py).
@event.listens_for(QuietStepColumns, "before_update", propagate=True)
@event.listens_for(QuietStepColumns, "before_delete", propagate=True)
def _refuse_change(_mapper: Any, _connection: Any, _step: Any) -> NoReturn:
    raise TypeError("the steps of a case are only added, never changed")
