"""What leaves the station: nothing that says whose a matter is, unless they agreed to it."""

from __future__ import annotations

import re
import unicodedata

from .models import Matter

HIDDEN = "＊＊"
SHORTEST = 2  # signs of a name; one sign alone stands in many a word
TAIL = 7  # digits by which a telephone number is known
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")


def identity_of(matter: Matter) -> tuple[str, ...]:
    """By what the submitter can be known: name and telephone, and of a trader the shop."""
    said = [matter.contact, matter.phone]
    if matter.trader is not None:
        said += [matter.trader.shop, matter.trader.contact, matter.trader.phone]
    return tuple(dict.fromkeys(one for one in said if one))


def named_to_body(matter: Matter) -> tuple[str, ...]:
    """What of it the body concerned is told: nothing without consent."""
    return identity_of(matter) if matter.named_ok else ()


def text_for_body(matter: Matter) -> str:
    """What the forwarding paper says of the matter; who has not agreed, or not any more, is not named in it."""
    return matter.forwarded_text if matter.named_ok else without_identity(matter, matter.forwarded_text)


def names_in(matter: Matter, text: str) -> str:
    """The first thing in a text by which the submitter could be known, or nothing."""
    found = (pattern.search(_plain(text)) for pattern in _patterns(matter))
    return next((one.group() for one in found if one), "")


def without_identity(matter: Matter, text: str) -> str:
    """The text without what the submitter could be known by."""
    if not names_in(matter, text):
        return text
    text = _plain(text)
    for pattern in _patterns(matter):
        text = pattern.sub(HIDDEN, text)
    return text


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _patterns(matter: Matter) -> list[re.Pattern[str]]:
    """A name however it is spaced or written, a telephone number however it is grouped; any mobile number at all."""
    patterns = [_MOBILE]
    for one in identity_of(matter):
        signs = [sign for sign in _plain(one) if sign.isalnum()]
        if len(signs) < SHORTEST:
            continue
        digits = all(sign.isdigit() for sign in signs)
        signs = signs[-TAIL:] if digits and len(signs) > TAIL else signs
        between = r"[\s\-–—－_.·•()]*"
        patterns.append(re.compile(between.join(map(re.escape, signs)), re.IGNORECASE))
    return patterns
