"""CSV, in UTF-8 as in the encodings that older programs write, with whatever parts the columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from hub.kits.sheets.reading import MOST_ROWS, Row
from hub.room import Refused, _

_SEPARATORS = ",;\t|，；"


def rows(content: bytes) -> Iterator[Row]:
    """The rows of a CSV file. Raises Refused."""
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise Refused(_("文件名是 .csv，内容却不是。请用表格软件打开，另存为 .xlsx 再导入。"), "file")
    text = _decoded(content)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    try:
        for count, cells in enumerate(reader, start=1):
            if count > MOST_ROWS * 4:
                raise Refused(_("超过 %(n)s 行，请拆成几个文件再导入。", n=MOST_ROWS), "file")
            yield Row(count, tuple(cells))
    except csv.Error as error:
        raise Refused(_("第 %(n)s 行读不出来，请检查引号和分隔符。", n=reader.line_num), "file") from error


def _decoded(content: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decode(content, encoding) or _not_text()
    for encoding in ("utf-8", "gb18030"):
        if b"\0" not in content and (text := _decode(content, encoding)) is not None:
            return text
    return _not_text()


def _decode(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _not_text() -> str:
    raise Refused(_("文件里的文字读不出来。请用表格软件打开，另存为 .xlsx 再导入。"), "file")


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count) if any(sign in first for sign in _SEPARATORS) else ","
