"""归档: what was said of anybody goes, sealed as it is, and the index of the case stays. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select, update

from hub.room import change_rows, db, here

from .handling import OFFICE
from .models import Agreement, Case, Duty, FollowUp, Interest, Meeting, Party, Seat, Statement, Step
from .words import FLOW

# Children before those they point at.
_PARTS = (Statement, Party, Meeting, Duty, FollowUp, Seat, Interest, Step)
KEPT_OPEN = timedelta(days=180)  # how long a settled case waits to be filed by hand
BATCH = 200


def archive(case_id: int) -> Case:
    """File a case that is over. Raises Refused."""
    case: Case = OFFICE.hold(case_id)
    FLOW.check(case, "archived")
    db.session.flush()
    _forget([case.id], "archived")
    FLOW.move(case, "archived")
    return case


def file_old() -> int:
    """File what has been over for half a year."""
    ids: Sequence[int] = db.session.scalars(
        select(Case.id).where(Case.state.in_(FLOW.resolved), Case.resolved_at < here.now - KEPT_OPEN)
        .order_by(Case.id).limit(5000)
    ).all()  # fmt: skip
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        _forget(some, "retention")
        change_rows(
            update(Case).where(Case.id.in_(some)).values(state="archived", closed_at=here.now), "retention"
        )
    return len(ids)


def _forget(ids: Sequence[int], why: str) -> None:
    for part in _PARTS:
        change_rows(delete(part).where(part.case_id.in_(ids)), why)
    change_rows(update(Agreement).where(Agreement.case_id.in_(ids)).values(terms_sealed=None), why)
    change_rows(
        update(Case).where(Case.id.in_(ids))
        .values(matter_sealed=None, words_sealed=None, handler_id=None, visit_on=None), why
    )  # fmt: skip
