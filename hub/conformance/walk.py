"""Doors: every way to ask for every address of an app, and what an answer says about who came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from flask import Flask
from werkzeug.routing import Rule

from hub.conformance.visitors import Client

OF_A_RECORD = ("details_view", "edit_view", "delete_view")  # of a list: they ask for `?id=`
AWAY = ("/sign-in", "/town", "/no-village", "/me/password")


class Door(NamedTuple):
    """One way to ask for one address."""

    endpoint: str
    method: str
    address: str


def doors(
    app: Flask,
    wanted: Callable[[str], bool],
    numbers: Mapping[str, int] | None = None,
    texts: Mapping[str, Any] | None = None,
) -> Iterator[Door]:
    """Those of the endpoints that are wanted. `numbers` and `texts` are what stands in an address, by the name of its
    place or by `endpoint.name`."""
    for rule in rules_of(app, wanted):
        address = address_of(app, rule, numbers or {}, texts or {})
        for method in methods_of(rule):
            yield Door(rule.endpoint, method, address)


def rules_of(app: Flask, wanted: Callable[[str], bool]) -> Iterator[Rule]:
    """The rules of the app's addresses whose endpoint is wanted."""
    yield from (rule for rule in app.url_map.iter_rules() if wanted(rule.endpoint))


def methods_of(rule: Rule) -> list[str]:
    """How it may be asked for."""
    return sorted((rule.methods or set()) & {"GET", "POST"})


def address_of(app: Flask, rule: Rule, numbers: Mapping[str, int], texts: Mapping[str, Any]) -> str:
    """The address with its places filled in."""
    values = {}
    for name in rule.arguments:
        own = f"{rule.endpoint}.{name}"
        values[name] = texts.get(own, texts.get(name)) or numbers.get(own, numbers.get(name, 1))
    address = app.url_map.bind("localhost").build(rule.endpoint, values)
    view, _dot, page = rule.endpoint.rpartition(".")
    return f"{address}?id={numbers.get(view, 1)}" if page in OF_A_RECORD else address


def knock(client: Client, door: Door) -> Any:
    """Ask, with nothing in hand, and take the whole of the answer."""
    data: dict[str, str] | None = {} if door.method == "POST" else None
    return client.open(door.address, method=door.method, data=data, buffered=True)


def is_shut(answer: Any) -> bool:
    """Forbidden, not there, or led away to where one belongs."""
    return answer.status_code in (403, 404) or (
        answer.status_code == 302 and answer.headers["Location"].startswith(AWAY)
    )


def owner_of(app: Flask, endpoint: str) -> str | None:
    """The room that an endpoint belongs to."""
    owners: dict[str, str] = app.extensions["hub"].owners
    return owners.get(endpoint.rpartition(".")[0])
