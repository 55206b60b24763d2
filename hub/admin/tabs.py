"""The lists of one room as tabs, each with its number, counted in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app, url_for
from sqlalchemy import select

from hub.admin.counting import CAP, capped
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.web.urls import steady_url

if TYPE_CHECKING:
    from hub.admin.view import RecordsView

EXTENSION = "hub_lists"
MOST = 999
FACTS, MONTH = "facts", "month"


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, as the macro `tabs` draws it."""

    label: str
    url: str
    active: bool
    count: str | None


def lists_of(room: str) -> list[RecordsView]:
    """The lists of a room (or of the core: "") that the one who looks may open, in their order."""
    lists: dict[str, list[RecordsView]] = current_app.extensions.get(EXTENSION, {})
    return [view for view in lists.get(room, ()) if view.is_accessible()]


def tabs_of(room: str) -> list[Tab]:
    """The tabs of a room's page."""
    views = lists_of(room)
    return tabs_for(views, count_lists(views)[0])


def tabs_for(
    views: Sequence[RecordsView], counts: Sequence[int], active: RecordsView | None = None
) -> list[Tab]:
    """Tabs with the numbers that were counted for them."""
    return [
        Tab(
            str(view.title),
            steady_url(f"{view.endpoint}.index_view"),
            view is active,
            f"{MOST}+" if count > MOST else str(count),
        )
        for view, count in zip(views, counts, strict=True)
    ]


def tabs_beside(room: str, active: str = "") -> list[Tab]:
    """The tabs of a room that are no lists: its month, and what it is."""
    url = url_for("home.room_page", room=room)
    beside = [(FACTS, _("基本情况"))]
    if here.can(f"{room}.view"):
        beside.insert(0, (MONTH, _("本月")))
    return [Tab(label, f"{url}?tab={tab}", tab == active, None) for tab, label in beside]


def count_lists(views: Sequence[RecordsView], found: Any = None) -> tuple[list[int], int]:
    """How many rows each list has, to a thousand, and how many a statement of ids finds, in one query at most.

    Where a list is long the numbers are remembered: a short list over a long table is dear to count.
    """
    known = [view.totals.known(view.whose) for view in views]
    missing = [view for view, number in zip(views, known, strict=True) if number is None]
    wanted = [(view.ids(), MOST) for view in missing] + ([] if found is None else [(found, CAP)])
    counted = count_all(wanted)
    fresh = dict(zip((view.endpoint for view in missing), counted, strict=False))
    numbers = [
        fresh[view.endpoint] if number is None else number for view, number in zip(views, known, strict=True)
    ]
    if any(number > MOST for number in numbers):
        for view in missing:
            view.totals.keep(view.whose, fresh[view.endpoint])
    return numbers, counted[-1] if found is not None else 0


def count_all(statements: Sequence[tuple[Any, int]]) -> list[int]:
    """How many rows each statement of ids has, up to a cap of its own."""
    if not statements:
        return []
    counts = [capped(statement, cap).label(f"n{place}") for place, (statement, cap) in enumerate(statements)]
    return list(db.session.execute(select(*counts)).one())
