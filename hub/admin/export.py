"""Exporting a whole list, however long: plain columns, many rows at a time, on a session of its own.

The request's session is closed before a stream is read; this one lives as long as the stream and belongs to the same
village, so the same rows are there and no others. People's names are masked for those who may not see them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Response
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine, Select
from sqlalchemy.orm import Session

from hub.admin import long_export
from hub.admin.asked import Asked
from hub.admin.columns import Column, mask
from hub.admin.sheets import BATCH, chunks, csv_stream, xlsx_file
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.transactions import intention

if TYPE_CHECKING:
    from hub.admin.view import RecordsView

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows that an address asks for, in its order, to be read wherever and whenever. What depends on the request
    was settled when this was made. Closing it ends the session."""

    title: str
    titles: list[str]
    batches: Iterator[Iterator[list[Any]]]
    close: Callable[[], None]


def rows_of(view: RecordsView, asked: Asked) -> Rows:
    """The rows for a file."""
    columns = [column for column in view.columns if column.export and column.is_shown]
    statement = view.rows(asked, columns).order_by(*asked.order.clauses())
    session = db.session.session_factory()
    session.bind_village(here.village_id)  # type: ignore[attr-defined]
    batches = _batches(session, db.engine, statement, [_converter(column) for column in columns])
    return Rows(str(view.title), [str(column.label) for column in columns], batches, session.close)


def export(view: RecordsView, asked: Asked, kind: str) -> ResponseReturnValue:
    """The file, at once; of a long list as a workbook a page that says how far it is."""
    if kind == "xlsx" and (answer := long_export.answer(view, asked)) is not None:
        return answer
    rows = rows_of(view, asked)
    if kind == "csv":
        response = Response(csv_stream(rows.titles, rows.batches), content_type=TYPES[kind])
    else:
        file = xlsx_file(rows.title, rows.titles, rows.batches)
        response = Response(chunks(file), content_type=TYPES[kind])
        response.call_on_close(file.close)
    response.call_on_close(rows.close)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name(view))}.{kind}"
    return response


def file_name(view: RecordsView) -> str:
    """What the file is called, but for its ending."""
    return f"{view.title}-{here.today.isoformat()}"


def _batches(
    session: Session, engine: Engine, statement: Select[Any], converters: Sequence[Convert | None]
) -> Iterator[Iterator[list[Any]]]:
    """The rows in batches. Everything that depends on the request was settled before."""
    statement = statement.execution_options(yield_per=BATCH)
    with intention(writes=False):
        result = session.execute(statement, bind_arguments={"bind": engine})
    for batch in result.partitions():
        yield (
            [
                value if convert is None or value is None else convert(value)
                for value, convert in zip(row[1:], converters, strict=True)
            ]
            for row in batch
        )


def _converter(column: Column) -> Convert | None:
    """How a column's values become what stands in the file; None: as they are."""
    if not column.is_open:
        return mask
    if callable(column.export):
        return column.export
    zone, yes, no = here.tz, _("是"), _("否")
    words = {value: str(label) for value, label in (column.choices or {}).items()}

    def convert(value: Any) -> Any:
        if value in words:
            return words[value]
        if isinstance(value, bool):
            return yes if value else no
        if isinstance(value, datetime):
            return value.astimezone(zone).replace(tzinfo=None)
        return value.value if isinstance(value, Enum) else value

    def local(value: datetime) -> datetime:
        return value.astimezone(zone).replace(tzinfo=None)

    python_type = _python_type(column)
    if not words and python_type is datetime:
        return local
    return None if not words and python_type in (str, int) else convert


def _python_type(column: Column) -> type | None:
    try:
        found: type = column.value.type.python_type
    except (AttributeError, NotImplementedError):
        return None
    return found
