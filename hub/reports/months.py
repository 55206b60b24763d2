"""Months as the village's calendar has them, asked for as 2025-11."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hub.kernel.clock import day_bounds
from hub.kernel.declarations import Period
from hub.kernel.here import here

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Month:
    """A month, and how far it has come."""

    year: int
    number: int

    @classmethod
    def present(cls) -> Month:
        return cls(here.today.year, here.today.month)

    @classmethod
    def named(cls, text: str | None) -> Month:
        """The month of an address; the present one for what is no month or lies ahead."""
        found = _MONTH.fullmatch(text or "")
        month = cls(int(found[1]), int(found[2])) if found else cls.present()
        return cls.present() if month.first > here.today else month

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.first.replace(day=monthrange(self.year, self.number)[1])

    @property
    def before(self) -> Month:
        day = self.first - timedelta(days=1)
        return Month(day.year, day.month)

    @property
    def after(self) -> Month | None:
        """The next month, unless it lies ahead."""
        day = self.last + timedelta(days=1)
        return Month(day.year, day.month) if day <= here.today else None

    @property
    def is_present(self) -> bool:
        return self.first <= here.today <= self.last

    @property
    def name(self) -> str:
        """As it stands in an address."""
        return f"{self.year}-{self.number:02d}"

    @property
    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.last.day))

    def so_far(self) -> Period:
        """From its first day to today."""
        return period(self.first, min(self.last, here.today))

    def finished(self) -> Period | None:
        """Its days that are over, on which figures are built; None on the first of a month."""
        last = min(self.last, here.today - timedelta(days=1))
        return period(self.first, last) if last >= self.first else None


def period(first: date, last: date) -> Period:
    """Two local days and all between them."""
    return Period(first, last, day_bounds(first, here.tz)[0], day_bounds(last, here.tz)[1])
