"""A demo to fill a room with, for tests of its `demo_data`."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hub.demo.demo import Demo
from hub.kernel.here import here
from hub.people.services import create_resident

NAMES = ("王小明", "李秀兰", "张建国", "艾力·买买提", "古丽·艾合买提", "马玉梅")


def a_demo(days: int = 90, *, seed: int = 7, scale: float = 1.0) -> Demo:
    """A demo of the village one is in: six invented residents, and the `days` that end today."""
    residents = [
        create_resident(name, f"199{n:08d}", another=True).id for n, name in enumerate(NAMES, start=4321)
    ]
    return Demo(Random(seed), here.today - timedelta(days=days - 1), here.today, residents, scale)  # noqa: S311 - a story, no secret
