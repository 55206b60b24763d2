"""ISBN: ten or thirteen digits of which the last one checks the others."""

from __future__ import annotations

import re
import unicodedata

from hub.room import _

_BETWEEN = re.compile(r"[\s\-‐-―−－]+")
_LABEL = re.compile(r"^ISBN(?:-1[03])?[:：]?", re.IGNORECASE)


def read_isbn(text: str) -> str:
    """The ISBN in its thirteen digits, however it was written. Raises ValueError with a sentence."""
    digits = _LABEL.sub("", _BETWEEN.sub("", unicodedata.normalize("NFKC", text))).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        if check_digit_10(digits[:9]) != digits[9]:
            raise ValueError(_("ISBN 的校验位不对，请核对每一位数字。"))
        return "978" + digits[:9] + check_digit_13("978" + digits[:9])
    if re.fullmatch(r"[0-9]{13}", digits):
        if not digits.startswith(("978", "979")):
            raise ValueError(_("ISBN 以 978 或 979 开头，这个不是；没有 ISBN 的请空着。"))
        if check_digit_13(digits[:12]) != digits[12]:
            raise ValueError(_("ISBN 的校验位不对，请核对每一位数字。"))
        return digits
    raise ValueError(
        _("ISBN 是 10 位或 13 位，现在有 %(n)s 位；没有 ISBN 的请空着。", n=len(digits))
    )  # fmt: skip


def looks_like_isbn(text: str) -> bool:
    """Whether a scan can only be an ISBN: thirteen digits that begin as one does."""
    return re.fullmatch(r"97[89][0-9]{10}", _BETWEEN.sub("", text)) is not None


def check_digit_10(nine: str) -> str:
    """The last sign of an ISBN-10; X stands for ten."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    rest = -total % 11
    return "X" if rest == 10 else str(rest)


def check_digit_13(twelve: str) -> str:
    """The last digit of an ISBN-13, as of every EAN."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-total % 10)


def written(isbn: str) -> str:
    """978-7… as it is shown: only the prefix is parted, for where the rest parts depends on the publisher."""
    return f"{isbn[:3]}-{isbn[3:]}" if len(isbn) == 13 else isbn
