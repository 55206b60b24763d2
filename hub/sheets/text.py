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
        reader = csv.reader(text, delimiter=separator, strict=False)
        try:
            for count, cells in enumerate(reader, start=1):
                yield Row(count, tuple(cells))
        except csv.Error as error:
            said = _("第 %(n)s 行读不出来，请检查引号和分隔符。", n=reader.line_num)
            raise Refused(said, FIELD) from error


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
    first = next((line for line in start.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count) if any(sign in first for sign in _SEPARATORS) else ","
