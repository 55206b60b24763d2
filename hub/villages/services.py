"""Founding a village, and what a town may do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import time
from typing import Any

from flask import current_app

from hub.accounts.models import User
from hub.centre.rooms import add_rooms
from hub.centre.situation import EVERYTHING, enter_village
from hub.i18n import _
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import Village
from hub.villages.calendar import known_years, load_year
from hub.villages.models import Season

AIMS = "五常三聚：大门常开、阵地常用、活动常办、服务常在、群众常来；聚人气、聚活力、聚民心"
PRINCIPLE = "因地制宜、布局合理、务实管用、共建共享"

# What a village starts with; every one is its own to change. Name, first month and day, hours.
SEASONS = (("夏季", 5, 1, time(8), time(23)), ("冬季", 10, 1, time(9), time(22, 30)))


def create_village(
    name: str,
    *,
    rooms: bool | Iterable[str] = True,
    seasons: Iterable[tuple[str, int, int, time, time]] = SEASONS,
    and_then: Callable[[Village], None] | None = None,
    user: User | None = None,
    **facts: Any,
) -> int:
    """Found a village with its seasons, holidays and rooms, and answer its id.

    `rooms`: all of this hub's rooms on (True) or off (False), or the ids of those that are on. `facts` are columns of
    Village. `and_then` runs inside the new village before anything is committed, to add its first secretary.
    `user` is who does it, for the audit. The village is made and committed in a session of its own, wholly or not at
    all; what the caller had begun is rolled back first. Raises Refused, and LookupError for an unknown room.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    actor_id = user.id if user is not None else None
    db.session.rollback()  # a transaction of the caller would hold the database against the new session
    with app.app_context():
        actor = db.session.get(User, actor_id) if actor_id is not None else None
        here.enter(None, actor, EVERYTHING)
        village = Village(name=name, created_at=now(), **{"aims": AIMS, "principle": PRINCIPLE} | facts)
        db.session.add(village)
        db.session.flush()
        enter_village(village, actor, EVERYTHING)
        db.session.add_all(
            Season(name=season, starts_month=month, starts_day=day, opens=opens, closes=closes)
            for season, month, day, opens, closes in seasons
        )
        for year in known_years(now().date()):
            load_year(year)
        add_rooms(rooms if isinstance(rooms, bool) else list(rooms))
        if and_then is not None:
            and_then(village)
        db.session.commit()
        return village.id


def season_problem(month: int, day: int, others: Iterable[Season]) -> str:
    """What is wrong with the first day of a season, in words; empty when nothing is."""
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return _("没有 %(month)s 月 %(day)s 日这一天。", month=month, day=day)
    if any((season.starts_month, season.starts_day) == (month, day) for season in others):
        return _("已有一个季节从 %(month)s 月 %(day)s 日开始。", month=month, day=day)
    return ""


# The last days of the months; a season cannot begin on 29 February, which most years do not have.
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
