"""Making many records by one statement, below the session: for lists that are imported, each of which stands in the
audit as one deed. A record costs a tenth of what it costs in a session, and with SQLite everybody else who writes
waits meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.engine import Connection

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import VILLAGE
from hub.kernel.tenancy import TenancyError

PAGES_KEPT = 16 * 1024  # KB, of SQLite
_open: ContextVar[bool] = ContextVar("hub_taking_in", default=False)


@dataclass(frozen=True, slots=True)
class Made:
    """A record that no session holds: its id, and the table that it is in."""

    id: int
    __tablename__: str


@contextlib.contextmanager
def taking_in() -> Iterator[None]:
    """Inside, records may be made so: whoever opens it tells the audit of all of them."""
    token = _open.set(True)
    try:
        with _room_for_many():
            yield
    finally:
        _open.reset(token)


@contextlib.contextmanager
def _room_for_many() -> Iterator[None]:
    """Let SQLite keep the pages that many records touch. In the 2 MB that it keeps otherwise, pages of indexes are
    written and read again many times over, and who waits for the lock waits for that, too."""
    connection = db.session.connection()
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    (before,) = raw.execute("PRAGMA cache_size").fetchone()
    raw.execute(f"PRAGMA cache_size=-{PAGES_KEPT}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA cache_size={before}")


def make_records(model: type[Any], rows: Sequence[dict[str, Any]]) -> list[Made]:
    """Make a record of each row, in `ImportSheet.take` and nowhere else; answers them in the same order.

    A row is a dict by the names of columns, the same ones in all rows. What is left out gets its default; the village
    need not be said. No session knows of these records, so nothing is set on them by relationships.
    """
    if not _open.get():
        raise TenancyError(
            "records are made below the session in imports only; add objects to the session instead"
        )
    if not rows:
        return []
    table, village_id = model.__table__, here.village_id
    stamped = [row | {VILLAGE: village_id} for row in rows]
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        ids = _inserted_into_sqlite(connection, table, stamped)
    else:
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        ids = connection.scalars(statement, stamped).all()
    return [Made(id, table.name) for id in ids]


def _inserted_into_sqlite(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]]
) -> Sequence[int]:
    """Insert rows, and answer their ids. To be told by RETURNING which is whose takes a statement for each row; but who
    has the lock can number them as SQLite would, for nobody else adds any meanwhile."""
    first = (connection.scalar(select(func.max(table.c.id))) or 0) + 1
    connection.execute(insert(table), [row | {"id": id} for id, row in enumerate(rows, first)])
    return range(first, first + len(rows))
