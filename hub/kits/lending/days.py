"""Days of a loan: half-open, in the village's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` until, but without, `end`."""

    first: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.first:
            raise ValueError("a span of days ends after it begins")

    def meets(self, other: Days) -> bool:
        """Whether the two share a day."""
        return self.first < other.end and other.first < self.end

    def with_buffer(self, days: int) -> Days:
        """The same with days after it in which the thing is cleaned, charged or looked over."""
        return Days(self.first, self.end + timedelta(days=days))

    def __len__(self) -> int:
        return (self.end - self.first).days


def days_of_loan(out_on: date, due_on: date) -> Days:
    """The days a loan takes: what comes back on the day it went out still takes that day."""
    return Days(out_on, max(due_on, out_on + DAY))


def due_day(out_on: date, days: int) -> date:
    """The day a thing is due when it may be kept for so many days."""
    return out_on + timedelta(days=days)
