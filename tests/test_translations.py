"""English is complete: every Chinese message of the hub and of each room has words, with the same blanks in them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PARTS = ["hub", *sorted(f"plugins/{file.parent.name}" for file in ROOT.glob("plugins/*/room.toml"))]
BLANK = re.compile(r"%\(\w+\)\w|\{\w+\}")
HAN = re.compile(r"[\u4e00-\u9fff]")

Key = tuple[str, str]  # a message and the context that tells it from the same word elsewhere


@cache
def messages_in(part: str) -> frozenset[Key]:
    """The messages that stand in the code and the templates of a part, collected as `make translations` does."""
    tool = (ROOT / "tools" / "collect-messages").read_text(encoding="utf-8")
    keywords = DEFAULT_KEYWORDS | parse_keywords(re.findall(r"--keyword (\S+)", tool))
    with (ROOT / "tools" / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(ROOT / part, methods, options, keywords)
    return frozenset((first(message), context or "") for _file, _line, message, _comments, context in found)


@cache
def catalogue_of(part: str) -> Catalog:
    file = ROOT / part / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        return Catalog(locale="en")
    with file.open("rb") as read:
        return read_po(read, locale="en")


def entries_of(part: str) -> list[Message]:
    return [entry for entry in catalogue_of(part) if entry.id]


def first(message: str | tuple[str, ...] | list[str]) -> str:
    """The message itself, which for one with a plural is the first of its forms."""
    return message if isinstance(message, str) else message[0]


def words_of(entry: Message | None) -> list[str]:
    """The English of a message, the plural last; empty where some of it is missing."""
    if entry is None or entry.fuzzy:
        return []
    words = [entry.string] if isinstance(entry.string, str) else list(entry.string)
    return words if all(words) else []


@pytest.mark.parametrize("part", PARTS)
def test_every_message_has_its_english(part: str):
    catalogue = catalogue_of(part)
    missing = [
        key for key in sorted(messages_in(part)) if not words_of(catalogue.get(key[0], key[1] or None))
    ]
    assert missing == []


@pytest.mark.parametrize("part", PARTS)
def test_english_has_the_same_blanks_and_no_chinese(part: str):
    for entry in entries_of(part):
        blanks = set(BLANK.findall(first(entry.id)))
        for words in words_of(entry):
            assert set(BLANK.findall(words)) <= blanks, entry.id
            assert not HAN.search(words), entry.id
        assert not words_of(entry) or set(BLANK.findall(words_of(entry)[-1])) == blanks, entry.id


@pytest.mark.parametrize("part", PARTS)
def test_the_catalogue_keeps_no_message_that_is_gone(part: str):
    assert {(first(entry.id), entry.context or "") for entry in entries_of(part)} - messages_in(part) == set()


@pytest.mark.parametrize("part", PARTS)
def test_the_messages_in_the_code_are_chinese(part: str):
    """What has no Chinese in it is a name such as CSV, or blanks and signs alone."""
    bare = [message for message, _context in messages_in(part) if not HAN.search(message)]
    assert [text for text in bare if re.search(r"\b[a-z]{2}", BLANK.sub("", text))] == []
