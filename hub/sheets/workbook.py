"""XLSX, read row by row."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from hub.i18n import _
from hub.kernel.refusals import Refused
from hub.sheets.packed import Look, Part, broken, look_into
from hub.sheets.reading import FIELD, MOST_COLUMNS, Row, Source

_ONLY_ZEROS = re.compile(r"0{2,20}")


def open_book(file: Path) -> Source:
    """The rows of the first sheet that can be seen and has something in it. Raises Refused, here and while reading."""
    look = look_into(file)
    source = Source(iter(()), sum(part.rows for part in look.sheets.values()))
    if look.links:
        source.notes.append(_("表里引用了别的文件；只读这个文件里存着的值。"))
    source.rows = _guarded(source, look, file)
    return source


def _guarded(source: Source, look: Look, file: Path) -> Iterator[Row]:
    try:
        yield from _of_book(source, look, file)
    except (Refused, GeneratorExit):
        raise
    except Exception as error:  # whatever the parser stumbles over, the file is at fault
        raise broken() from error


def _of_book(source: Source, look: Look, file: Path) -> Iterator[Row]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that are of no concern here
        opened = file.open("rb")  # by its name it would be known by its ending, and it has none
        try:
            book = load_workbook(opened, read_only=True, data_only=True, keep_links=False)
        except BaseException:
            opened.close()
            raise
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            part = look.sheets.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), Part())
            found = False
            for row in _of_sheet(sheet):
                if not found and any(row.cells):
                    found = True
                    _take_note(source, part)
                yield row
            if found:
                return
    finally:
        book.close()
        opened.close()


def _take_note(source: Source, part: Part) -> None:
    if part.not_worked_out:
        said = _("表里有公式没有算出结果。请在表格软件里打开保存一次，或把公式粘贴成数值，再导入。")
        raise Refused(said, FIELD)
    if part.formulas:
        source.notes.append(_("表里有公式；读的是保存时算好的结果。"))
    source.merged += [(bottom, called) for _top, bottom, called in part.merged]


def _of_sheet(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # some programs write them wrong
    for count, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        yield Row(count, tuple(_text(cell) for cell in cells))


def _text(cell: Any) -> str:
    """A cell as its author sees it: an ISBN that was typed as a number keeps its digits, 00123 its zeros."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        value = int(value)
    if isinstance(value, int):
        shape = str(getattr(cell, "number_format", "") or "")
        return str(value).zfill(len(shape)) if _ONLY_ZEROS.fullmatch(shape) else str(value)
    if isinstance(value, float):
        return f"{value:.15g}"
    return _day(value) if isinstance(value, date) else str(value)


def _day(value: date) -> str:
    if isinstance(value, datetime) and value.time() != time(0):
        return value.isoformat(" ", "minutes")
    return value.strftime("%Y-%m-%d")
