"""What stands below the page of a title or a copy. Nobody's name stands in it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.lending import is_open
from hub.room import _, _n, db, short_day, short_moment

from . import waiting
from .lending import why_blocked
from .models import Copy, Loan
from .words import COPY_STATES, LOAN_STATES

MOST = 12
Pairs = list[tuple[str, str]]


def copies_of(title_id: int) -> Pairs:
    """The copies of a title: where each is."""
    rows = db.session.execute(
        select(Copy.number, Copy.state, Loan.due_on)
        .outerjoin(Loan, (Loan.copy_id == Copy.id) & is_open(Loan))
        .where(Copy.title_id == title_id)
        .order_by(Copy.number)
        .limit(60)
    )
    return [
        (number, str(COPY_STATES[state]) + (_("，%(day)s应还", day=short_day(due)) if due else ""))
        for number, state, due in rows
    ]


def waits_of(title_id: int) -> Pairs:
    """How many wait for a title."""
    waits = waiting.queue.waiting(title_id)
    aside = sum(wait.copy_id is not None for wait in waits)
    return [(_("等书"), _n("%(n)s 人", len(waits) - aside)), (_("书到了，等着取"), _n("%(n)s 人", aside))]


def standing(copy_id: int) -> Pairs:
    """Whether a copy can be lent now, and if not, why."""
    copy = db.session.scalars(
        select(Copy).where(Copy.id == copy_id).options(joinedload(Copy.title))
    ).one_or_none()
    return [(_("今天"), why_blocked(copy) or _("可以借"))] if copy is not None else []


def loans_of(copy_id: int) -> Pairs:
    """The last loans of a copy."""
    rows = db.session.scalars(
        select(Loan).where(Loan.copy_id == copy_id).order_by(Loan.out_at.desc(), Loan.id.desc()).limit(MOST)
    )
    return [
        (
            short_moment(loan.out_at),
            " · ".join(
                filter(
                    None, (str(LOAN_STATES[loan.state]), short_moment(loan.ended_at) if loan.ended_at else "")
                )
            ),
        )
        for loan in rows
    ]
