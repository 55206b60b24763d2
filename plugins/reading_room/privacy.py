"""What the room keeps of people, how it forgets, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from hub.kits import lending as kit
from hub.room import PersonalData, Retention, Unsettled, Visit, _, _l, change_rows, db, here, short_day

from . import waiting
from .coming import SOURCE
from .lists.loans import LoansOut
from .models import Copy, Loan, Wait
from .words import LOAN_STATES, WAIT_STATES

LOAN_DAYS = timedelta(days=60)
WAIT_DAYS = timedelta(days=365)


def loans_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What a resident has borrowed, as far as it is still known."""
    rows = db.session.scalars(
        select(Loan)
        .where(Loan.borrower_id == resident_id)
        .options(joinedload(Loan.copy).joinedload(Copy.title))
        .order_by(Loan.out_at)
    )
    for loan in rows:
        out = short_day(loan.out_at.astimezone(here.tz).date())
        days = _("%(out)s借出，%(due)s应还", out=out, due=short_day(loan.due_on))
        yield _("借书 %(book)s", book=loan.copy.label), f"{days} · {LOAN_STATES[loan.state]}"


def waits_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What a resident has reserved, as far as it is still known."""
    rows = db.session.scalars(
        select(Wait)
        .where(Wait.resident_id == resident_id)
        .options(joinedload(Wait.title))
        .order_by(Wait.asked_at)
    )
    for wait in rows:
        day = short_day(wait.asked_at.astimezone(here.tz).date())
        yield _("预约 %(book)s", book=wait.title.quoted), f"{day} · {WAIT_STATES[wait.state]}"


def books_out(resident_id: int) -> Iterable[Unsettled]:
    """What a resident has of the room's: it comes back, or is written off as lost, before they are erased."""
    for loan in kit.still_out(Loan, resident_id, joinedload(Loan.copy).joinedload(Copy.title)):
        said = _("借书 %(book)s，%(due)s应还", book=loan.copy.label, due=short_day(loan.due_on))
        yield Unsettled(said, LoansOut.url)


def books_waited_for(resident_id: int) -> Iterable[Unsettled]:
    """The queues in which a resident stands."""
    for wait in _waiting(resident_id):
        yield Unsettled(_("预约 %(book)s", book=wait.title.quoted), ends=_("预约取消，给下一位"))


def _waiting(resident_id: int) -> Sequence[Wait]:
    mine = select(Wait).where(Wait.resident_id == resident_id, Wait.state == "waiting")
    return db.session.scalars(mine.options(joinedload(Wait.title)).order_by(Wait.asked_at, Wait.id)).all()


def erase_loans(resident_id: int) -> int:
    """Unlink a person from all loans; the loans stay and are counted."""
    return kit.unlink_resident(Loan, resident_id)


def erase_waits(resident_id: int) -> int:
    """Unlink a person from all reservations; those that wait are given up, and what was put aside goes to the next."""
    for wait in _waiting(resident_id):
        waiting.cancel(wait.id)
    return kit.erase_reservations(Wait, resident_id)


def unlink_old_loans() -> int:
    """Sixty days after the return nobody knows any more who had the book. The visit on which it was borrowed forgets
    sixty days after itself, which is never later: several books may have gone out on it."""
    before = here.now - LOAN_DAYS
    change_rows(
        update(Visit)
        .where(Visit.source_type == SOURCE, Visit.resident_id.is_not(None), Visit.started_at < before)
        .values(resident_id=None),
        "retention",
    )
    return kit.unlink_ended(Loan, before)


def unlink_old_waits() -> int:
    """The same for reservations that are over, sixty days after they were made. One is over, too, when its book was put
    aside for sixty days, or when nothing came of it for a year."""
    waiting.give_up_old(here.today - LOAN_DAYS, here.now - WAIT_DAYS)
    old = (Wait.state != "waiting", Wait.asked_at < here.now - LOAN_DAYS)
    return kit.unlink_reservations(Wait, *old)


PERSONAL_DATA = [
    PersonalData(
        Loan, ("borrower_id",), _l("知道书在谁手里，好催还"), _l("归还 60 天后脱开"), loans_of, erase_loans, books_out
    ),
    PersonalData(
        Wait, ("resident_id",), _l("知道书给谁留着"), _l("办完后，约的那天起满 60 天脱开"), waits_of, erase_waits,
        books_waited_for,
    ),
]  # fmt: skip
RETENTION = [
    Retention(_l("读者与借书记录脱开"), _l("归还 60 天后"), unlink_old_loans),
    Retention(_l("读者与预约脱开"), _l("办完后，约的那天起满 60 天"), unlink_old_waits),
]
