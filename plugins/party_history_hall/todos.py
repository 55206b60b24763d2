"""What is to be done today: open up, count who came, find guides, mend and care for exhibits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from hub.kits.booking import midnight
from hub.kits.upkeep import fault_todos, service_todos
from hub.room import Todo, TodoSource, _, _l, db, here, short_moment

from . import booking, exhibits, receiving
from .care import care, shop
from .desk import desk
from .models import Group

MOST = 20  # things of one sort on the first screen
GUIDE_DAYS = timedelta(days=3)  # a group that comes so soon should have its guide


def uncounted_todos() -> Iterable[Todo]:
    """Groups whose time is over and of whom nobody wrote down whether they came."""
    for row in receiving.uncounted(MOST):
        url = desk.url("arrive", group=row.id)
        yield Todo(
            _l("没登记到场"), row.title, short_moment(row.starts_at), url, _l("补录"), due=row.span.first_day
        )


def guide_todos() -> Iterable[Todo]:
    """Groups of the next days without a guide."""
    soon = select(Group).where(
        Group.state == "booked", Group.guide_id.is_(None), Group.ends_at > here.now,
        Group.starts_at < here.now + GUIDE_DAYS,
    )  # fmt: skip
    for row in db.session.scalars(soon.order_by(Group.starts_at, Group.id).limit(MOST)):
        url = desk.url("assign", group=row.id)
        yield Todo(_l("缺讲解员"), row.title, booking.group_words(row), url, _l("安排"))


def check_todos() -> Iterable[Todo]:
    """The check of the morning, on a day on which somebody comes."""
    if exhibits.daily.today() is not None:
        return
    today = select(Group.id).where(
        Group.state.in_(("booked", "came")), Group.starts_at >= midnight(here.today),
        Group.starts_at < midnight(here.today + timedelta(days=1)),
    )  # fmt: skip
    if n := len(db.session.scalars(today.limit(MOST)).all()):
        yield Todo(
            _l("开馆检查"),
            _("今天有 %(n)s 批参观", n=n),
            _("打开屏、看一遍展品"),
            care.url("check"),
            _l("检查"),
        )


TODOS = [
    TodoSource("receive", uncounted_todos),
    TodoSource("receive", guide_todos),
    TodoSource("upkeep", check_todos),
    TodoSource("upkeep", partial(fault_todos, shop)),
    TodoSource("upkeep", partial(service_todos, shop)),
]
