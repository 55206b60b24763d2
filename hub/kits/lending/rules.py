"""The rules of lending, each with the sentence that says why not and what to do instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hub.kits.lending.days import Days, days_of_loan
from hub.room import Refused, _, mask_name, short_day

LONGEST = 90  # days; nobody who needs a thing longer than that is borrowing it


@dataclass(frozen=True, slots=True)
class Terms:
    """What a kind of thing is lent on."""

    days: int
    renewals: int


def check_due(out_on: date, due_on: date) -> None:
    """The day it comes back makes sense. Raises Refused."""
    if due_on < out_on:
        raise Refused(_("应还的日子不能早于借出的日子。"), "due")
    if due_on > out_on + timedelta(days=LONGEST):
        raise Refused(_("一次最多借 %(n)s 天，请改应还的日子。", n=LONGEST), "due")


def check_free(
    days: Days,
    promised: Iterable[Any],
    borrower_id: int | None = None,
    field: str = "due",
    buffer: int = 0,
) -> None:
    """None of the reservations stands in the way of these days; one's own does not. `buffer`: days that must lie
    between two uses. Raises Refused."""
    wanted = days.with_buffer(buffer)
    for booking in sorted(promised, key=lambda booking: booking.first_day):
        if borrower_id is not None and booking.resident_id == borrower_id:
            continue
        if wanted.meets(Days(booking.first_day, booking.end_day).with_buffer(buffer)):
            raise Refused(_sentence(days, booking), field)


def check_past(out_at: datetime, ended_at: datetime | None, now: datetime) -> None:
    """The real times of a loan that is entered afterwards make sense. Raises Refused."""
    if out_at > now:
        raise Refused(_("补录的借出时间不能在将来。"), "out_at")
    if ended_at is not None and ended_at > now:
        raise Refused(_("归还时间不能在将来；还没有还的，请空着。"), "ended_at")
    if ended_at is not None and ended_at < out_at:
        raise Refused(_("归还时间不能早于借出时间。"), "ended_at")


def renewed_due(loan: Any, terms: Terms, today: date, wanted: date | None, promised: Iterable[Any]) -> date:
    """The new day of a loan that is renewed: counted from its day, or from today when that is past. Raises Refused."""
    if loan.renewals >= terms.renewals:
        raise Refused(_("已续借 %(n)s 次，到了上限。请先归还，再重新借出。", n=loan.renewals), "loan")
    start = max(loan.due_on, today)
    due = wanted or start + timedelta(days=terms.days)
    if due <= loan.due_on:
        raise Refused(_("续借后的日子要晚于原来的%(day)s。", day=short_day(loan.due_on)), "due")
    check_due(today, due)
    check_free(days_of_loan(min(loan.due_on, today), due), promised, loan.borrower_id)
    return due


def _sentence(days: Days, booking: Any) -> str:
    facts = {
        "who": mask_name(booking.resident.name if booking.resident else None),
        "first": short_day(booking.first_day),
        "end": short_day(booking.end_day),
    }
    if days.first < booking.first_day:
        return _("%(who)s 预约了%(first)s至%(end)s，最晚%(first)s要还。请把日子改早。", **facts)
    return _("%(who)s 预约了%(first)s至%(end)s，这几天不能借给别人。", **facts)
