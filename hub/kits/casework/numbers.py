"""Numbers of cases: 1123-04 is the fourth of the 23rd of November. The year is the day's."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sqlalchemy import func, select

from hub.kits.casework.deadlines import WORKING_DAYS, Count
from hub.room import db, here, visits

_NUMBER = re.compile(r"第?(\d{4})[-－—](\d{2,4})号?")


def open_case(case: Any, state: str, days: int, room: str, count: Count = WORKING_DAYS) -> None:
    """Accept a case: it gets the next number of the day and a term of so many days.

    The room's row is held, so that two who accept at once get two numbers; the unique key is the last word.
    """
    visits.lock_room(here.room(room))
    model = type(case)
    today = here.today
    last = db.session.scalar(select(func.max(model.place_of_day)).where(model.numbered_on == today))
    place, due = (last or 0) + 1, count.due(today, days)
    # All at once: a query in between would write half of it.
    case.numbered_on, case.place_of_day, case.number = today, place, written(today, place)
    case.due_on = case.first_due_on = due
    case.state = state


def number_of(case: Any) -> str:
    """第 1123-04 号 without its words, with the year when it is another one."""
    if case.numbered_on is None or case.numbered_on.year == here.today.year:
        return str(case.number)
    return f"{case.numbered_on.year}-{case.number}"


def written(day: date, place: int) -> str:
    """1123-04"""
    return f"{day:%m%d}-{place:02d}"


def read_number(text: str) -> str | None:
    """A number as people write it (第1123-04号) in its proper form, or None."""
    found = _NUMBER.fullmatch(text.replace(" ", ""))
    if found is None:
        return None
    month, day = divmod(int(found[1]), 100)
    try:
        return written(date(2024, month, day), int(found[2]))  # a leap year: the 29th of February is a day
    except ValueError:
        return None
