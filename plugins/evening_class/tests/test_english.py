"""The English catalogue of the room is whole."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

CATALOGUE = Path(__file__).parents[1] / "translations/en/LC_MESSAGES/messages.po"
PLACES = re.compile(r"%\(\w+\)[sd]")


def test_every_message_is_translated_with_all_its_places():
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file, locale="en") if message.id]
    assert messages
    for message in messages:
        chinese = message.id if isinstance(message.id, str) else message.id[0]
        english = [message.string] if isinstance(message.string, str) else message.string
        for words in english:
            assert words, chinese
            assert sorted(PLACES.findall(words)) == sorted(PLACES.findall(chinese))
            assert not re.search("[\u4e00-\u9fff]", words), chinese
