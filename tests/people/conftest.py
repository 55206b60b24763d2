"""Two villages with residents of their own."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.harness.people import a_village
from tests.people.place import Place


@pytest.fixture
def place(app: Flask) -> Place:
    return Place(app, a_village(app, "甲村", rooms=["tool_station"]), a_village(app, "乙村"))
