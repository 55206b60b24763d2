"""Lending and taking back. Each deed holds the title, the copy and then the reader, so that two keepers never lend a
copy twice nor a reader too many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits import lending as kit
from hub.room import Refused, Resident, _, db, here, join_words, short_day

from . import coming, waiting
from .models import Copy, Loan, Wait
from .shelf import find_loan, lock_copy, lock_loan
from .terms import policy, terms

UNDO_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Returned:
    """A loan that ended, and who waits for the copy now."""

    loan: Loan
    kept_for: Wait | None


def lend(
    copy_id: int, reader: Resident, due_on: date | None = None, crowd_reason: str = ""
) -> Loan:  # fmt: skip
    """Lend a copy, and count the visit. Raises Refused."""
    copy = lock_copy(copy_id)
    waiting.settle(copy.title_id)
    check_copy(copy)
    waiting.check_kept(copy, reader.id)
    _check_limit(reader)
    due = due_on or kit.due_day(here.today, terms().days)
    kit.check_due(here.today, due)
    loan = _hand_out(copy, reader, here.now, due)
    waiting.queue.take(copy.title_id, reader.id, copy.id)
    waiting.settle(copy.title_id)
    coming.count_in(loan, crowd_reason)
    return loan


def lend_afterwards(copy_id: int, reader: Resident, out_at: datetime, ended_at: datetime | None) -> Loan:
    """Enter a forgotten loan with its real times, marked 补录. Raises Refused."""
    copy = lock_copy(copy_id)
    kit.check_past(out_at, ended_at, here.now)
    if ended_at is None:
        check_copy(copy)
        waiting.check_kept(copy, reader.id)
        _check_limit(reader)
    _check_alone(copy, out_at, ended_at)
    due = kit.due_day(out_at.astimezone(here.tz).date(), terms().days)
    loan = _hand_out(copy, reader, out_at, due, ended_at, late=True)
    waiting.settle(copy.title_id)
    coming.count_in(loan)
    return loan


def give_back(loan_id: int, damage: str = "") -> Returned:
    """Take a copy back; with `damage` it goes to be mended. Raises Refused."""
    loan = lock_loan(loan_id)
    kit.end(loan)
    loan.copy.state, loan.copy.damage = ("repair" if damage else "in"), damage
    waiting.settle(loan.copy.title_id)
    kept = None if damage else waiting.queue.kept_for(loan.copy.title_id, loan.copy_id, policy().keep_days)
    return Returned(loan, kept)


def renew(loan_id: int, due_on: date | None = None) -> Loan:
    """Lend on. Raises Refused at the limit, or when somebody waits for the book."""
    loan = lock_loan(loan_id)
    if waiting.others_wait(loan.copy.title_id):
        raise Refused(_("%(book)s 有人等着，不能续借，请按时还。", book=loan.copy.title.quoted), "loan")
    kit.prolong(loan, kit.renewed_due(loan, terms(), here.today, due_on, ()))
    return loan


def lose(loan_id: int) -> Loan:
    """The reader lost the copy: the loan ends, the copy is gone until it is found. Raises Refused."""
    loan = lock_loan(loan_id)
    kit.end(loan, "lost")
    loan.copy.state, loan.copy.lost_on = "lost", here.today
    waiting.settle(loan.copy.title_id)
    return loan


def note_call(loan_id: int, result: str) -> Loan:
    """Note that the reader was called. Raises Refused."""
    loan = lock_loan(loan_id)
    kit.note_call(loan, result)
    return loan


def undo_lend(loan_id: int) -> Copy:
    """Take back a loan that was just recorded, and the visit if nothing else was borrowed on it. Raises Refused."""
    loan = lock_loan(loan_id)
    if here.now - loan.out_at > UNDO_FOR and not loan.late:
        raise Refused(_("过了十分钟，不能撤销了。请办归还。"))
    visit = coming.visit_about(loan)
    copy = take_back(loan)
    if visit is not None:
        coming.count_again(visit)
    return copy


def undo_return(loan_id: int) -> Loan:
    """A copy was scanned as returned by mistake: the loan runs on. Raises Refused."""
    loan = find_loan(loan_id)
    if loan.state != "returned" or loan.ended_at is None or here.now - loan.ended_at > UNDO_FOR:
        raise Refused(_("过了十分钟，不能撤销了。请重新借出。"))
    if loan.copy.state not in ("in", "repair") or loan.borrower_id is None:
        raise Refused(_("%(book)s 已经又办了别的，不能撤销归还。", book=loan.copy.label))
    loan.ended_at, loan.state = None, "out"
    loan.copy.state, loan.copy.damage = "out", ""
    db.session.flush()
    waiting.settle(loan.copy.title_id)
    return loan


def take_back(loan: Loan) -> Copy:
    """Remove an open loan as if it had not been made: the copy is in, and who waited for it waits again."""
    copy = lock_copy(loan.copy_id)
    copy.state = "in"
    if loan.borrower_id is not None:
        waiting.queue.wait_again(copy.title_id, loan.borrower_id, copy.id)
    db.session.delete(loan)
    db.session.flush()
    waiting.settle(copy.title_id)
    return copy


def check_copy(copy: Copy) -> None:
    """The copy is there, whole, and may leave the room. Raises Refused."""
    loan = kit.open_loan(Loan, "copy_id", copy.id) if copy.state == "out" else None
    kit.check_there(copy.state, copy.label, loan, listed=_("册"), field="scan")
    if copy.title.stays_in:
        raise Refused(_("%(book)s 只在室内看，不外借。可以登记在室阅览。", book=copy.title.quoted), "scan")


def why_blocked(copy: Copy, reader_id: int | None = None) -> str:
    """The sentence that says why a copy cannot be lent today; empty when it can."""
    try:
        check_copy(copy)
        waiting.check_kept(copy, reader_id)
    except Refused as refusal:
        return str(refusal.sentence)
    return ""


def loans_of(reader_id: int) -> list[Loan]:
    """What a reader has, the most urgent first."""
    return list(
        db.session.scalars(
            select(Loan)
            .where(Loan.borrower_id == reader_id, kit.is_open(Loan))
            .options(joinedload(Loan.copy).joinedload(Copy.title))
            .order_by(Loan.due_on, Loan.id)
            .limit(50)
        )
    )


def notes_on(reader_id: int) -> list[str]:
    """What the keeper should know of a reader; it stops nobody."""
    late = [loan.copy.title.quoted for loan in loans_of(reader_id) if loan.due_on < here.today]
    return [_("这位读者还有逾期没还的：%(books)s。", books=join_words(late))] if late else []


def _check_limit(reader: Resident) -> None:
    kit.hold(Resident, reader.id)
    most = policy().books
    if kit.count(Loan, Loan.borrower_id == reader.id, kit.is_open(Loan)) >= most:
        raise Refused(_("这位读者已经借着 %(n)s 册，到了上限。请先还一册。", n=most), "reader")


def _check_alone(copy: Copy, out_at: datetime, ended_at: datetime | None) -> None:
    other = db.session.scalars(
        select(Loan).where(Loan.copy_id == copy.id, kit.overlapping_loans(Loan, out_at, ended_at))
    ).first()
    if other is not None:
        day = short_day(other.out_at.astimezone(here.tz).date())
        raise Refused(
            _("%(book)s 那段时间登记在别人名下（%(day)s借出），请核对时间。", book=copy.label, day=day),
            "out_at",
        )


def _hand_out(
    copy: Copy,
    reader: Resident,
    out_at: datetime,
    due: date,
    ended_at: datetime | None = None,
    *,
    late: bool = False,
) -> Loan:
    loan = Loan(
        copy_id=copy.id, copy=copy, borrower_id=reader.id, borrower=reader, out_at=out_at, due_on=due,
        ended_at=ended_at, state="returned" if ended_at else "out", late=late,
    )  # fmt: skip
    if ended_at is None:
        copy.state = "out"
    db.session.add(loan)
    db.session.flush()
    reader.last_used_on = here.today
    return loan
