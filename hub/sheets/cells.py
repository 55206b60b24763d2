"""What cells of a sheet are commonly made of. Each answers what may be kept as JSON, or raises ValueError in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from hub.i18n import _
from hub.text import join_words

_DAY = re.compile(
    r"(?P<y>\d{4})\s*[-/.、年]\s*(?P<m>\d{1,2})\s*[-/.、月]\s*(?P<d>\d{1,2})\s*[日号]?\.?"
    r"(?:[ T]?\d{1,2}:\d{2}(?::\d{2})?)?"
)
_PACKED = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")  # 1954-10-03 to 2118-11-20, and an hour
_FIRST_SERIAL = date(1899, 12, 30)  # of spreadsheets, whose 1900 has a 29th of February
_BIRTH = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)


def day(text: str) -> str:
    """A day as 2026-11-25, however it was written: 2026/11/25, 2026年11月25日, 20261125, or as spreadsheets count.
    An hour beside it is left out."""
    typed = unicodedata.normalize("NFKC", text).strip()
    found = _DAY.fullmatch(typed) or _PACKED.fullmatch(typed)
    try:
        if found:
            return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
        if counted := _SERIAL.fullmatch(typed):
            return (_FIRST_SERIAL + timedelta(days=int(counted[1]))).isoformat()
    except ValueError:
        pass
    raise ValueError(_("请填日期，年、月、日都要写，例如 2026-11-25。"))


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two, both included."""

    def parse(text: str) -> int:
        typed = unicodedata.normalize("NFKC", text).replace(",", "")
        if not typed.isascii() or not typed.isdecimal() or len(typed) > 9 or not least <= int(typed) <= most:
            raise ValueError(_("请填 %(least)s 到 %(most)s 之间的整数。", least=least, most=most))
        return int(typed)

    return parse


def money(most: int = 100_000) -> Callable[[str], str]:
    """元 with two places, as a text: 12.50. `Decimal(value)` makes the number of it."""

    def parse(text: str) -> str:
        typed = unicodedata.normalize("NFKC", text).strip()
        typed = typed.removeprefix("¥").removesuffix("元").replace(",", "").strip()
        try:
            amount = Decimal(typed)
        except InvalidOperation:
            amount = Decimal(-1)
        if not amount.is_finite() or not 0 <= amount < most or amount != round(amount, 2):
            raise ValueError(_("请填金额，最多两位小数，例如 12.50。"))
        return str(amount.quantize(Decimal("0.01")))

    return parse


def one_of(words: Mapping[str, Any]) -> Callable[[str], Any]:
    """One of some words; what is kept of each stands beside it. Of several words for the same the first is named."""

    def parse(text: str) -> Any:
        typed = unicodedata.normalize("NFKC", text).strip().casefold()
        for word, value in words.items():
            if word.casefold() == typed:
                return value
        firsts: dict[Any, str] = {}
        for word, value in words.items():
            firsts.setdefault(value, word)
        raise ValueError(_("只填：%(words)s。", words=join_words(firsts.values())))

    return parse


def yes_or_no(text: str) -> bool:
    """是 or 否, in the ways people write them."""
    value: bool = one_of(
        {"是": True, "否": False, "有": True, "无": False, "√": True, "×": False, "y": True, "n": False,
         "yes": True, "no": False, "1": True, "0": False, "对": True, "不是": False, "没有": False}
    )(text)  # fmt: skip
    return value


def has_citizen_number(text: str) -> bool:
    """Whether an ID number stands in a text, mistyped and rounded ones included: eighteen digits with a birthday."""
    return len(text) >= 18 and _BIRTH.search(text) is not None
