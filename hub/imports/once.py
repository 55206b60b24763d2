"""Sheets whose rows are told apart by one column: a number, a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypedDict

from sqlalchemy import select

from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.declarations import AlreadyThere
from hub.kernel.refusals import Refused

Values = dict[str, Any]


class Once(TypedDict):
    """What `ImportSheet` is given of it."""

    check: Callable[[], Callable[[Values], None]]
    look: Callable[[Sequence[Values]], Sequence[str | None]]


def once(column: Any, rule: Callable[[Values], None] | None = None) -> Once:
    """Rows whose value in a column of the model stands in no other row of the file, and that are left out where the
    village has such a record already. `rule` looks at a row besides; it raises Refused(sentence, column).

    ::

        ImportSheet("tools", _l("工具清单"), "tools", COLUMNS, take, **once(Tool.number))
    """
    name = column.key

    def check() -> Callable[[Values], None]:
        seen: set[int] = set()

        def check_row(values: Values) -> None:
            mark = hash(values[name])
            if mark in seen:
                raise Refused(_("上面已经有一样的了。"), name)
            seen.add(mark)
            if rule is not None:
                rule(values)

        return check_row

    def look(rows: Sequence[Values]) -> list[str | None]:
        there = set(db.session.scalars(select(column).where(column.in_([values[name] for values in rows]))))
        return [AlreadyThere(_("已经有了。")) if values[name] in there else None for values in rows]

    return Once(check=check, look=look)
