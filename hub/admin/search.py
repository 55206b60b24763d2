"""Searching a list: at most five words; each must be found in one of the columns that may be searched.

Residents are looked up first, by their keys, and the list is then narrowed to their ids: what stands in the index
costs the same however many visits there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, false, or_, select, true

from hub.admin.columns import NAMES
from hub.kernel.database import db
from hub.kernel.here import here
from hub.web.fields import clean_text
from hub.web.lookups import Lookup

WORDS = 5
LONGEST = 60
FEW = 30
A_THOUSAND = 1000
_LAST = "\U0010ffff"  # sorts after whatever may follow a prefix, byte by byte


def words_of(text: str) -> list[str]:
    """The words of a search, at most five; none of a text that nobody can have typed."""
    try:
        return clean_text(text.replace("\u3000", " ").strip()[:LONGEST]).split()[:WORDS]
    except ValueError:
        return []


class Found(NamedTuple):
    """The condition under which a row matches: to be read in the list's order, and to be counted; None where
    counting would cost many times what the page does. `number` is how many rows of the list match, where that is known
    without counting."""

    shown: ColumnElement[bool]
    counted: ColumnElement[bool] | None
    number: int | None = None


def search_condition(
    text: str,
    columns: Sequence[Any],
    residents: Any = None,
    lookup: Lookup | None = None,
    rows: Callable[[], Select[Any]] | None = None,
    *,
    whole: bool = False,
) -> Found | None:
    """The condition under which a row matches a text. None when there is nothing to search for.

    `residents` is a column of residents' ids, searched through `lookup` by those who may see names. `rows` makes
    the statement of the ids of a list that is one of residents itself; `whole`: it shows all whom the look-up keeps.
    """
    words = words_of(text)
    if not words:
        return None
    ways = []
    if columns:
        matches = and_(*(or_(*(_found_in(column, word) for column in columns)) for word in words))
        ways.append(Found(matches, matches))
    if residents is not None and lookup is not None and here.can(NAMES):
        ways.append(_of_residents(" ".join(words), residents, lookup, rows, whole=whole))
    if not ways:
        return Found(false(), false())
    if len(ways) == 1:
        return ways[0]
    counted = [way.counted for way in ways if way.counted is not None]
    return Found(or_(*(way.shown for way in ways)), or_(*counted) if len(counted) == len(ways) else None)


def _found_in(column: Any, word: str) -> ColumnElement[bool]:
    if _is_indexed(column):
        return and_(column >= word, column < word + _LAST)
    return column.icontains(word, autoescape=True)


def _is_indexed(column: Any) -> bool:
    """Text that is compared byte by byte (`sortable`): its index finds what begins with a word."""
    variants = getattr(column.type, "_variant_mapping", {})
    return isinstance(column.type, String) and getattr(variants.get("postgresql"), "collation", None) == "C"


def _of_residents(
    words: str, column: Any, lookup: Lookup, rows: Callable[[], Select[Any]] | None, *, whole: bool
) -> Found:
    """A few residents are named by their ids, which leads the database to their rows. Of many the ids are compared
    row by row in the list's own order (hence `+ 0`: no index on them), where fifty are soon found. How many there are
    in all nobody asks of many people's records; of the residents themselves it is counted by their keys. Namesakes
    stand together in the list of residents, perhaps at its end: up to a thousand are fetched by their keys and put in
    order."""
    assert lookup.matching is not None
    assert lookup.model is not None
    ids = lookup.model.id
    most = FEW if rows is None else A_THOUSAND
    if lookup.ids is not None and (rows is None or whole):
        found = lookup.ids(words, most + 1)
    else:
        among = lookup.matching(words, ids)
        start = select(ids) if rows is None else rows()
        found = db.session.scalars(start.where(*among).limit(most + 1)).all() if among else []
    if not found:
        return Found(false(), false(), None if rows is None else 0)
    number = None if rows is None or len(found) > most else len(found)
    if len(found) <= FEW:
        return Found(column.in_(found), column.in_(found), number)
    conditions = lookup.matching(words, ids)
    counted = None if rows is None else and_(*conditions)
    if number is not None:
        return Found(and_(*conditions), counted, number)
    return Found(and_(*map(_row_by_row, lookup.matching(words, column + 0))), counted)


def _row_by_row(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """PostgreSQL would join, and compare every row with each of a thousand namesakes. What is asked to be true it looks
    up in a hash instead; SQLite does so by itself, and more slowly when it is asked."""
    return condition.is_(true()) if db.engine.dialect.name == "postgresql" else condition
