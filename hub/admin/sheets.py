"""Writing rows into files: CSV as a stream, XLSX through a temporary file; a text is a text and never a formula."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

BATCH = 2_000  # rows at a time
BOM = "\ufeff"
CHUNK = 64 * 1024
MOST_ROWS = 1_048_576  # of a sheet, its heading included
LONGEST_CELL = 32_767
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Rows = Iterable[Sequence[Any]]


def csv_stream(titles: Sequence[str], batches: Iterable[Rows]) -> Iterator[bytes]:
    """CSV with a mark of its encoding, so that a spreadsheet reads Chinese; the titles come at once."""
    buffer = io.StringIO()
    write = csv.writer(buffer).writerow
    buffer.write(BOM)
    write([_harmless(title) for title in titles])
    yield _taken(buffer)
    for batch in batches:
        for row in batch:
            write([_plain(value) for value in row])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(_STARTS_FORMULA) else text


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return "'" + value if value.startswith(_STARTS_FORMULA) else value
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value


def xlsx_file(name: str, titles: Sequence[str], batches: Iterable[Rows]) -> IO[bytes]:
    """A workbook in a temporary file. Closing it ends it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been read
    write_xlsx(file, name, titles, batches)
    file.seek(0)
    return file


def write_xlsx(
    file: IO[bytes], name: str, titles: Sequence[str], batches: Iterable[Rows], folder: Path | None = None
) -> None:
    """Write a workbook row by row; a full sheet is followed by another. What has been written so far lies in `folder`,
    never in memory."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(file, options | ({"tmpdir": str(folder)} if folder else {}))
    heading = book.add_format({"bold": True, "bottom": 1})
    formats = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        time: book.add_format({"num_format": "hh:mm"}),
        Decimal: book.add_format({"num_format": "#,##0.00"}),
    }
    sheet, at = None, MOST_ROWS
    for batch in batches:
        for row in batch:
            if at == MOST_ROWS:
                sheet, at = _new_sheet(book, name, titles, heading), 1
            _write_row(sheet, at, row, formats)
            at += 1
    if sheet is None:
        _new_sheet(book, name, titles, heading)
    book.close()


def _new_sheet(book: Any, name: str, titles: Sequence[str], heading: Any) -> Any:
    number = len(book.worksheets()) + 1
    title = "".join("_" if sign in "[]:*?/\\'" else sign for sign in name)[:25]
    sheet = book.add_worksheet(title if number == 1 else f"{title} {number}")
    sheet.set_column(0, max(len(titles) - 1, 0), 18)
    sheet.freeze_panes(1, 0)
    for place, text in enumerate(titles):
        sheet.write_string(0, place, text, heading)
    return sheet


def _write_row(sheet: Any, at: int, row: Sequence[Any], formats: dict[type, Any]) -> None:
    for place, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(at, place, value[:LONGEST_CELL])
        elif isinstance(value, bool):
            sheet.write_boolean(at, place, value)
        elif isinstance(value, (date, time)):
            sheet.write_datetime(at, place, value, formats[type(value)])
        elif isinstance(value, Decimal):
            sheet.write_number(at, place, value, formats[Decimal])
        elif value is not None:
            sheet.write_number(at, place, value)


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """A file piece by piece."""
    while piece := file.read(CHUNK):
        yield piece
