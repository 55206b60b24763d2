"""Time stands still at ten o'clock of a Thursday."""

from __future__ import annotations

import pytest
import time_machine

from plugins.mediation_room.tests.place import NOW, there


@pytest.fixture
def clock():
    """The clock, which tests may move."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def here_now(clock, app):
    """In the village, at the time; what is done is committed when the test ends."""
    with there(app):
        yield clock
