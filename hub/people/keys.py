"""The ways a resident can be found: name, parts of it, pinyin in all readings that matter, initials, both mixed, phone.

A key is lower case and has neither dots nor spaces; what is typed into a search is folded the same way and compared
with the beginning of the keys.
"""

from __future__ import annotations

import heapq
import os
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import product
from typing import Any

from hub.people.names import DOT, half_width, tidy_name

KEY_LENGTH = 80
WORDS = 5
WORD_LENGTH = 40

# 阿卜杜热合曼·买买提 alone has over a thousand readings; these many, the likeliest first, are kept.
FULL_READINGS = 12
PART_READINGS = 4
READINGS_OF_ONE = 3
MIXED_READINGS, MIXED_SYLLABLES = 2, 4

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,6}")
_ALL_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NOT_IN_KEYS = re.compile(r"[\s\u00b7'’\-\x00-\x1f\x7f\ud800-\udfff]+")
_NUMBER = re.compile(r"[+\d\s().\-–—]+")
_COUNTRY = re.compile(r"(?:\+|00)86|\+")


def keys_of(name: str, phone: str) -> set[str]:
    """All keys of a resident. Of a nameless one (erased, merged away): none."""
    keys = set()
    if name:
        keys |= _keys_of_text(name, FULL_READINGS)
        for part in _parts(name):
            keys |= _keys_of_text(part, PART_READINGS)
    if phone:
        keys |= {phone, phone[-4:]}
    return {key[:KEY_LENGTH] for key in keys if key}


def sound_of(name: str) -> str:
    """The likeliest pinyin of a name, without tones: 王芳 and 王方 sound alike."""
    return fold("".join(syllables_of(name)))


def syllables_of(text: str) -> list[str]:
    """The likeliest pinyin, syllable by syllable and without tones: what a dictionary orders by."""
    said: list[str] = _pypinyin().lazy_pinyin(text)
    return said


def words_of(typed: str) -> list[str]:
    """What was typed into a search as folded words, at most five. A phone number with spaces in it is one word."""
    typed = half_width(typed)[: WORDS * WORD_LENGTH]
    if _NUMBER.fullmatch(typed.strip() or "-"):
        digits = re.sub(r"\D", "", _COUNTRY.sub("", typed.strip(), count=1))
        return [digits[:WORD_LENGTH]] if digits else []
    words = (fold(word)[:WORD_LENGTH] for word in tidy_dots(typed).split())
    return list(dict.fromkeys(word for word in words if word))[:WORDS]


def tidy_dots(typed: str) -> str:
    """All kinds of dots as U+00B7, word by word, so that a space still parts two words."""
    return " ".join(tidy_name(word) for word in typed.split())


def fold(text: str) -> str:
    """Lower case, ü as v (as it is typed), without dots, spaces, hyphens and apostrophes."""
    if text.isascii() and text.isalpha() and text.islower():
        return text  # as nearly all syllables are
    return _NOT_IN_KEYS.sub("", half_width(text).casefold().replace("ü", "v"))


def _parts(name: str) -> Iterable[str]:
    """The parts of a name in several parts; of a Han name what follows the surname, which is how people call it."""
    parts = re.split(rf"[{DOT} ]", name)
    if len(parts) > 1:
        yield from parts
    elif _HAN.fullmatch(name):
        yield name[1:]
        if len(name) == 4:
            yield name[2:]  # 欧阳建国


def _keys_of_text(text: str, most: int) -> set[str]:
    readings = _readings(text, most)
    sounds = {fold("".join(reading)) for reading in readings}
    initials = {fold("".join(syllable[:1] for syllable in reading)) for reading in readings}
    mixed = {fold(key) for reading in readings[:MIXED_READINGS] for key in _mixed(reading)}
    return {fold(text), *sounds, *initials, *mixed}


def _mixed(reading: tuple[str, ...]) -> Iterable[str]:
    """谢振宇 as many type it: xiezy, xzhenyu, xzyu. A key is found by its beginning, so the last syllable is whole."""
    if not 1 < len(reading) <= MIXED_SYLLABLES:
        return
    *before, last = reading
    for some in product(*((syllable, syllable[:1]) for syllable in before)):
        yield "".join(some) + last


def _readings(text: str, most: int) -> list[tuple[str, ...]]:
    """The likeliest readings, syllable by syllable; what is not Han stands for itself."""
    syllables = [choices for part in re.split(rf"[{DOT} ]", text) for choices in _syllables(part)]
    doubtful = [place for place, choices in enumerate(syllables) if len(choices) > 1][:7]
    ranks = product(
        *(range(len(choices)) if place in doubtful else (0,) for place, choices in enumerate(syllables))
    )
    likeliest = heapq.nsmallest(most, ranks, key=sum)
    return [tuple(choices[rank] for choices, rank in zip(syllables, one, strict=True)) for one in likeliest]


def _syllables(part: str) -> Iterable[tuple[str, ...]]:
    """What may be said for each character; what stands together and is not Han is one syllable."""
    return map(_sounds, part) if _ALL_HAN.fullmatch(part) else _said(part)


@lru_cache(maxsize=4096)  # a list of residents says few characters again and again
def _sounds(character: str) -> tuple[str, ...]:
    (choices,) = _said(character)
    return choices


def _said(text: str) -> list[tuple[str, ...]]:
    known = _pypinyin()
    said = known.pinyin(text, style=known.Style.NORMAL, heteronym=True)
    return [tuple(dict.fromkeys(choices))[:READINGS_OF_ONE] for choices in said]


@cache
def _pypinyin() -> Any:
    """The readings of characters: 12 MB that only who writes names needs, so they are loaded with the first one. Its
    phrases, another 45 MB, hold hardly a name and are left out; a character then has all of its readings."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin

    return pypinyin
