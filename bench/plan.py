"""What the measured database holds, and the name under which it is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
CACHE = CHECKOUT / ".cache" / "bench"

# Eight rooms that say more of a visit than a count of heads; one of them, the tool station, keeps names.
ROOMS = (
    "activity_hall", "evening_class", "farm_machinery", "liaison_station", "party_history_hall", "reading_room",
    "tool_station", "youth_room",
)  # fmt: skip
NAMED = "tool_station"
VILLAGES = 12
HERE = 1  # the village that is measured
LAST_DAY = date(2025, 12, 31)
RECORDERS = 32
SECRET = "only-for-measuring-" * 3

COMMON, RARE = "王秀英", "玉素甫江·吐尔逊"
NAMESAKES = 400  # residents with the common name, of 27,500


@dataclass(frozen=True, slots=True)
class Plan:
    """A database: so many visits in the measured village, a hundredth of that in each of its eleven neighbours."""

    rows: int = 1_000_000
    residents: int = 30_000
    walk_ins: float = 0.15
    years: int = 2
    loans: int = 0  # of the reading room; where there are any, machines are rented too

    def visits_of(self, village: int) -> int:
        return self.rows if village == HERE else max(self.rows // 100, 10)

    def residents_of(self, village: int) -> int:
        few = max(self.residents // 132, 2)
        return self.residents - few * (VILLAGES - 1) if village == HERE else few

    @property
    def first_day(self) -> date:
        return LAST_DAY.replace(year=LAST_DAY.year - self.years) + timedelta(days=1)

    @property
    def days(self) -> int:
        return (LAST_DAY - self.first_day).days + 1

    def moment(self, number: int, of: int) -> datetime:
        """When the visit of this number (from 0), of so many of a village, came: evenly between 08:00 and 22:00 in
        China, no two at once."""
        day, of_day = divmod(number * self.days, of)
        start = datetime.combine(self.first_day, datetime.min.time(), UTC) + timedelta(days=day)
        return start + timedelta(seconds=14 * 3600 * of_day / of)

    @property
    def depth(self) -> int:
        """How many rows lie before the deep page: nine tenths."""
        return self.rows * 9 // 10 // 50 * 50

    @property
    def key(self) -> str:
        """The same as long as the tables and what is put into them are."""
        digest = hashlib.sha256(repr(self).encode())
        here = Path(__file__).parent
        sources = [
            *CHECKOUT.glob("migrations/versions/*.py"),
            *CHECKOUT.glob("plugins/*/migrations/*.py"),
            *(here / name for name in ("plan.py", "rows.py", "lent.py", "worked.py", "filling.py")),
        ]
        for file in sorted(sources):
            digest.update(file.read_bytes())
        return f"{self.rows}-{digest.hexdigest()[:12]}"
