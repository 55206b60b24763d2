"""What is to be done today: open up, count who came, find guides, mend and care for exhibits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from hub.kits.booking import midnight
from hub.kits.upkeep import SEVERITIES, SEVERITY_TONES, due_words
from hub.room import Todo, TodoSource, _, _l, db, here, short_moment

from . import booking, exhibits, receiving
from .care import care
from .desk import desk
from .models import Exhibit, Group

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
    if exhibits.today() is not None:
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


def fault_todos() -> Iterable[Todo]:
    """Faults that nobody has settled, the gravest first."""
    faults = exhibits.upkeep.open_faults()[:MOST]
    ids = {fault.exhibit_id for fault in faults}
    names = {row.id: row.title for row in db.session.scalars(select(Exhibit).where(Exhibit.id.in_(ids)))}
    for fault in faults:
        sub = f"{SEVERITIES[fault.severity]} · {short_moment(fault.reported_at)}"
        url = care.url("settle", fault=fault.id)
        tone = SEVERITY_TONES[fault.severity]
        yield Todo(_l("展品报修"), names[fault.exhibit_id], sub, url, _l("处理"), tone=tone)  # type: ignore[arg-type]


def service_todos() -> Iterable[Todo]:
    """Planned care that it is time for."""
    for service, exhibit, due in exhibits.upkeep.due(here.today, Exhibit.offered)[:MOST]:
        url = care.url("serve", service=service.id)
        title = _("%(exhibit)s：%(what)s", exhibit=exhibit.title, what=service.name)
        yield Todo(_l("该保养"), title, due_words(due, here.today), url, _l("登记"), due=due.day)


TODOS = [
    TodoSource("receive", uncounted_todos),
    TodoSource("receive", guide_todos),
    TodoSource("upkeep", check_todos),
    TodoSource("upkeep", fault_todos),
    TodoSource("upkeep", service_todos),
]
