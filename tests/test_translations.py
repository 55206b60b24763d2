"""English is complete: every Chinese message of the hub and of each room has words, with the same blanks in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import parse_mapping_cfg

from hub.conformance import words
from hub.conformance.words import BLANK, HAN, KEYWORDS, METHODS, Key, first, words_of

ROOT = Path(__file__).parent.parent
ROOMS = [*ROOT.glob("plugins/*/room.toml"), *ROOT.glob("examples/*/*/room.toml")]
PARTS = ["hub", *sorted(file.parent.relative_to(ROOT).as_posix() for file in ROOMS)]


def messages_in(part: str) -> frozenset[Key]:
    return words.messages_in(ROOT / part)


def catalogue_of(part: str) -> Catalog:
    return words.catalogue_of(ROOT / part)


def entries_of(part: str) -> list[Message]:
    return [entry for entry in catalogue_of(part) if entry.id]


def test_messages_are_collected_as_make_translations_does():
    tool = (ROOT / "tools" / "collect-messages").read_text(encoding="utf-8")
    assert tuple(re.findall(r"--keyword (\S+)", tool)) == KEYWORDS
    with (ROOT / "tools" / "babel.cfg").open(encoding="utf-8") as mapping:
        assert parse_mapping_cfg(mapping)[0] == METHODS


@pytest.mark.parametrize("part", PARTS)
def test_every_message_has_its_english(part: str):
    catalogue = catalogue_of(part)
    missing = [
        key for key in sorted(messages_in(part)) if not words_of(catalogue.get(key[0], key[1] or None))
    ]
    assert missing == []


@pytest.mark.parametrize("part", PARTS)
def test_english_has_the_same_blanks_and_no_chinese(part: str):
    pairs = [(first(entry.id), words_of(entry)) for entry in entries_of(part)]
    assert [
        wrong for message, english in pairs if english and (wrong := words.wrong_english(message, english))
    ] == []


@pytest.mark.parametrize("part", PARTS)
def test_the_catalogue_keeps_no_message_that_is_gone(part: str):
    assert {(first(entry.id), entry.context or "") for entry in entries_of(part)} - messages_in(part) == set()


@pytest.mark.parametrize("part", PARTS)
def test_the_messages_in_the_code_are_chinese(part: str):
    """What has no Chinese in it is a name such as CSV, or blanks and signs alone."""
    bare = [message for message, _context in messages_in(part) if not HAN.search(message)]
    assert [text for text in bare if re.search(r"\b[a-z]{2}", BLANK.sub("", text))] == []
