"""Looking at a Word file that somebody sent as a template, before it is kept. What is wrong is said in a sentence."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import TemplateError, UndefinedError

from hub.i18n import _
from hub.kernel.refusals import Refused
from hub.papers.filling import fill

FIELD = "file"
MOST_BYTES = 2 * 1024 * 1024
MOST_PARTS = 300
MOST_UNPACKED = 30 * 1024 * 1024
MOST_TEXT = 1024 * 1024  # of one part with fields in it
MOST_MARKS = 400
_PIECE = 1 << 16
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External""", re.IGNORECASE)
_ACTIVE = re.compile(
    rb"""vbaProject|macroEnabled|oleObject|attachedTemplate|aFChunk|activeX|relationships/(?:package|control|frame)""",
    re.IGNORECASE,
)
_FETCHES = re.compile(
    r"\b(?:INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT|MACROBUTTON|DATABASE|RD)\b", re.IGNORECASE
)
_INSTRUCTION = re.compile(r"<w:instrText[^>]*>([^<]*)|w:instr\s*=\s*[\"']([^\"']*)")
_MARK = re.compile(r"\{(?:<[^>]*>)*[{%]")
_FILLED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml")
_UNKNOWN = re.compile(r"'([^']{1,40})' is undefined|attribute '([^']{1,40})'")


def check_template(content: bytes, sample: Mapping[str, Any]) -> None:
    """Raise Refused unless the file is a Word file that is safe to keep and can be filled with values like `sample`."""
    if len(content) > MOST_BYTES:
        raise Refused(_("模板超过 %(n)s MB。请去掉大的图片再上传。", n=MOST_BYTES // 1024 // 1024), FIELD)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(_("这是旧格式或加了密码的文件。请去掉密码，另存为 .docx 再上传。"), FIELD)
    marks = 0
    for name, part in _parts(content):
        if name.endswith((".xml", ".rels")):
            _check_part(name, part)
        if _FILLED.fullmatch(name):
            marks += _check_text(part)
    if not marks:
        raise Refused(
            _("模板里一个数据项也没有。请从下载的模板改起，保留两层花括号里的项目。"), FIELD
        )  # fmt: skip
    _try(content, sample)


def _broken() -> Refused:
    return Refused(
        _("这个文件不是完好的 Word 文件（.docx）。请在 Word 或 WPS 里另存为 .docx 再上传。"), FIELD
    )


def _too_large() -> Refused:
    return Refused(_("模板展开以后太大，不收。请从下载的模板改起。"), FIELD)


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """What is packed in it. What a part says of its size may be wrong, so it is counted while it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = packed.infolist()
            names = [info.filename for info in infos]
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
                raise _too_large()
            if "word/document.xml" not in names or len(set(names)) != len(names):
                raise _broken()
            left = MOST_UNPACKED
            for info in infos:
                part = _unpacked(packed, info, left)
                left -= len(part)
                yield info.filename, part
    except Refused:
        raise
    except Exception as error:  # whatever the reader stumbles over, the file is at fault
        raise _broken() from error


def _unpacked(packed: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    pieces = []
    with packed.open(info) as opened:
        while piece := opened.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise _too_large()
            pieces.append(piece)
    return b"".join(pieces)


def _check_part(name: str, part: bytes) -> None:
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or _DECLARES.search(part):
        raise _broken()
    if _ACTIVE.search(part):
        raise Refused(_("模板里有宏、嵌入的对象或引用的外部模板，不收。请去掉后另存为 .docx。"), FIELD)
    if name.endswith(".rels") and _EXTERNAL.search(part):
        raise Refused(_("模板里有指向外部的链接或图片，不收。请去掉链接、把图片粘贴进文件。"), FIELD)


def _check_text(part: bytes) -> int:
    """How many fields a part has. Raises Refused when it is too much, or fetches something by a field of Word's own."""
    if len(part) > MOST_TEXT:
        raise _too_large()
    try:
        text = part.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _broken() from error
    said = "".join(one or other for one, other in _INSTRUCTION.findall(text))
    if _FETCHES.search(said):
        raise Refused(_("模板里有会读取外部内容的域，不收。请删掉这个域。"), FIELD)
    marks = len(_MARK.findall(text))
    if marks > MOST_MARKS:
        raise Refused(_("模板里的数据项太多（最多 %(n)s 处）。", n=MOST_MARKS), FIELD)
    return marks


def _try(content: bytes, sample: Mapping[str, Any]) -> None:
    """Fill it once."""
    try:
        fill(content, sample)
    except UndefinedError as error:
        found = _UNKNOWN.search(str(error))
        name = (found[1] or found[2]) if found else ""
        raise Refused(
            _("模板里的数据项“%(name)s”不认识。请对照下面的项目表改正。", name=name), FIELD
        ) from error
    except (TemplateError, RecursionError) as error:
        raise Refused(
            _("模板里的花括号写得不对，或用了不允许的写法。只能用项目表里的数据项、循环和判断。"),
            FIELD,
        ) from error
    except Exception as error:  # no Word file after all
        raise _broken() from error
