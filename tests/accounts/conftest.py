"""Two villages and those who sign in, with passwords that open something."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.accounts.place import Place, make_place


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place(app)
