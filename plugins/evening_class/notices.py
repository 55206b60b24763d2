"""What the class says on the centre's public page: when there is class today. Of the children nothing, their number
neither."""

from __future__ import annotations

from collections.abc import Iterable

from hub.room import NoticeLine, _, clock_time, here

from . import terms


def today() -> Iterable[NoticeLine]:
    """今天 18:30—20:30 上课; nothing on a day without class."""
    if terms.is_class_day(here.today):
        policy = terms.policy()
        hours = f"{clock_time(policy.begins)}—{clock_time(policy.ends)}"
        yield NoticeLine(_("今天 %(hours)s 上课", hours=hours))
