"""Addresses: of those that came from outside only paths of this hub are followed; those that go out, in a QR code, are
such as a phone can reach."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.routing import IntegerConverter, Map, Rule

from hub.kernel.state import the_hub

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


def address_for_phones(path: str) -> tuple[str, bool]:
    """The whole address of a path, for a QR code, and whether a phone can reach it: under HUB_URL, or where nothing is
    set, as the present page was asked for."""
    base = the_hub().settings.url or request.host_url.rstrip("/")
    return base + path, not is_this_machine_only(base)


def is_this_machine_only(url: str) -> bool:
    """Whether an address leads back to the machine that asks for it."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class Id(IntegerConverter):
    """`<int:id>` in an address: what the database's integers can hold; a larger number is no page at all."""

    def __init__(
        self, map: Map, fixed_digits: int = 0, min: int | None = 0, max: int | None = LARGEST_ID
    ) -> None:
        super().__init__(map, fixed_digits, min, max)


class LazyRule(Rule):
    """An address whose builder is compiled when the first link to it is made. Werkzeug compiles two for each address at
    the start: half a second for the eight hundred of a hub, of which a process needs few."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = super()._compile_builder
        name = "_build_unknown" if append_unknown else "_build"

        def build(rule: LazyRule, /, **values: Any) -> tuple[str, str]:
            builder = compiled(append_unknown).__get__(rule, None)
            setattr(rule, name, builder)
            answer: tuple[str, str] = builder(**values)
            return answer

        return build
