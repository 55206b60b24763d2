"""CSV, in UTF-8 as in the encodings that older programs write, with whatever parts the columns."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from hub.i18n import _
from hub.kernel.refusals import Refused
from hub.sheets.reading import FIELD, OLD, Row, Source

_SEPARATORS = ",;\t|，；"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PIECE = 1 << 20


def open_text(file: Path) -> Source:
    """The rows of a CSV file. Raises Refused, here and while it is read."""
    with file.open("rb") as opened:
        start = opened.read(4096)
    if start.startswith((b"PK\x03\x04", OLD)):
        raise Refused(_("文件名是 .csv，内容却不是。请用表格软件打开，另存为 .xlsx 再导入。"), FIELD)
    encoding = _encoding(file, start)
    with file.open("rb") as opened:
        total = sum(piece.count(b"\n") for piece in iter(lambda: opened.read(_PIECE), b""))
    return Source(_rows(file, encoding), total + 1)


def _rows(file: Path, encoding: str) -> Iterator[Row]:
    with file.open(encoding=encoding, newline="") as text:
        separator = _separator(text.read(4096))
        text.seek(0)
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=separator, strict=False)
        number = 1
        try:
            for cells in reader:
                if len(lines.taken) > 1:  # a quotation mark that was left open would swallow what is below it
                    list(csv.reader(lines.taken, delimiter=separator, strict=True))
                lines.taken.clear()
                yield Row(number, tuple(cells))
                number += 1
        except csv.Error as error:
            said = _("第 %(n)s 行读不出来：引号没有成对，或者有一格太长。请改好再导入。", n=number)
            raise Refused(said, FIELD) from error


class _Lines:
    """The lines of a file, and those among them that the present row is made of."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken.append(line)
        return line


def _encoding(file: Path, start: bytes) -> str:
    marked = [encoding for mark, encoding in _MARKS if start.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        if _can_read(file, encoding):
            return encoding
    raise Refused(_("文件里的文字读不出来。请用表格软件打开，另存为 .xlsx 再导入。"), FIELD)


def _can_read(file: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with file.open("rb") as opened:
            while piece := opened.read(_PIECE):
                if b"\0" in piece and not encoding.startswith("utf-16"):
                    return False
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _separator(start: str) -> str:
    """What stands in most of the first lines, which a title does not have; of several, what the first line has most."""
    lines = [line for line in start.splitlines() if line.strip()][:10]

    def often(sign: str) -> tuple[int, int, int]:
        return (
            sum(sign in line for line in lines),
            lines[0].count(sign),
            sum(line.count(sign) for line in lines),
        )

    return max(_SEPARATORS, key=often) if lines else ","
