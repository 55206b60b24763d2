"""How many: exactly while that is cheap, "more than" when a search finds many, about when a whole list is long."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Select, func, select

from hub.i18n import _
from hub.kernel.database import db
from hub.text import rough_count

CAP = 2_000
MOST = 2_000_000
KEPT_FOR = 600  # seconds


def capped(statement: Select[Any], cap: int = CAP) -> Any:
    """The number of rows of a statement of ids, counted to `cap + 1` at most, as a value within another statement."""
    return (
        select(func.count()).select_from(statement.order_by(None).limit(cap + 1).subquery()).scalar_subquery()
    )


class Totals:
    """Totals of long lists, counted anew every ten minutes at most. One for each view of an app."""

    def __init__(self) -> None:
        self._known: dict[Any, tuple[float, int]] = {}

    def of(self, key: Any, statement: Select[Any]) -> int:
        """The number of rows, up to two million; `key` tells whose it is."""
        until, total = self._known.get(key, (0.0, 0))
        if time.monotonic() >= until:
            total = db.session.scalar(select(capped(statement, MOST))) or 0
            self._known[key] = (time.monotonic() + KEPT_FOR, total)
        return total


def in_words(count: int, *, is_total: bool) -> str:
    """312 条, 约 6 万条, 2000 条以上."""
    if count > CAP and not is_total:
        return _("%(count)s 条以上", count=CAP)
    return rough_count(count)
