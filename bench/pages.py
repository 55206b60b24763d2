"""The pages that are timed: how each app is asked for the same rows, and how to tell which rows an answer holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from bench.plan import COMMON, HERE, NAMED, RARE, ROOMS, Plan
from bench.rows import room_id
from bench.talking import Answer

APPS = ("hub", "floor", "stock")
MONTH = "2025-06"
FIRST, LAST = "2025-06-01", "2025-06-30"
LOW, HIGH = "2025-05-31 16:00:00", "2025-06-30 16:00:00"  # the same in UTC
INITIALS = "wxy"
KEYS = {
    "hub": re.compile(r'details/\?id=(\d+)"|href="/people/(\d+)"'),
    "floor": re.compile(r'id="row-(\d+)"'),
    "stock": re.compile(r'name="rowid" class="action-checkbox" value="(\d+)"'),
}


class WrongAnswer(RuntimeError):
    """An app answered something else than what is timed."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and how much longer than the floor it may take."""

    name: str
    hub: str
    floor: str
    stock: str | None
    most: float

    def path(self, app: str) -> str | None:
        return {"hub": self.hub, "floor": self.floor, "stock": self.stock}[app]

    def check(self, app: str, answer: Answer, expected: list[int] | None) -> list[int]:
        """The keys of the rows in an answer. Raises WrongAnswer where they are not the floor's."""
        if answer.status != 200:
            raise WrongAnswer(f"{self.name}: {app} answered {answer.status}: {answer.body[:300]}")
        found = KEYS[app].findall(answer.body)
        keys = list(dict.fromkeys(int("".join(one)) for one in found))
        if not keys or (expected is not None and keys != expected):
            raise WrongAnswer(
                f"{self.name}: {app} shows the rows {keys[:5]}…, the floor {(expected or [])[:5]}…"
            )
        return keys


def pages(plan: Plan) -> list[Page]:
    """What is timed with rows of a plan."""
    room = room_id(HERE, ROOMS.index(NAMED))
    other = room_id(HERE, 0)
    log, stock_log = f"/rooms/{NAMED}/visits/", f"/admin/visit/?flt0_0={room}&search="
    deep = plan.rows - plan.depth + 1
    at = quote(plan.moment(deep - 1, plan.rows).replace(tzinfo=None).isoformat(" ", "microseconds"))
    low, high = quote(LOW + ".000000"), quote(HIGH + ".000000")
    span = quote(f"{LOW} to {HIGH}")
    found = f"/search?room={room}&key="
    return [
        Page("visits: first page", "/visit-log/", "/visits", "/admin/visit/", 4),
        Page(
            f"visits: page at depth {plan.depth:,}",
            f"/visit-log/?after={deep}",
            f"/visits?at={at}&id={deep}",
            f"/admin/visit/?page={plan.depth // 50}",
            4,
        ),
        Page(
            "visits: one room, one month",
            f"/visit-log/?room={other}&started_at_from={FIRST}&started_at_to={LAST}",
            f"/visits?room={other}&low={low}&high={high}",
            f"/admin/visit/?flt0_0={other}&flt1_5={span}",
            4,
        ),
        Page(
            "visits of a common name",
            f"{log}?search={quote(COMMON)}",
            f"{found}{quote(COMMON)}&many=1",
            stock_log + quote(COMMON),
            3,
        ),
        Page(
            "visits of a rare name",
            f"{log}?search={quote(RARE)}",
            f"{found}{quote(RARE.replace('·', ''))}&many=0",
            stock_log + quote(RARE),
            3,
        ),
        Page("visits of initials", f"{log}?search={INITIALS}", f"{found}{INITIALS}&many=1", None, 3),
        Page(
            "residents of a common name",
            f"/residents/?search={quote(COMMON)}",
            f"/people?key={quote(COMMON)}",
            f"/admin/resident/?search={quote(COMMON)}",
            3,
        ),
        Page(
            "residents of a rare name",
            f"/residents/?search={quote(RARE)}",
            f"/people?key={quote(RARE.replace('·', ''))}",
            f"/admin/resident/?search={quote(RARE)}",
            3,
        ),
        Page("residents of initials", f"/residents/?search={INITIALS}", f"/people?key={INITIALS}", None, 3),
    ]
