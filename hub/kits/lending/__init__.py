"""Lending things that come back: what every room that lends needs, and none of its own words.

The kit has no tables. A room mixes `LoanColumns` and `ReservationColumns` into models of its own, puts `loan_keys` and
`reservation_keys` into their `__table_args__`, and calls the functions below from its services, each of which locks
the thing first. A thing's days are half-open: lent on the 3rd and due on the 5th, it can be fetched again on the 5th.

What is lent to a place instead of a person (game sets to a zone) is made of `HandoutColumns` with `handout_keys`: the
same without a borrower and without a last day.

What is promised is promised for days (`ReservationColumns`: a tool, a machine), or to whoever is next (`WaitColumns`
with a `Queue`: one of several copies of a book).
"""

from hub.kits.lending.columns import (
    HandoutColumns,
    LoanColumns,
    ReservationColumns,
    handout_keys,
    loan_keys,
    one_open,
    reservation_keys,
)
from hub.kits.lending.days import Days, days_of_loan, due_day
from hub.kits.lending.figures import became_overdue, count, lent, lost, out_now
from hub.kits.lending.forget import (
    erase_reservations,
    still_out,
    unlink_ended,
    unlink_reservations,
    unlink_resident,
    unlink_with_visits,
)
from hub.kits.lending.held import (
    called_today,
    check_still_out,
    check_there,
    end,
    hold,
    note_call,
    open_loan,
    prolong,
)
from hub.kits.lending.parts import join_parts, missing_parts, split_parts
from hub.kits.lending.queries import (
    ended_between,
    fell_due,
    holding,
    is_open,
    is_overdue,
    meeting,
    overlapping_loans,
    started_between,
    was_late,
)
from hub.kits.lending.queue import Queue, WaitColumns, lapsed, wait_keys
from hub.kits.lending.rules import Terms, check_due, check_free, check_past, renewed_due

__all__ = [
    "Days",
    "HandoutColumns",
    "LoanColumns",
    "Queue",
    "ReservationColumns",
    "Terms",
    "WaitColumns",
    "became_overdue",
    "called_today",
    "check_due",
    "check_free",
    "check_past",
    "check_still_out",
    "check_there",
    "count",
    "days_of_loan",
    "due_day",
    "end",
    "ended_between",
    "erase_reservations",
    "fell_due",
    "handout_keys",
    "hold",
    "holding",
    "is_open",
    "is_overdue",
    "join_parts",
    "lapsed",
    "lent",
    "loan_keys",
    "lost",
    "meeting",
    "missing_parts",
    "note_call",
    "one_open",
    "open_loan",
    "out_now",
    "overlapping_loans",
    "prolong",
    "renewed_due",
    "reservation_keys",
    "split_parts",
    "started_between",
    "still_out",
    "unlink_ended",
    "unlink_reservations",
    "unlink_resident",
    "unlink_with_visits",
    "wait_keys",
    "was_late",
]
