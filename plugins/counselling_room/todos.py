"""What the counsellor has to do: today's appointments, what became of the past ones, and slots that run out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from hub.kits.booking import midnight
from hub.room import Todo, TodoSource, _, _l, clock_time, db, here, short_moment

from . import slots
from .desk import desk
from .models import Appointment, Slot
from .talks import events, talks

MOST = 20
LOOK_AHEAD = 7  # days in which there should be a free slot


def appointment_todos() -> Iterable[Todo]:
    """Booked for today, or past and nothing said of it; by the time alone."""
    tomorrow = midnight(here.today + timedelta(days=1))
    rows = db.session.scalars(
        select(Appointment)
        .join(Appointment.slot)
        .options(contains_eager(Appointment.slot))
        .where(Appointment.state == "booked", Slot.starts_at < tomorrow)
        .order_by(Slot.starts_at)
        .limit(MOST)
    )
    for row in rows:
        url = desk.url("one", appointment=row.id)
        if row.slot.ends_at <= here.now:
            title = _("%(at)s 的预约来了没有", at=short_moment(row.slot.starts_at))
            yield Todo(_l("请登记"), title, "", url, _l("登记"), tone="warn", due=here.today)
        else:
            title = _("今天 %(at)s 有预约", at=clock_time(row.slot.starts_at))
            yield Todo(_l("预约"), title, "", url, _l("打开"), due=here.today)


def slot_todos() -> Iterable[Todo]:
    """Whoever wants to come finds nothing free."""
    if slots.desk_now() is not None and not slots.free(LOOK_AHEAD):
        title = _("七天内没有空号了")
        yield Todo(_l("该放号"), title, _("来约的人会看到“没有空号”。"), desk.url("offer"), _l("放号"))


def talk_todos() -> Iterable[Todo]:
    """Talks that should be over."""
    for row in events.to_write_down():
        title = _("%(name)s办完了吗", name=row.name)
        yield Todo(
            _l("讲座"), title, short_moment(row.starts_at), talks.url("talk_held", talk=row.id), _l("登记")
        )


TODOS = [
    TodoSource("counsel", appointment_todos), TodoSource("counsel", slot_todos), TodoSource("counsel", talk_todos),
]  # fmt: skip
