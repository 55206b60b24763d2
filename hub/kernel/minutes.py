"""Minutes between two instants, counted by the database; each database counts instants in its own way."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class minutes_between(FunctionElement[int]):
    """Whole minutes from one instant to another, rounded; null where one of them is."""

    type = Integer()
    inherit_cache = True

    def __init__(self, start: Any, end: Any) -> None:
        super().__init__(start, end)


@compiles(minutes_between)
def _postgresql(element: minutes_between, compiler: SQLCompiler, **given: Any) -> str:
    start, end = (compiler.process(one, **given) for one in element.clauses)
    return f"CAST(ROUND(EXTRACT(EPOCH FROM {end} - {start}) / 60) AS INTEGER)"


@compiles(minutes_between, "sqlite")
def _sqlite(element: minutes_between, compiler: SQLCompiler, **given: Any) -> str:
    start, end = (compiler.process(one, **given) for one in element.clauses)
    return f"CAST(ROUND((JULIANDAY({end}) - JULIANDAY({start})) * 1440) AS INTEGER)"
