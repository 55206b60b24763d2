"""Reading a file into rows of texts, whatever wrote it. A file that cannot be read is refused in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from hub.room import Refused, _

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000  # below the heading
MOST_COLUMNS = 60
LONGEST_CELL = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet counts, and its cells as texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first filled sheet of a file: its headings, and the rows under them that are not empty."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(file: IO[bytes], name: str) -> Table:
    """The table in a file that was sent under a name. Raises Refused."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(_("文件超过 %(n)s MB，请拆成几个再导入。", n=MOST_BYTES // 1024 // 1024), "file")
    if not content:
        raise Refused(_("文件是空的，请重新选择。"), "file")
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    return _table(_rows(content, ending))


def _rows(content: bytes, ending: str) -> Iterable[Row]:
    from hub.kits.sheets import text, workbook

    if ending == "xlsx":
        return workbook.rows(content)
    if ending in ("csv", "txt"):
        return text.rows(content)
    if ending in ("xls", "et", "ods"):
        raise Refused(_("这是 .%(ending)s 文件。请在表格软件里另存为 .xlsx，再导入。", ending=ending), "file")
    raise Refused(_("只能导入 .xlsx 或 .csv 文件，请重新选择。"), "file")


def tidy(text: str) -> str:
    """A cell's text in its composed form, in one line, without what cannot be seen."""
    composed = unicodedata.normalize("NFC", text[: LONGEST_CELL + 1])
    seen = "".join(" " if sign in "\n\r\t" else sign for sign in composed)
    return "".join(sign for sign in seen if unicodedata.category(sign) not in ("Cc", "Cf", "Cs")).strip()


def _table(rows: Iterable[Row]) -> Table:
    filled = _filled(rows)
    headings = next(filled, None)
    if headings is None:
        raise Refused(_("表里什么也没有，请先填好再导入。"), "file")
    below: list[Row] = []
    for row in filled:
        if len(below) == MOST_ROWS:
            raise Refused(_("超过 %(n)s 行，请拆成几个文件再导入。", n=MOST_ROWS), "file")
        below.append(row)
    if not below:
        raise Refused(_("只有表头，下面没有内容。请先填好再导入。"), "file")
    return Table(headings.cells, tuple(below))


def _filled(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        cells = [tidy(cell) for cell in row.cells[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield Row(row.number, tuple(cells))
