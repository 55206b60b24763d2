"""What a room's `demo_data` is handed: chance, days, residents, and a way to have had visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from hub.kernel.clock import local_day
from hub.kernel.database import db
from hub.kernel.here import here
from hub.sheets.declared import sheet_name
from hub.visits.models import Visit
from hub.visits.rules import is_late

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo of one village, which is entered: `here` tells of it. Equal seeds make equal demos on equal days."""

    rng: Random
    first_day: date
    last_day: date  # today; what would lie later than now has not happened yet
    residents: Sequence[int]  # ids
    scale: float = 1.0  # tests make a small one
    keepers: Mapping[str, int] = field(default_factory=dict)  # who records in a room; under "" in all others

    @property
    def days(self) -> int:
        """Number of days, both ends included."""
        return (self.last_day - self.first_day).days + 1

    def some(self, number: int) -> int:
        """A number of things, fewer in a small demo, at least one."""
        return max(round(number * self.scale), 1)

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A local time of a day, as an instant."""
        return datetime.combine(day, time(hour, minute), here.tz).astimezone(UTC)

    def add(self, row: Row) -> Row:
        """Keep a row; answers it. Its id is known after `flush`."""
        db.session.add(row)
        return row

    def flush(self) -> None:
        """Write what was added so far."""
        db.session.flush()

    def bring_list(self, room_key: str, sheet: str, headings: str, rows: Sequence[str]) -> None:
        """Have sent a list for one of the room's import sheets, as lines of CSV; it waits for somebody to look."""
        from hub.demo.lists import read_list  # imports are read in by who needs them

        self.flush()
        read_list(sheet_name(room_key, sheet), f"{sheet}.csv", headings, rows)

    def visit(
        self,
        room_key: str,
        started_at: datetime,
        heads: int = 1,
        kind: str = "visit",
        purpose: str = "",
        source: tuple[str, int] | None = None,
        resident_id: int | None = None,
        recorded_at: datetime | None = None,
    ) -> Visit:
        """Have had a visit. The day's totals are added up once, at the end of the demo."""
        room = here.room(room_key)
        recorded_at = recorded_at or started_at + timedelta(minutes=self.rng.randrange(3))
        return self.add(
            Visit(
                room_id=room.id,
                started_at=started_at,
                ended_at=started_at + timedelta(minutes=room.stay_minutes),
                day=local_day(started_at, here.tz),
                heads=heads,
                kind=kind,
                purpose=purpose,
                resident_id=resident_id,
                recorded_by_id=self.keepers.get(room_key) or self.keepers.get(""),
                recorded_at=recorded_at,
                late=is_late(started_at, recorded_at),
                source_type=source[0] if source else None,
                source_id=source[1] if source else None,
            )
        )
