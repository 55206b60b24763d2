"""Terms in working days, a clock that stands still while one waits for the asker, and extensions agreed with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.room import Refused, _, add_working_days, here, is_working_day, working_days_between

LONGEST = 250  # working days, about a year
LONGEST_EXTENSION = 60


def due_day(start: date, days: int) -> date:
    """The last day of a term of so many working days. The day it begins is not counted."""
    return add_working_days(start, days) if days else next_working_day(start)


def next_working_day(day: date) -> date:
    """The day itself if offices work on it, else the next on which they do."""
    return day if is_working_day(day) else add_working_days(day, 1)


def after_stop(due_on: date, stopped_on: date, resumed_on: date) -> date:
    """The last day of a term whose clock stood still from one day to another.

    What was left of the term when the clock stopped is still left when it goes on. What was late already stays so.
    """
    if due_on < stopped_on:
        return due_on
    return due_day(resumed_on, working_days_between(stopped_on, due_on))


def extend(case: Any, days: int) -> date:
    """Lengthen a case's term, as agreed with the asker; its first day is remembered. Raises Refused."""
    if case.due_on is None or case.resolved_at is not None:
        raise Refused(_("这件事没有在办，不用延期。"))
    if case.stopped_on is not None:
        raise Refused(_("正在等居民，期限已经停表，不用延期。"))
    if case.due_on < here.today:
        raise Refused(_("已经超期，不能再延期。请尽快办结，并写明原因。"))
    if not 1 <= days <= LONGEST_EXTENSION:
        raise Refused(_("一次延期 1 到 %(most)s 个工作日。", most=LONGEST_EXTENSION), "days")
    case.due_on = add_working_days(case.due_on, days)
    case.extensions += 1
    new: date = case.due_on
    return new


def stop_clock(case: Any) -> None:
    """From today on the term does not run."""
    case.stopped_on = here.today


def start_clock(case: Any) -> None:
    """From today on it runs again, with what was left of it."""
    due, first = (after_stop(day, case.stopped_on, here.today) for day in (case.due_on, case.first_due_on))
    case.due_on, case.first_due_on, case.stopped_on = due, first, None
