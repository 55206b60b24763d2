"""Working days and holidays: what the village's calendar says of a day, and its weekday where it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select

from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.villages.models import CalendarDay

HOLIDAY, WORKDAY = "holiday", "workday"
FRIDAY = 4
MOST = 1000  # working days that anything in a village could be due in


def is_working_day(day: date) -> bool:
    """Whether the village's offices work on a day: Monday to Friday, but for holidays and moved working days (调休)."""
    return _works(day, _named(day, day))


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after a day; the day itself counts as the 0th. Raises ValueError unless 0 ≤ n ≤ 1000.

    That is how the terms of the law are counted: the day something came in is not part of its term.
    """
    if not 0 <= n <= MOST:
        raise ValueError(f"working days must be from 0 to {MOST}, not {n}")
    horizon = timedelta(days=2 * n + 30)
    while n:
        named = _named(day, day + horizon)
        last = day + horizon
        while n and day < last:
            day += timedelta(days=1)
            n -= _works(day, named)
    return day


def working_days_between(day: date, until: date) -> int:
    """How many working days lie after a day, up to and with another one."""
    length = (until - day).days
    if length <= 0:
        return 0
    named = _named(day, until)
    return sum(_works(day + timedelta(days=n), named) for n in range(1, length + 1))


def special_days(first: date, last: date) -> dict[date, str]:
    """What differs from its weekday between two days, both included: HOLIDAY, or WORKDAY for a working day that was
    moved to a weekend (调休)."""
    return {day: row.kind for day, row in _named(first, last).items()}


def load_year(year: int) -> tuple[int, int]:
    """Put a year's national holidays and moved working days into the village's calendar.

    Days the village has already are left as they are. Answers how many were added and how many were there.
    Raises Refused for a year that has not been announced yet (the State Council does so each November).
    """
    from chinese_calendar import Holiday, constants

    chinese = {holiday.value: holiday.chinese for holiday in Holiday}
    announced = [
        (day, kind, chinese.get(name, name))
        for kind, days in ((HOLIDAY, constants.holidays), (WORKDAY, constants.workdays))
        for day, name in sorted(days.items())
        if day.year == year
    ]
    if not announced:
        raise Refused(_("%(year)s 年的放假安排还没有公布，或者本系统还没有收录。可以先手工添加。", year=year))
    known = _named(date(year, 1, 1), date(year, 12, 31))
    fresh = [entry for entry in announced if entry[0] not in known]
    for day, kind, name in fresh:
        db.session.add(CalendarDay(day=day, kind=kind, name=_as_named(kind, name)))
    db.session.flush()
    return len(fresh), len(announced) - len(fresh)


def known_years(around: date) -> list[int]:
    """This year and the next, as far as their holidays have been announced."""
    from chinese_calendar import constants

    announced = {day.year for day in constants.holidays}
    return [year for year in (around.year, around.year + 1) if year in announced]


def _as_named(kind: str, name: str) -> str:
    return (name if kind == HOLIDAY else f"{name}调休上班")[:30]


def _named(first: date, last: date) -> Mapping[date, CalendarDay]:
    rows = db.session.scalars(select(CalendarDay).where(CalendarDay.day.between(first, last)))
    return {row.day: row for row in rows}


def _works(day: date, named: Mapping[date, CalendarDay]) -> bool:
    found = named.get(day)
    return found.kind == WORKDAY if found else day.weekday() <= FRIDAY
