"""Statements that PostgreSQL plans once on each connection, and not each time they are sent; several go in one message.

A pooler in transaction mode hands a message to whichever connection is free, where they may not be known. The first
time that happens it is remembered, and from then on they are sent in full. Their names are made of their words, so
that two hubs behind one pooler never run each other's statements.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary, WeakSet

from psycopg import ClientCursor, errors
from sqlalchemy.engine import Engine

Row = tuple[Any, ...]
_VALUE = re.compile(r"%\((\w+)\)s")
_UNPLANNED = ("BEGIN", "COMMIT")
_NOT_THERE = (errors.InvalidSqlStatementName, errors.DuplicatePreparedStatement)

_planned_on: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()  # connections of the driver
_behind_poolers: WeakSet[Engine] = WeakSet()


class _Planned(NamedTuple):
    prepare: str
    execute: str


def send_together(
    engine: Engine, raw: Any, texts: Sequence[str], values: Mapping[str, Any]
) -> list[list[Row]]:
    """The rows of each statement. Raises the driver's errors; then the connection is of no use any more."""
    if engine in _behind_poolers:
        return _send(raw, texts, values)
    known = _planned_on.setdefault(raw, set())
    new = [text for text in dict.fromkeys(texts) if text not in known and text not in _UNPLANNED]
    planned = [_planned(text).prepare for text in new]
    said = [text if text in _UNPLANNED else _planned(text).execute for text in texts]
    try:
        rows = _send(raw, [*planned, *said], values)
    except _NOT_THERE:
        _behind_poolers.add(engine)
        raise
    known.update(new)
    return rows[len(planned) :]


def _send(raw: Any, texts: Sequence[str], values: Mapping[str, Any]) -> list[list[Row]]:
    # This cursor puts the values into the text, so that several statements fit into one message.
    with ClientCursor(raw) as cursor:
        cursor.execute("; ".join(texts).encode(), values)
        rows = [_rows(cursor)]
        while cursor.nextset():
            rows.append(_rows(cursor))
    return rows


def _rows(cursor: Any) -> list[Row]:
    return cursor.fetchall() if cursor.description else []


@cache
def _planned(text: str) -> _Planned:
    names = list(dict.fromkeys(_VALUE.findall(text)))
    placed = _VALUE.sub(lambda found: f"${names.index(found[1]) + 1}", text)
    name = f"hub_{sha256(placed.encode()).hexdigest()[:32]}"
    given = ", ".join(f"%({one})s" for one in names)
    return _Planned(f"PREPARE {name} AS {placed}", f"EXECUTE {name}({given})" if given else f"EXECUTE {name}")
