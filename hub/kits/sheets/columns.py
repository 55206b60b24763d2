"""What a row of a sheet is made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

_BESIDE = re.compile(r"[\s*＊:：_\-/／]+|[(（\[【].*?[)）\]】]")


def _as_it_is(text: str) -> Any:
    return text


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. `parse` makes the value of a cell's text and raises ValueError with a sentence; it is not asked for
    an empty cell, whose value is `empty`. `also`: other headings under which people keep the same."""

    name: str
    title: Any
    required: bool = False
    parse: Callable[[str], Any] = _as_it_is
    empty: Any = ""
    max: int = 200
    also: Sequence[str] = field(default=())
    help: Any = ""
    example: str = ""

    def answers_to(self, heading: str) -> bool:
        """Whether a heading means this column."""
        return fold(heading) in {fold(str(word)) for word in (self.title, self.name, *self.also)}


def fold(heading: str) -> str:
    """A heading without signs, spaces and what stands in brackets: 索书号 * and 索书号（必填） are the same."""
    return _BESIDE.sub("", unicodedata.normalize("NFKC", heading).casefold())


def letters(place: int) -> str:
    """What a spreadsheet calls its columns, counted from 0: A, B, … Z, AA."""
    name = ""
    while place >= 0:
        place, last = divmod(place, 26)
        name = chr(ord("A") + last) + name
        place -= 1
    return name
