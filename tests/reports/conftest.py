"""The village and the app of the visits' tests."""

from __future__ import annotations

from tests.cli.conftest import hub
from tests.reports.place import tell
from tests.visits.conftest import app

__all__ = ["app", "hub", "tell"]
