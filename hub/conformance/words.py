"""Rules of the words: what stands in the code in Chinese has its English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from hub.conformance.rules import rule
from hub.conformance.subject import Subject
from hub.speech import N_, _

# As tools/collect-messages and tools/babel.cfg say, which are not part of an installed hub.
KEYWORDS = ("_l", "_n:1,1", "_p:1c,2", "_lp:1c,2")
METHODS = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
BLANK = re.compile(r"%\(\w+\)\w|\{\w+\}")
HAN = re.compile(r"[\u4e00-\u9fff]")

Key = tuple[str, str]  # a message and the context that tells it from the same word elsewhere


@cache
def messages_in(folder: Path) -> frozenset[Key]:
    """The messages that stand in the code and the templates of a part."""
    utf8 = {pattern: {"encoding": "utf-8"} for pattern, method in METHODS if method != "ignore"}
    found = extract_from_dir(
        folder, METHODS, utf8, DEFAULT_KEYWORDS | parse_keywords(KEYWORDS),
        directory_filter=lambda path: Path(path).name != "__pycache__",
    )  # fmt: skip
    return frozenset((first(message), context or "") for _file, _line, message, _comments, context in found)


def catalogue_of(folder: Path) -> Catalog:
    """The English of a part; empty where it has none."""
    file = folder / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        return Catalog(locale="en")
    with file.open("rb") as read:
        return read_po(read, locale="en")


def first(message: str | tuple[str, ...] | list[str]) -> str:
    """The message itself, which for one with a plural is the first of its forms."""
    return message if isinstance(message, str) else message[0]


def words_of(entry: Message | None) -> list[str]:
    """The English of a message, the plural last; empty where some of it is missing."""
    if entry is None or entry.fuzzy:
        return []
    words = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
    return words if all(words) else []


def wrong_english(message: str, words: list[str]) -> str:
    """What is wrong with the English of a message, in a sentence; empty when nothing is."""
    blanks = set(BLANK.findall(message))
    if any(not set(BLANK.findall(one)) <= blanks for one in words) or set(BLANK.findall(words[-1])) != blanks:
        return _("“%(text)s”的英文里，变量不一样。", text=message)
    if any(HAN.search(one) for one in words):
        return _("“%(text)s”的英文里有中文。", text=message)
    return ""


@rule(
    "english", "silver",
    N_("代码和网页里的每句中文都有英文，其中的变量一样。"),
    N_("在 translations/en/LC_MESSAGES/messages.po 里补上英文。"),
)  # fmt: skip
def english(subject: Subject) -> Iterator[str]:
    catalogue = catalogue_of(subject.folder)
    for message, context in sorted(messages_in(subject.folder)):
        words = words_of(catalogue.get(message, context or None))
        if not words:
            yield _("“%(text)s”没有英文。", text=message)
        elif wrong := wrong_english(message, words):
            yield wrong
