"""A thing's parts as keepers write them, 钻头盒、钥匙, and what is missing of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = re.compile(r"[、,，;；\n]+")


def split_parts(text: str | None) -> tuple[str, ...]:
    """The names in a written list, each once, in their order."""
    return tuple(dict.fromkeys(part for raw in _BETWEEN.split(text or "") if (part := raw.strip())))


def join_parts(parts: Iterable[str]) -> str:
    """The same list, written."""
    return "、".join(parts)


def missing_parts(expected: Iterable[str], present: Iterable[str]) -> tuple[str, ...]:
    """What should be there and is not."""
    there = set(present)
    return tuple(part for part in expected if part not in there)
