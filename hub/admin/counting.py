"""How many: exactly while that is cheap, "more than" when a search finds many, about when a whole list is long."""

from __future__ import annotations

import math
import time
from typing import Any

from sqlalchemy import Select, event, func, select

from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.tenancy import HubSession
from hub.text import rough_count

CAP = 2_000
MOST = 2_000_000
ROUGH = 10_000  # from here on a number is shown as 约 (`hub.text.rough_count`)
KEPT_FOR = 600  # seconds, of a rough number
REMEMBERED = 1_000  # numbers of one list
NEW_FOR = 30  # seconds, of any other: another process may have written


def capped(statement: Select[Any], cap: int = CAP) -> Any:
    """The number of rows of a statement of ids, counted to `cap + 1` at most, as a value within another statement."""
    return (
        select(func.count()).select_from(statement.order_by(None).limit(cap + 1).subquery()).scalar_subquery()
    )


class Totals:
    """Numbers of long lists, kept for a while. One for each view of an app; a key tells whose number it is."""

    def __init__(self) -> None:
        self._known: dict[Any, tuple[float, int]] = {}

    def known(self, key: tuple[Any, int], kept_for: float = NEW_FOR) -> int | None:
        """The number counted last, unless it is older than that or this process has written to the village since.

        A key ends with the village.
        """
        at, number = self._known.get(key, (-math.inf, 0))
        is_old = time.monotonic() > at + kept_for or at <= _written.get(key[-1], -math.inf)
        return None if is_old else number

    def keep(self, key: tuple[Any, int], number: int) -> int:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[key] = (time.monotonic(), number)
        return number

    def of(self, key: tuple[Any, int], statement: Select[Any]) -> int:
        """The number of rows, up to two million. From ten thousand on, where it is shown as 约, it may be ten minutes
        old."""
        at, number = self._known.get(key, (-math.inf, 0))
        if number >= ROUGH and time.monotonic() <= at + KEPT_FOR:
            return number
        known = self.known(key)
        return (
            self.keep(key, db.session.scalar(select(capped(statement, MOST))) or 0)
            if known is None
            else known
        )


# When this process last wrote to a village.
_written: dict[int, float] = {}


@event.listens_for(HubSession, "after_flush")
def _note_writing(session: HubSession, _context: object) -> None:
    session.info["wrote"] = True


@event.listens_for(HubSession, "after_commit")
def _note_written(session: HubSession) -> None:
    if session.info.pop("wrote", False) and session.village_id is not None:
        note_written(session.village_id)


def note_written(village_id: int) -> None:
    """Note that something was written which no list has counted yet."""
    _written[village_id] = time.monotonic()


def in_words(count: int) -> str:
    """312 条, 2000 条以上."""
    return more_than(CAP) if count > CAP else rough_count(count)


def more_than(count: int) -> str:
    """2000 条以上"""
    return _("%(count)s 条以上", count=count)
