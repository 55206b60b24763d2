"""Exporting a whole list, however long: plain columns, many rows at a time, on a session of its own.

The request's session is closed before a stream is read; this one lives as long as the stream and belongs to the same
village, so the same rows are there and no others. What stands in the file is what the list shows (`hub.admin.cells`):
what is masked on the screen is masked in it. Who exported which list stands in the audit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from blinker import Signal
from flask import Flask, Response, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine, Select
from sqlalchemy.orm import Session

from hub.admin import long_export
from hub.admin.asked import Asked
from hub.admin.cells import Fill, filler
from hub.admin.columns import Column
from hub.admin.sheets import BATCH, chunks, csv_stream, xlsx_file
from hub.i18n import speech
from hub.kernel.database import db
from hub.kernel.here import bind_session, here
from hub.kernel.transactions import intention

if TYPE_CHECKING:
    from hub.admin.view import RecordsView

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
exported = Signal("Sent by a list of which somebody takes a file, with its `kind`, before anything is read.")


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows that an address asks for, in its order, to be read wherever and whenever. What depends on the request
    was settled when this was made. Closing it ends the session."""

    title: str
    titles: list[str]
    batches: Iterator[Iterable[Sequence[Any]]]
    close: Callable[[], None]


def rows_of(view: RecordsView, asked: Asked) -> Rows:
    """The rows for a file."""
    columns = [column for column in view.columns if column.export and column.is_shown]
    names = {column.name for column in columns}
    beside = [column for column in view.columns if column.name not in names] if _want_rows(columns) else []
    statement = view.rows(asked, [*columns, *beside]).order_by(*asked.order.clauses())
    session = db.session.session_factory()
    session.bind_village(here.village_id)  # type: ignore[attr-defined]
    fills = [filler(column, view.endpoint) for column in columns]
    batches = _batches(Situation(), session, db.engine, statement, fills)
    return Rows(str(view.title), [str(column.label) for column in columns], batches, session.close)


def _want_rows(columns: Iterable[Column]) -> bool:
    """Whether any of them says more than its own value, and so needs what is fetched beside it."""
    return any(column.wants_row for column in columns)


def export(view: RecordsView, asked: Asked, kind: str) -> ResponseReturnValue:
    """The file, at once; of a long list as a workbook a page that says how far it is."""
    if kind == "xlsx" and (answer := long_export.answer(view, asked)) is not None:
        return answer
    exported.send(view, kind=kind)
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
    """What the file is called, but for its ending: with its room, for several have a 登记簿."""
    room = here.rooms.get(view.room)
    place = f"{room.name}-" if room else ""
    return f"{place}{view.title}-{here.today.isoformat()}"


def _batches(
    situation: Situation, session: Session, engine: Engine, statement: Select[Any], fills: Sequence[Fill]
) -> Iterator[Iterable[Sequence[Any]]]:
    """The rows in batches, column by column: words that many rows share are said once."""
    statement = statement.execution_options(yield_per=BATCH)
    with intention(writes=False):
        result = session.execute(statement, bind_arguments={"bind": engine})
    for batch in result.partitions():
        with situation.again():
            values = zip(*batch, strict=True)
            next(values)  # their ids
            cells = [list(fill(column, batch)) for fill, column in zip(fills, values, strict=False)]
        yield zip(*cells, strict=True)


class Situation:
    """The situation of a request, which its words depend on, to be entered again and again when it is over."""

    def __init__(self) -> None:
        speech()  # asked for once, while somebody is there whose language it is
        present: Any = current_app
        self._app: Flask = present._get_current_object()
        self._kept = here.kept()

    @contextmanager
    def again(self) -> Iterator[None]:
        """Within: village, language and permissions as they were; nothing can be written."""
        with self._app.app_context(), intention(writes=False):
            here.resume(self._kept)
            if here.in_village:
                bind_session(here.village)
            yield
