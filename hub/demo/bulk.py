"""Many rows at once. The kernel lets a session take objects only; the demo, being core, inserts below it and stamps the
village itself."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlalchemy import insert

from hub.kernel.database import db
from hub.kernel.here import here

AT_ONCE = 5000


def put(model: type[Any], rows: Iterable[dict[str, Any]]) -> int:
    """Insert rows of the present village; all of them have the same columns. Answers how many."""
    connection = db.session.connection()
    count = 0
    waiting = iter(rows)
    while some := [row | {"village_id": here.village_id} for row in islice(waiting, AT_ONCE)]:
        # RETURNING makes one statement of a thousand rows, which spares PostgreSQL a journey a row.
        connection.execute(insert(model.__table__).returning(model.__table__.c.id), some)
        count += len(some)
    return count
