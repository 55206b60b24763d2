"""Reading a file into rows of texts, whatever wrote it. A file that cannot be read is refused in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hub.i18n import _
from hub.kernel.refusals import Refused
from hub.text import join_words

MOST_BYTES = 19 * 1024 * 1024
MOST_ROWS = 100_000  # below the heading
MOST_COLUMNS = 60
HEADING_WITHIN = 10  # filled rows; above the heading many write what the list is called
MOST_EMPTY = 2_000  # rows in succession; below them nothing is read
LONGEST_CELL = 2_000
NAMED = 12  # of many, in one sentence
FIELD = "file"
_TYPED_AS_TEXT = re.compile(
    r"'(?=[\d=+\-@＝＋－＠])"
)  # '007, as it is typed, and as the hub writes it in a CSV
OLD = b"\xd0\xcf\x11\xe0"  # the container of .xls and of encrypted files


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet counts, and its cells as texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class Source:
    """A file that can be read: its rows that are not empty, about how many there are, and what is to be said of it.
    `merged` are the last rows of cells that were merged downwards."""

    rows: Iterator[Row]
    total: int
    notes: list[str] = field(default_factory=list)
    merged: list[tuple[int, str]] = field(default_factory=list)


def open_sheet(file: Path, name: str, heads: Callable[[Row], bool] = lambda row: True) -> Source:
    """The rows of the first filled sheet in a file that was sent under a name; of several, of the first in which some
    row `heads` a list. Raises Refused, later on too."""
    from hub.sheets import text, workbook

    size = file.stat().st_size
    if size > MOST_BYTES:
        raise Refused(_("文件超过 %(n)s MB，请拆成几个再导入。", n=MOST_BYTES // 1024 // 1024), FIELD)
    if not size:
        raise Refused(_("文件是空的，请重新选择。"), FIELD)
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending == "xlsx":
        source = workbook.open_book(file, heads)
    elif ending in ("csv", "txt"):
        source = text.open_text(file)
    elif ending in ("xlsm", "xltm", "xlsb"):
        raise Refused(_("带宏的文件不收。请在表格软件里另存为 .xlsx，再导入。"), FIELD)
    elif ending in ("xls", "et", "ods", "xltx", "ett"):
        raise Refused(_("这是 .%(ending)s 文件。请在表格软件里另存为 .xlsx，再导入。", ending=ending), FIELD)
    else:
        raise Refused(_("只能导入 .xlsx 或 .csv 文件，请重新选择。"), FIELD)
    source.rows = _filled(source, source.rows)
    return source


def tidy(text: str) -> str:
    """A cell's text in its composed form, in one line, without what cannot be seen."""
    if text.isascii() and text.isprintable():
        return _typed(text[: LONGEST_CELL + 1].strip())
    composed = unicodedata.normalize("NFC", text[: LONGEST_CELL + 1])
    seen = "".join(" " if sign in "\n\r\t" else sign for sign in composed)
    return _typed(
        "".join(sign for sign in seen if unicodedata.category(sign) not in ("Cc", "Cf", "Cs")).strip()
    )


def some(names: Sequence[str]) -> str:
    """The first of many."""
    named = join_words(names[:NAMED])
    return _("%(some)s 等 %(n)s 个", some=named, n=len(names)) if len(names) > NAMED else named


def _typed(text: str) -> str:
    return _TYPED_AS_TEXT.sub("", text, count=1) if text.startswith("'") else text


def _filled(source: Source, rows: Iterator[Row]) -> Iterator[Row]:
    empty, cut_off = 0, False
    for row in rows:
        if not cut_off and any(row.cells[MOST_COLUMNS:]):
            cut_off = True
            source.notes.append(_("第 %(n)s 列以后没有读。请只留要导入的列。", n=MOST_COLUMNS))
        cells = [tidy(cell) for cell in row.cells[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            empty = 0
            yield Row(row.number, tuple(cells))
            continue
        empty += 1
        if empty == MOST_EMPTY:
            source.notes.append(_("第 %(row)s 行以下都是空行，没有再往下读。", row=row.number - MOST_EMPTY))
            return
