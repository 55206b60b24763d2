"""Lending things that come back: what every room that lends needs, and none of its own words.

The kit has no tables. A room mixes `LoanColumns` and `ReservationColumns` into models of its own, puts `loan_keys` and
`reservation_keys` into their `__table_args__`, and calls the functions below from its services, each of which locks
the thing first. A thing's days are half-open: lent on the 3rd and due on the 5th, it can be fetched again on the 5th.
"""

from hub.kits.lending.columns import LoanColumns, ReservationColumns, loan_keys, one_open, reservation_keys
from hub.kits.lending.days import Days, days_of_loan, due_day
from hub.kits.lending.forget import unlink_ended, unlink_resident
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
from hub.kits.lending.rules import Terms, check_due, check_free, check_past, renewed_due

__all__ = [
    "Days",
    "LoanColumns",
    "ReservationColumns",
    "Terms",
    "check_due",
    "check_free",
    "check_past",
    "days_of_loan",
    "due_day",
    "ended_between",
    "fell_due",
    "holding",
    "is_open",
    "is_overdue",
    "join_parts",
    "loan_keys",
    "meeting",
    "missing_parts",
    "one_open",
    "overlapping_loans",
    "renewed_due",
    "reservation_keys",
    "split_parts",
    "started_between",
    "unlink_ended",
    "unlink_resident",
    "was_late",
]
