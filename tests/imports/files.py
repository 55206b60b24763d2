"""Files as people and programs really send them, the hostile ones included; of invented people."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date

import xlsxwriter

HEADINGS = ("姓名", "电话", "村民小组", "同意登记日期")
WANG = ("王小明", "19900001111", "三组", "2026-03-05")
_PACKED = zipfile.ZIP_DEFLATED


def table(*rows: Iterable[str], separator: str = ",") -> str:
    """A CSV of residents."""
    return "".join(separator.join(row) + "\r\n" for row in (HEADINGS, *rows))


def book(*rows: Iterable[object], headings: Iterable[object] = HEADINGS, **options: object) -> bytes:
    """A workbook of residents."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate((headings, *rows)):
            sheet.write_row(at, 0, row)
    return file.getvalue()


def with_formula(formula: str, worked_out: str) -> bytes:
    """A workbook whose cell for the group is a formula, and what it came to when it was saved."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, WANG)
        sheet.write_formula(1, 2, formula, None, worked_out)
    return file.getvalue()


def with_day(day: date, **options: object) -> bytes:
    """A workbook with a day as a number that is shown as one."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, WANG)
        sheet.write_datetime(1, 3, day, made.add_format({"num_format": "yyyy-mm-dd"}))
    return file.getvalue()


def merged(some: str, *rows: Iterable[str]) -> bytes:
    """A workbook of rows in which some cells are merged: `A2:A3`."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        sheet.merge_range(some, "")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return file.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same workbook with other parts in place of some, or beside them."""
    given = dict(parts)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", _PACKED) as new:
        for name in old.namelist():
            new.writestr(name, given.pop(name, None) or old.read(name))
        for name, part in given.items():
            new.writestr(name, part)
    return file.getvalue()


def worksheet(rows: Iterable[bytes]) -> bytes:
    """The part that holds the rows."""
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b"<worksheet " + space + b"><sheetData>" + b"".join(rows) + b"</sheetData></worksheet>"


def cells(number: int, *texts: str) -> bytes:
    """One row of texts."""
    made = "".join(
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in enumerate(texts)
    )
    return f'<row r="{number}">{made}</row>'.encode()


def in_itself(content: bytes) -> bytes:
    """A workbook packed into another archive that is called a workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", _PACKED) as packed:
        packed.writestr("名单.xlsx", content)
    return file.getvalue()
