"""What is lent in the measured village: a reading room's loans and a machine yard's rentals, as plain values.

The loans are as many as the plan says, spread over the plan's days like its visits. The yard has one rental for every
ten of them, its machines taken again and again: more rentals reach further back, the last season is always the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.plan import HERE, LAST_DAY, Plan

Rows = Iterator[tuple[Any, ...]]
COPIES, A_TITLE = 20_000, 2  # copies, and how many of each title
OUT = 400  # loans that are not back yet
MACHINES = 40  # the yard of the first centre holds thirty to fifty
KINDS = ("打药机", "施肥机", "深耕机")
RENTED, FREE = 2, 1  # days of a rental, and until the next
SEASON = date(2025, 10, 27)  # a Monday in the weeks of ploughing


def tables(plan: Plan) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """Name, columns and rows of each table; none where the plan lends nothing."""
    if not plan.loans:
        return
    yield (
        "reading_room__title",
        ("id", "village_id", "isbn", "name", "author", "publisher", "year", "call_number", "kind", "stays_in", "sound",
         "initials", "added_on"),
        ((id, HERE, "", f"第{id}本书", "", "", 2020, "", "book", False, "", "", plan.first_day)
         for id in range(1, COPIES // A_TITLE + 1)),
    )  # fmt: skip
    yield (
        "reading_room__copy",
        ("id", "village_id", "number", "title_id", "state", "damage", "added_on"),
        (
            (id, HERE, f"B{id:05d}", (id - 1) // A_TITLE + 1, "in", "", plan.first_day)
            for id in range(1, COPIES + 1)
        ),
    )
    yield (
        "reading_room__loan",
        ("id", "village_id", "copy_id", "borrower_id", "out_at", "due_on", "ended_at", "state", "renewals", "late",
         "handed", "missing", "calls", "call_result"),
        _loans(plan),
    )  # fmt: skip
    yield (
        "farm_machinery__machine",
        ("id", "village_id", "number", "name", "kind", "state", "day_rate", "points_rate", "deposit", "licence",
         "late_fee", "late_cap", "buffer_days", "checklist", "safety", "hours", "serviced_at", "place", "note",
         "since", "condition", "out_reason"),
        ((id, HERE, f"N-{id:02d}", KINDS[id % 3], KINDS[id % 3], "in", "80.00", 0, "0.00", False, "0.00", "0.00", 0, "",
          "", 0, 0, "", "", plan.first_day, "good", "") for id in range(1, MACHINES + 1)),
    )  # fmt: skip
    yield (
        "farm_machinery__rental",
        ("id", "village_id", "machine_id", "renter_id", "day_rate", "points_rate", "deposit", "late_fee", "late_cap",
         "points_days", "damage", "settled_at", "balance", "remark", "starts_at", "ends_at", "busy_from", "busy_until",
         "heads", "state", "asked_at", "begun_at", "ended_at"),
        _rentals(plan),
    )  # fmt: skip


def _loans(plan: Plan) -> Rows:
    people = plan.residents_of(HERE)
    for place in range(plan.loans):
        out = plan.moment(place, plan.loans)
        day = (out + timedelta(hours=8)).date()
        still = place >= plan.loans - OUT
        back = None if still else out + timedelta(days=1 + place % 9, minutes=place % 600)
        yield (
            place + 1, HERE, place % COPIES + 1, 1 + place * 7919 % people, out, day + timedelta(days=10), back,
            "out" if still else "returned", 0, False, "", "", 0, "",
        )  # fmt: skip


def _rentals(plan: Plan) -> Rows:
    people, number = plan.residents_of(HERE), plan.loans // 10
    for place in range(number):
        # The last of each machine ends with the plan's days; the ones before lie before it.
        turn, machine = divmod(number - 1 - place, MACHINES)
        first = LAST_DAY - timedelta(days=turn * (RENTED + FREE) + machine % (RENTED + FREE) + RENTED - 1)
        start = _midnight(first)
        end = start + timedelta(days=RENTED)
        yield (
            place + 1, HERE, machine + 1, 1 + place * 7919 % people, "80.00", 0, "0.00", "0.00", "0.00", 0, "0.00", end,
            "160.00", "", start, end, start, end, 1, "settled", start, start + timedelta(hours=8),
            end - timedelta(hours=2),
        )  # fmt: skip


def _midnight(day: date) -> datetime:
    """The beginning of a day in China."""
    return datetime.combine(day, datetime.min.time(), UTC) - timedelta(hours=8)
