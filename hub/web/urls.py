"""Addresses: of those that came from outside only paths of this hub are followed."""

from __future__ import annotations

import re
from typing import Any

from flask import current_app, request, url_for
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def safe_url(url: str | None) -> str | None:
    """The address if it is a path of this hub, else None."""
    return url if url and len(url) < 2000 and _OWN_PATH.fullmatch(url) else None


def steady_url(endpoint: str, **values: Any) -> str:
    """`url_for` for the addresses that stand around every page: each is made once an app (and prefix of a proxy)."""
    known: dict[tuple[object, ...], str] = current_app.extensions.setdefault("hub_urls", {})
    place = (request.root_path, endpoint, *values.items())
    if place not in known:
        known[place] = url_for(endpoint, **values)
    return known[place]


class Id(IntegerConverter):
    """`<int:id>` in an address: what the database's integers can hold; a larger number is no page at all."""

    def __init__(
        self, map: Map, fixed_digits: int = 0, min: int | None = 0, max: int | None = LARGEST_ID
    ) -> None:
        super().__init__(map, fixed_digits, min, max)
