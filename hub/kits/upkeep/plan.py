"""When planned service is due: on a day of its own, by days, by uses, or by whichever comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Due:
    """How far off a service is. A plan by uses alone has no day, one by days alone no uses left."""

    day: date | None
    uses_left: int | None

    def is_due(self, today: date) -> bool:
        """Whether it is time."""
        by_day = self.day is not None and self.day <= today
        return by_day or (self.uses_left is not None and self.uses_left <= 0)

    def order(self) -> tuple[date, int]:
        """What is due by days first, by its day; then by uses."""
        return self.day or date.max, self.uses_left or 0


def due_of(service: Any, uses: int) -> Due:
    """When a service is due, of a thing that was used so often."""
    if (once := getattr(service, "due_on", None)) is not None:
        return Due(once, None)
    day = service.last_on + timedelta(days=service.every_days) if service.every_days else None
    left = service.last_uses + service.every_uses - uses if service.every_uses else None
    return Due(day, left)
