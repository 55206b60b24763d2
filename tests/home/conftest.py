"""The village and the app of the visits' tests serve the first screens too."""

from __future__ import annotations

from tests.visits.conftest import app

__all__ = ["app"]
