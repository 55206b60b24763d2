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

from hub.admin.cells import Noted

BATCH = 2_000  # rows at a time
BOM = "\ufeff"
CHUNK = 64 * 1024
MOST_ROWS = 1_048_576  # of a sheet, its heading included
LONGEST_CELL = 32_767
A4 = 9  # as spreadsheets count papers
MOST_FORMATS = 1_000  # of a workbook; a spreadsheet takes some thousands
LONGEST_NOTE = 100  # signs in a format, which holds 255
_CODES = {
    datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm", Decimal: "#,##0.00", float: "General",
}  # fmt: skip
_STARTS_FORMULA = frozenset(
    "=+-@＝＋－＠\t\r\n"
)  # those of full width are taken for the others in Chinese editions

Rows = Iterable[Sequence[Any]]


def csv_stream(titles: Sequence[str], batches: Iterable[Rows]) -> Iterator[bytes]:
    """CSV with a mark of its encoding, so that a spreadsheet reads Chinese; the titles come at once."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([_plain(title) for title in titles])
    yield _taken(buffer)
    for batch in batches:
        writer.writerows([[_plain(value) for value in row] for row in batch])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return "'" + value if value[:1] in _STARTS_FORMULA and value else value
    if isinstance(value, Noted):
        if isinstance(value.value, (date, time)):
            return _plain(f"{value.before}{_plain(value.value)}{value.after}")
        return value.value
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
    heading, formats = book.add_format({"bold": True, "bottom": 1}), _Formats(book)
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
    _make_printable(sheet)
    for place, text in enumerate(titles):
        sheet.write_string(0, place, text, heading)
    return sheet


def _make_printable(sheet: Any) -> None:
    """A4, as wide as a page, the titles on each of them."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&P / &N")


def _write_row(sheet: Any, at: int, row: Sequence[Any], formats: _Formats) -> None:
    for place, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(at, place, value[:LONGEST_CELL])
        elif isinstance(value, Noted):
            if (look := formats.noted(value)) is None:
                sheet.write_string(
                    at, place, f"{value.before}{_plain(value.value)}{value.after}"[:LONGEST_CELL]
                )
            else:
                _write_typed(sheet, at, place, value.value, look)
        elif isinstance(value, bool):
            sheet.write_boolean(at, place, value)
        elif value is not None:
            _write_typed(sheet, at, place, value, formats[type(value)])


def _write_typed(sheet: Any, at: int, place: int, value: Any, look: Any) -> None:
    if isinstance(value, (date, time)):
        sheet.write_datetime(at, place, value, look)
    else:
        sheet.write_number(at, place, value, look)


class _Formats(dict[Any, Any]):
    """The looks of the cells of a workbook, by type; what is noted beside a number or a day is part of its look, so
    that it is read and the cell is still a number or a day."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, kind: Any) -> Any:
        code = _CODES.get(kind)
        look = self[kind] = self._book.add_format({"num_format": code}) if code else None
        return look

    def noted(self, cell: Noted) -> Any:
        """The look of a cell with its note; None when it cannot be one."""
        kind = (type(cell.value), cell.before, cell.after)
        if kind not in self:
            around = cell.before + cell.after
            if (
                len(self) > MOST_FORMATS
                or len(around) > LONGEST_NOTE
                or not around.isprintable()
                or '"' in around
            ):
                return None
            quoted = [f'"{text}"' if text else "" for text in (cell.before, cell.after)]
            code = _CODES.get(kind[0], "General")
            self[kind] = self._book.add_format({"num_format": code.join(quoted)})
        return self[kind]


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """A file piece by piece."""
    while piece := file.read(CHUNK):
        yield piece
