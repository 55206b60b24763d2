"""XLSX: a packed folder of XML. What is packed is looked at before any of it is unpacked or parsed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from hub.kits.sheets.reading import MOST_COLUMNS, MOST_ROWS, Row
from hub.room import Refused, _

MOST_PARTS = 500
MOST_UNPACKED = 60 * 1024 * 1024
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ONLY_ZEROS = re.compile(r"0{2,20}")
_PIECE = 1 << 20


def rows(content: bytes) -> Iterator[Row]:
    """The rows of the first sheet that can be seen and has something in it. Raises Refused."""
    _look_into(content)
    try:
        yield from _of_book(content)
    except Refused:
        raise
    except Exception as error:  # whatever the parser stumbles over, the file is at fault
        raise _broken() from error


def _broken() -> Refused:
    return Refused(_("这个 .xlsx 文件坏了或不完整。请在表格软件里打开，另存一份再导入。"), "file")


def _look_into(content: bytes) -> None:
    """Nothing unpacks to far more than it is, and no part declares entities of its own."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(_("这是旧格式或加了密码的文件。请去掉密码，另存为 .xlsx 再导入。"), "file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Refused(_("文件展开以后太大，不收。请只留要导入的那一张表。"), "file")
            left = MOST_UNPACKED
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    left = _check_part(packed, part, left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise _broken() from error
    except Exception as error:
        if isinstance(error, Refused):
            raise
        raise _broken() from error


def _check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """What a part says of its size may be wrong, so it is counted while it is unpacked."""
    before = b""
    with packed.open(part) as opened:
        while piece := opened.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise Refused(_("文件展开以后太大，不收。请只留要导入的那一张表。"), "file")
            if not before and piece[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise _broken()
            if _DECLARES.search(before[-32:] + piece):
                raise _broken()
            before = piece
    return left


def _of_book(content: bytes) -> Iterator[Row]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that are of no concern here
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    continue
                sheet.reset_dimensions()  # some programs write them wrong
                found = False
                for row in _of_sheet(sheet):
                    found = found or any(row.cells)
                    yield row
                if found:
                    return
        finally:
            book.close()


def _of_sheet(sheet: Any) -> Iterator[Row]:
    for count, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if count > MOST_ROWS * 4:
            raise Refused(_("超过 %(n)s 行，请拆成几个文件再导入。", n=MOST_ROWS), "file")
        yield Row(count, tuple(_text(cell) for cell in cells))


def _text(cell: Any) -> str:
    """A cell as its author sees it: an ISBN that was typed as a number keeps its digits, 00123 its zeros."""
    value = cell.value
    if value is None:
        return ""
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
