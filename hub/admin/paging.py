"""Paging by key: a page begins after (or ends before) a record, so the last page costs what the first does.

The address carries the record's id alone. Where that record stands in the order is asked of the database, so nothing
that was typed becomes part of a condition, and no name appears in an address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, tuple_

from hub.kernel.database import db

PAGE = 50


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: by a column, then by id. Rows without a value come last in both directions."""

    column: Any
    id: Any
    descending: bool = False
    nullable: bool = False

    def clauses(self, backwards: bool = False) -> list[Any]:
        """What stands behind ORDER BY; backwards: from the end."""
        down = self.descending != backwards
        clauses = [
            self.column.desc() if down else self.column.asc(),
            self.id.desc() if down else self.id.asc(),
        ]
        if self.nullable:
            missing = self.column.is_(None)
            clauses.insert(0, missing.desc() if backwards else missing.asc())
        return clauses[:-1] if self.column is self.id else clauses

    def beyond(self, value: Any, id: int, backwards: bool = False) -> ColumnElement[bool]:
        """The condition of the rows after a place in the order, or before it."""
        down = self.descending != backwards
        if not self.nullable:
            here = tuple_(self.column, self.id)
            where = value if isinstance(value, ColumnElement) else literal(value, self.column.type)
            there = tuple_(where, literal(id, self.id.type))
            return here < there if down else here > there
        same_value = self.column.is_(None) if value is None else self.column == value
        tie = and_(same_value, self.id < id if down else self.id > id)
        if value is None:
            return or_(self.column.is_not(None), tie) if backwards else tie
        further = self.column < value if down else self.column > value
        return or_(further, tie) if backwards else or_(further, tie, self.column.is_(None))


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the ids from which the neighbouring pages go on, where there are any."""

    rows: Sequence[Any]
    before: int | None = None
    after: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether these are all rows."""
        return self.before is None and self.after is None


def fetch_page(
    ask: Callable[..., Select[Any]], order: Order, place: Callable[[], Select[Any]], after: int | None = None,
    before: int | None = None,
) -> Page:  # fmt: skip
    """One page of a list. `ask` is given how many rows, a condition and whether from the end (`backwards`), and makes
    the statement; `place` makes the one that selects the order's column of every row the list could show."""
    anchor = after or before
    if anchor is None:
        return _forwards(ask, first=True)
    if order.nullable:
        found = db.session.execute(place().where(order.id == anchor)).first()
        if found is None:
            return _forwards(ask, first=True)
        value = found[0]
    else:  # asked within the page's own statement; after a record that is not there nothing comes
        value = place().where(order.id == anchor).correlate(None).scalar_subquery()
    if after:
        page = _forwards(ask, order.beyond(value, anchor), first=False)
        return page if page.rows else _forwards(ask, first=True)
    condition = order.beyond(value, anchor, backwards=True)
    rows = db.session.execute(ask(PAGE + 1, condition, backwards=True)).all()
    if len(rows) <= PAGE:  # the beginning: a whole first page rather than a short one
        return _forwards(ask, first=True)
    shown = rows[:PAGE][::-1]
    return Page(shown, before=shown[0].id, after=shown[-1].id)


def _forwards(ask: Callable[..., Select[Any]], *beyond: Any, first: bool) -> Page:
    rows = db.session.execute(ask(PAGE + 1, *beyond)).all()
    shown = rows[:PAGE]
    return Page(
        shown,
        before=shown[0].id if shown and not first else None,
        after=shown[-1].id if len(rows) > PAGE else None,
    )
