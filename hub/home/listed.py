"""The newest rows of a room's first list, as they stand on the room's page. The list itself is one tap away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hub.admin.actions import prepare
from hub.admin.asked import Asked
from hub.admin.listing import row_address
from hub.admin.rows import draw
from hub.admin.view import RecordsView
from hub.kernel.database import db

ROWS = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """The beginning of a list. `more` is set when it goes on."""

    title: str
    url: str
    headings: Sequence[tuple[str, str]]
    rows: Markup
    more: bool
    empty: str


def beginning(view: RecordsView) -> Listed:
    """The first rows of a list in its own order, with names in the same query."""
    asked = Asked(view, view.url_here, {})
    found = db.session.execute(view.some_rows(asked, view.columns, ROWS + 1)).all()
    shown = [column for column in view.columns if column.is_shown]
    rows = draw(view, found[:ROWS], shown, row_address(view), prepare(view.row_actions, view.room, view.full))
    headings = [(str(column.label), column.kind) for column in shown]
    return Listed(str(view.title), view.url_here, headings, rows, len(found) > ROWS, str(view.empty_text))
