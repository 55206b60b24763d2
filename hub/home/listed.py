"""The newest rows of a room's first list, as they stand on the room's page. The list itself is one tap away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.admin.actions import around_id, links_of, prepare
from hub.admin.asked import Asked
from hub.admin.columns import Cell
from hub.admin.listing import Row
from hub.admin.view import RecordsView
from hub.kernel.database import db

ROWS = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """The beginning of a list. `more` is set when it goes on."""

    title: str
    url: str
    headings: Sequence[tuple[str, str]]
    rows: list[Row]
    more: bool
    empty: str


def beginning(view: RecordsView) -> Listed:
    """The first rows of a list in its own order, with names in the same query."""
    asked = Asked(view, view.url_here, {})
    statement = view.rows(asked, view.columns).order_by(*asked.order.clauses()).limit(ROWS + 1)
    found = db.session.execute(statement).all()
    shown = [(column, column.presenter()) for column in view.columns if column.is_shown]
    actions = prepare(view.row_actions, view.room, view.full)
    link = _address(view)
    rows = [
        Row(
            row.id,
            f"{link[0]}{row.id}{link[1]}" if link else None,
            [Cell(show(getattr(row, one.name), row), str(one.label), one.kind) for one, show in shown],
            links_of(row, actions),
        )
        for row in found[:ROWS]
    ]
    headings = [(str(column.label), column.kind) for column, _show in shown]
    return Listed(str(view.title), view.url_here, headings, rows, len(found) > ROWS, str(view.empty_text))


def _address(view: RecordsView) -> tuple[str, str] | None:
    if view.open_page:
        page = view.open_page
        return around_id(page if "." in page else f"{view.room}.{page}", view.open_arg)
    return around_id(f"{view.endpoint}.details_view") if view.can_view_details else None
