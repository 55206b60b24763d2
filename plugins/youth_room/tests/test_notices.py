"""What the centre's public page says of the room: which zones are open, not how many are there or with whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plugins.youth_room import notices
from plugins.youth_room.tests.place import CHESS, INK, NOW, come, opened

pytestmark = [pytest.mark.state("youth_place"), pytest.mark.usefixtures("here_now")]


def told() -> list[str]:
    return [f"{line.text}{line.detail}" for line in notices.open_zones()]


def test_the_zones_that_are_open(here_now):
    assert told() == []
    come(opened(), 7)
    opened(INK, hours=3)
    assert told() == [f"现在开着：{CHESS}、{INK}"]
    here_now.move_to(NOW + timedelta(hours=2, minutes=1))  # the first should be over, and was not closed
    assert told() == [f"现在开着：{INK}"]
