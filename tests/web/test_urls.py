"""Addresses are made whatever their parts are called."""

from __future__ import annotations

import pytest
from werkzeug.routing import Map

from hub.web.urls import LazyRule


@pytest.mark.parametrize("part", ["rule", "self", "values", "name", "builder", "id"])
def test_a_part_may_have_any_name(part: str) -> None:
    adapter = Map([LazyRule(f"/thing/<int:{part}>", endpoint="thing")]).bind("hub.example")
    for number in (7, 8):  # the first link compiles, the next does not
        assert adapter.build("thing", {part: number}) == f"/thing/{number}"
        assert adapter.build("thing", {part: number, "tab": "x"}) == f"/thing/{number}?tab=x"
