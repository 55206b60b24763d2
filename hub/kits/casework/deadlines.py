"""Terms, a clock that stands still while one waits for the asker, and extensions that were agreed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hub.room import (
    Refused,
    _,
    _l,
    add_working_days,
    here,
    is_working_day,
    join_words,
    working_days_between,
)

LONGEST = 250  # days, about a year of working days
LONGEST_EXTENSION = 60


def due_day(start: date, days: int) -> date:
    """The last day of a term of so many working days. The day it begins is not counted."""
    return add_working_days(start, days) if days else next_working_day(start)


def next_working_day(day: date) -> date:
    """The day itself if offices work on it, else the next on which they do."""
    return day if is_working_day(day) else add_working_days(day, 1)


def _calendar_due(start: date, days: int) -> date:
    return start + timedelta(days=days)


def _calendar_left(start: date, end: date) -> int:
    return (end - start).days


@dataclass(frozen=True, slots=True, repr=False)
class Count:
    """How days of a term are counted. `due(start, n)`: its last day; `left(day, until)`: how many are left after a
    day; `words`: what such days are called."""

    name: str
    due: Callable[[date, int], date]
    left: Callable[[date, date], int]
    words: Any

    def __repr__(self) -> str:
        return self.name


WORKING_DAYS = Count("WORKING_DAYS", due_day, working_days_between, _l("个工作日"))
CALENDAR_DAYS = Count("CALENDAR_DAYS", _calendar_due, _calendar_left, _l("天"))


def after_stop(due_on: date, stopped_on: date, resumed_on: date, count: Count = WORKING_DAYS) -> date:
    """The last day of a term whose clock stood still from one day to another.

    What was left of the term when the clock stopped is still left when it goes on. What was late already stays so.
    """
    if due_on < stopped_on:
        return due_on
    return count.due(resumed_on, count.left(stopped_on, due_on))


def extend(case: Any, days: int, flow: Any, agreed: Any) -> date:
    """Lengthen a case's term, as all whose agreement it takes (`flow.agreeing`) have agreed; `agreed` names those who
    did. The first term is remembered: figures ask for it. Answers the new last day. Raises Refused."""
    if case.due_on is None or case.resolved_at is not None:
        raise Refused(_("这件事没有在办，不用延期。"))
    if case.stopped_on is not None:
        raise Refused(_("正在等居民，期限已经停表，不用延期。"))
    if case.due_on < here.today:
        raise Refused(_("已经超期，不能再延期。请尽快办结，并写明原因。"))
    if not 1 <= days <= LONGEST_EXTENSION:
        facts = {"most": LONGEST_EXTENSION, "days": flow.count.words}
        raise Refused(_("一次延期 1 到 %(most)s %(days)s。", **facts), "days")
    missing = [str(words) for who, words in flow.agreeing.items() if who not in agreed]
    if missing:
        raise Refused(_("延期要先说好：%(who)s还没有同意。", who=join_words(missing)), "agreed")
    case.due_on = flow.count.due(case.due_on, days)
    case.extensions += 1
    new: date = case.due_on
    return new


def stop_clock(case: Any) -> None:
    """From today on the term does not run."""
    case.stopped_on = here.today


def start_clock(case: Any, count: Count = WORKING_DAYS) -> None:
    """From today on it runs again, with what was left of it."""
    due, first = (
        after_stop(day, case.stopped_on, here.today, count) for day in (case.due_on, case.first_due_on)
    )
    case.due_on, case.first_due_on, case.stopped_on = due, first, None
