"""Working days asked for once, for those who need thousands of terms: a demo of two years."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from hub.room import add_working_days

BEFORE, AFTER = timedelta(days=40), timedelta(days=90)


class KnownDays:
    """The working days from forty days before a first day to ninety after a last."""

    def __init__(self, first: date, last: date) -> None:
        self.days = [add_working_days(first - BEFORE, 1)]
        while self.days[-1] < last + AFTER:
            self.days.append(add_working_days(self.days[-1], 1))

    def works(self, day: date) -> bool:
        """Whether offices work on a day."""
        return self.days[bisect_left(self.days, day)] == day

    def due(self, start: date, n: int) -> date:
        """As `due_day`: the last day of a term of n working days."""
        if not n:
            return self.days[bisect_left(self.days, start)]
        return self.days[bisect_right(self.days, start) + n - 1]

    def between(self, day: date, until: date) -> int:
        """Working days after a day, up to another."""
        return max(bisect_right(self.days, until) - bisect_right(self.days, day), 0)

    def before(self, day: date, back: int) -> date:
        """The working day so many working days before a day; the day itself, or the last before it, for none."""
        return self.days[bisect_right(self.days, day) - 1 - back]
