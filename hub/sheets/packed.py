"""What is packed in an .xlsx, looked at before any of it is parsed: nothing unpacks to far more than it is, no part
declares entities of its own, nothing in it runs."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from hub.i18n import _
from hub.kernel.refusals import Refused
from hub.sheets.reading import FIELD, MOST_EMPTY, MOST_ROWS, OLD

MOST_PARTS = 500
MOST_UNPACKED = 160 * 1024 * 1024
MOST_TEXTS = 48 * 1024 * 1024  # of the table of texts, which is held in memory
MOST_HELD = 16 * 1024 * 1024  # of all other parts that are, such as styles
_STREAMED = ("xl/worksheets/", "xl/media/", "xl/drawings/")  # row by row, or not at all
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[ >]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_NOT_WORKED_OUT = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?: [^<>]*)?/>)\s*(?:<(?:\w+:)?v\s*/>\s*)?</(?:\w+:)?c>"
    # An empty result is one only where the cell says that it is a text.
    rb'|<(?:\w+:)?c(?![^<>]* t="str")[^<>]*>\s*<(?:\w+:)?f[^<>]*>[^<]*</(?:\w+:)?f>\s*<(?:\w+:)?v></(?:\w+:)?v>'
)
_PIECE = 1 << 20
_OVERLAP = 256


@dataclass(slots=True)
class Part:
    """What was seen in one sheet."""

    rows: int = 0
    filled: bool = False
    formulas: bool = False
    not_worked_out: bool = False
    merged: list[tuple[int, int, str]] = field(default_factory=list)  # first row, last row, as it is called


@dataclass(slots=True)
class Look:
    """What was seen in the file; sheets by the name of their part."""

    sheets: dict[str, Part] = field(default_factory=dict)
    links: bool = False


def broken() -> Refused:
    """The sentence when a file cannot be parsed."""
    return Refused(_("这个 .xlsx 文件坏了或不完整。请在表格软件里打开，另存一份再导入。"), FIELD)


def look_into(file: Path) -> Look:
    """Look at every part. Raises Refused."""
    with file.open("rb") as opened:
        start = opened.read(4)
    if start == OLD:
        raise Refused(_("这是旧格式或加了密码的文件。请去掉密码，另存为 .xlsx 再导入。"), FIELD)
    if start != b"PK\x03\x04":
        raise Refused(_("文件名是 .xlsx，内容却不是。请在表格软件里另存为 .xlsx 再导入。"), FIELD)
    try:
        with zipfile.ZipFile(file) as packed:
            return _look(packed)
    except Refused:
        raise
    except Exception as error:  # whatever the unpacking stumbles over, the file is at fault
        raise broken() from error


def _look(packed: zipfile.ZipFile) -> Look:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if "mimetype" in names:
        raise Refused(_("这是 .%(ending)s 文件。请在表格软件里另存为 .xlsx，再导入。", ending="ods"), FIELD)
    if any(name.endswith(("vbaProject.bin", ".bas")) for name in names):
        raise Refused(_("带宏的文件不收。请在表格软件里另存为 .xlsx，再导入。"), FIELD)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _too_big()
    held = (part for part in parts if not part.filename.startswith(_STREAMED))
    for part in held:
        most = MOST_TEXTS if part.filename.endswith("sharedStrings.xml") else MOST_HELD
        if part.file_size > most:  # no more than this is unpacked of it, whatever there is
            raise _too_big()
    found = Look(links=any(name.startswith("xl/externalLinks/") for name in names))
    left = MOST_UNPACKED
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            seen = Part()
            left = _look_at(packed, part, seen, left)
            if part.filename.startswith("xl/worksheets/"):
                found.sheets[part.filename] = seen
    return found


def _look_at(packed: zipfile.ZipFile, part: zipfile.ZipInfo, seen: Part, left: int) -> int:
    """What a part says of its size may be wrong, so it is counted while it is unpacked."""
    is_sheet, before, first = part.filename.startswith("xl/worksheets/"), b"", True
    with packed.open(part) as opened:
        while piece := opened.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise _too_big()
            if (first and piece[:2] in (b"\xff\xfe", b"\xfe\xff")) or _DECLARES.search(before[-32:] + piece):
                raise broken()
            if is_sheet:
                _note(seen, before[-_OVERLAP:], piece)
            before, first = piece, False
    return left


def _note(seen: Part, before: bytes, piece: bytes) -> None:
    """What lies across two pieces is seen with the second one."""
    seen.rows += len(_ROW.findall(piece))
    joined = before + piece
    seen.filled = seen.filled or _VALUE.search(joined) is not None
    seen.formulas = seen.formulas or _FORMULA.search(joined) is not None
    seen.not_worked_out = seen.not_worked_out or _NOT_WORKED_OUT.search(joined) is not None
    for left, top, right, bottom in _MERGED.findall(joined):
        merged = (int(top), int(bottom), f"{left.decode()}{int(top)}:{right.decode()}{int(bottom)}")
        if len(seen.merged) < 1000 and merged not in seen.merged[-20:]:
            seen.merged.append(merged)


def _too_big() -> Refused:
    return Refused(_("文件展开以后太大，不收。请只留要导入的那一张表。"), FIELD)


__all__ = ["MOST_EMPTY", "MOST_ROWS", "Look", "Part", "broken", "look_into"]
