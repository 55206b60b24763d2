"""Addresses that came from outside: only paths of this hub are followed."""

from __future__ import annotations

import re

_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def safe_url(url: str | None) -> str | None:
    """The address if it is a path of this hub, else None."""
    return url if url and len(url) < 2000 and _OWN_PATH.fullmatch(url) else None
