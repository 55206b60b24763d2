"""Who comes in: a reader who borrows is one visit, however many books; those who read are counted without names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.room import Visit, db, here, join_words, visits

from .models import BookVisit, Copy, Loan, Use
from .shelf import copy_of_scan

SOURCE = "reading_room.loan"
LOAN_KIND = "loan"
READ_KIND = "read"
EVENT_KIND = "event"
LONGEST = 200


def count_in(loan: Loan, crowd_reason: str = "") -> None:
    """Count the reader of a new loan, unless they are in already and have borrowed another one."""
    visit = visit_about(loan)
    if visit is None:
        visit = visits.record(
            here.room("reading_room"), 1, kind=LOAN_KIND, resident_id=loan.borrower_id, started_at=loan.out_at,
            source=(SOURCE, loan.id), override_reason=crowd_reason,
        )  # fmt: skip
    _say_what(visit)


def count_again(visit: Visit) -> None:
    """Something that was borrowed on a visit was undone: with nothing left, the visit is too. Raises Refused."""
    left = loans_on(visit)
    if not left:
        visits.undo(visit.id)
        return
    if visit.source_id not in [loan.id for loan in left]:
        visit.source_id = left[0].id
    _say_what(visit)


def visit_about(loan: Loan) -> Visit | None:
    """The visit on which something was borrowed."""
    if loan.borrower_id is None:
        return None
    return db.session.scalars(
        select(Visit)
        .where(
            Visit.room_id == here.room("reading_room").id, Visit.source_type == SOURCE,
            Visit.resident_id == loan.borrower_id,
            Visit.started_at <= loan.out_at, Visit.ended_at >= loan.out_at,
        )
        .order_by(Visit.started_at.desc())
    ).first()  # fmt: skip


def loans_on(visit: Visit) -> Sequence[Loan]:
    """What was borrowed on a visit, in its order."""
    if visit.resident_id is None:
        return []
    return db.session.scalars(
        select(Loan)
        .where(
            Loan.borrower_id == visit.resident_id,
            Loan.out_at >= visit.started_at, Loan.out_at <= visit.ended_at,
        )
        .options(joinedload(Loan.copy).joinedload(Copy.title))
        .order_by(Loan.out_at, Loan.id)
    ).all()  # fmt: skip


def read(heads: int, scanned: Sequence[str], crowd_reason: str = "") -> Visit:
    """在室阅览: so many people read, perhaps these books and magazines. Raises Refused."""
    copies = [copy_of_scan(one, prefer="in") for one in dict.fromkeys(scanned)]
    visit = visits.record(
        here.room("reading_room"), heads, kind=READ_KIND, override_reason=crowd_reason
    )  # fmt: skip
    for copy in copies:
        db.session.add(Use(title_id=copy.title_id, used_at=here.now, visit_id=visit.id))
    if copies:
        names = join_words(copy.title.quoted for copy in copies)[:LONGEST]
        db.session.add(BookVisit(visit_id=visit.id, what=names))
    return visit


def _say_what(visit: Visit) -> None:
    what = join_words(loan.copy.title.quoted for loan in loans_on(visit))[:LONGEST]
    row = db.session.scalars(select(BookVisit).where(BookVisit.visit_id == visit.id)).one_or_none()
    if row is None:
        db.session.add(BookVisit(visit_id=visit.id, what=what))
    else:
        row.what = what
