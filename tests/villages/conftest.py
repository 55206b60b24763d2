"""The villages of the tests are those of the centre's tests."""

from __future__ import annotations

from tests.centre.conftest import app, hub

__all__ = ["app", "hub"]
