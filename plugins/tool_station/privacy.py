"""What the room keeps of people, how it forgets, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from hub.kits import lending as kit
from hub.room import (
    PersonalData,
    Retention,
    Unsettled,
    _,
    _l,
    change_rows,
    db,
    here,
    nothing_unsettled,
    short_day,
)

from .lending import SOURCE
from .lists.loans import LoansOut
from .models import Briefing, Loan, Reservation
from .words import BOOKING_STATES, LOAN_STATES

LOAN_DAYS = timedelta(days=60)
BRIEFING_DAYS = timedelta(days=365)


def loans_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What a resident has borrowed, as far as it is still known."""
    rows = db.session.scalars(
        select(Loan)
        .where(Loan.borrower_id == resident_id)
        .options(joinedload(Loan.tool))
        .order_by(Loan.out_at)
    )
    for loan in rows:
        days = _(
            "%(out)s借出，%(due)s应还",
            out=short_day(loan.out_at.astimezone(here.tz).date()),
            due=short_day(loan.due_on),
        )
        yield _("借用 %(tool)s", tool=loan.tool.title), f"{days} · {LOAN_STATES[loan.state]}"


def reservations_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What a resident has reserved, as far as it is still known."""
    rows = db.session.scalars(
        select(Reservation)
        .where(Reservation.resident_id == resident_id)
        .options(joinedload(Reservation.tool))
        .order_by(Reservation.first_day)
    )
    for booking in rows:
        yield (
            _("预约 %(tool)s", tool=booking.tool.title),
            f"{short_day(booking.first_day)} · {BOOKING_STATES[booking.state]}",
        )


def briefings_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """The safety briefings of a resident."""
    rows = db.session.scalars(
        select(Briefing).where(Briefing.resident_id == resident_id).order_by(Briefing.given_on)
    )
    for row in rows:
        yield (
            _("安全培训，已确认成年"),
            _("%(given)s，有效到%(until)s", given=short_day(row.given_on), until=short_day(row.valid_until)),
        )


def tools_out(resident_id: int) -> Iterable[Unsettled]:
    """What a resident has of the room's: it comes back, or is written off as lost, before they are erased."""
    for loan in kit.still_out(Loan, resident_id, joinedload(Loan.tool)):
        said = _("借用 %(tool)s，%(due)s应还", tool=loan.tool.title, due=short_day(loan.due_on))
        yield Unsettled(said, LoansOut.url)


def tools_promised(resident_id: int) -> Iterable[Unsettled]:
    """What is put aside for a resident."""
    rows = select(Reservation).where(Reservation.resident_id == resident_id, Reservation.state == "waiting")
    for row in db.session.scalars(rows.options(joinedload(Reservation.tool)).order_by(Reservation.first_day)):
        said = _("%(day)s取 %(tool)s", day=short_day(row.first_day), tool=row.tool.title)
        yield Unsettled(said, ends=_("预约取消"))


def erase_loans(resident_id: int) -> int:
    """Unlink a person from all loans; the loans stay and are counted."""
    return kit.unlink_resident(Loan, resident_id)


def erase_reservations(resident_id: int) -> int:
    """Unlink a person from all reservations; those that wait are given up."""
    return kit.erase_reservations(Reservation, resident_id)


def erase_briefings(resident_id: int) -> int:
    """Remove a person's briefings: without the person they say nothing."""
    return change_rows(delete(Briefing).where(Briefing.resident_id == resident_id), "erasure")


def unlink_old_loans() -> int:
    """Sixty days after the return nobody knows any more who had the tool; the loan's visit forgets it too."""
    return kit.unlink_with_visits(Loan, SOURCE, here.now - LOAN_DAYS)


def unlink_old_reservations() -> int:
    """The same for reservations, sixty days after their last day."""
    return kit.unlink_reservations(Reservation, Reservation.end_day < here.today - LOAN_DAYS)


def drop_old_briefings() -> int:
    """A briefing is kept for a year after it ran out."""
    return change_rows(delete(Briefing).where(Briefing.valid_until < here.today - BRIEFING_DAYS), "retention")


PERSONAL_DATA = [
    PersonalData(
        Loan, ("borrower_id",), _l("知道工具在谁手里，好催还"), _l("归还 60 天后脱开"),
        loans_of, erase_loans, tools_out,
    ),
    PersonalData(
        Reservation, ("resident_id",), _l("知道给谁留着"), _l("约定日子过后 60 天脱开"),
        reservations_of, erase_reservations, tools_promised,
    ),
    PersonalData(
        Briefing, ("resident_id",), _l("危险工具只借给受过安全培训的成年人"), _l("有效期内，另加一年"),
        briefings_of, erase_briefings, nothing_unsettled,
    ),
]  # fmt: skip
RETENTION = [
    Retention(_l("借用人与借出记录脱开"), _l("归还 60 天后"), unlink_old_loans),
    Retention(_l("预约人与预约脱开"), _l("约定日子过后 60 天"), unlink_old_reservations),
    Retention(_l("删除过期的安全培训"), _l("过期一年后"), drop_old_briefings),
]
