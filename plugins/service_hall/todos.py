"""What is to be done today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hub.kits.casework import (
    is_due_by,
    left_behind,
)
from hub.kits.roster import duty_todos
from hub.room import (
    Todo,
    TodoSource,
    _,
    _l,
    days_overdue,
    db,
    here,
    mask_person,
)

from .casefile import casefile
from .desk import desk
from .duty import roster, rota
from .models import Opinion, Request
from .words import CATEGORIES, FLOW, ROOM

MOST = 20  # things of one sort on the first screen
PATIENCE = timedelta(days=14)  # how long one waits for a resident before calling them
TELL_WITHIN = timedelta(days=3)


def due_todos() -> Iterable[Todo]:
    """What is due today, and what is late."""
    for row in _requests(is_due_by(Request, FLOW, here.today), Request.due_on):
        assert row.due_on is not None
        late = days_overdue(row.due_on)
        pill = _("逾期 %(n)s 天", n=late) if late else _("今天到期")
        yield _todo(row, pill, "warn" if late else "gold", _l("去办"), row.due_on)


def waiting_todos() -> Iterable[Todo]:
    """Whoever was asked for something and has not come for two weeks."""
    for row in _requests(Request.stopped_on <= here.today - PATIENCE, Request.stopped_on):
        assert row.stopped_on is not None
        pill = _("等居民 %(n)s 天", n=(here.today - row.stopped_on).days)
        yield _todo(row, pill, "off", _l("联系居民"))


def forwarded_todos() -> Iterable[Todo]:
    """What lies with the town without an answer."""
    silent = (Request.state == "forwarded") & (Request.chase_on <= here.today)
    for row in _requests(silent, Request.chase_on):
        yield _todo(row, _("镇里没回音"), "gold", _l("催办"), row.chase_on, "chase")


def telling_todos() -> Iterable[Todo]:
    """What has been settled for three days, and whose resident does not know yet."""
    untold = Request.state.in_(FLOW.resolved) & (Request.resolved_at <= here.now - TELL_WITHIN)
    for row in _requests(untold, Request.resolved_at):
        yield _todo(row, _("还没告知居民"), "gold", _l("去告知"))


def left_todos() -> Iterable[Todo]:
    """What is left behind by somebody who does not work here any more."""
    number = _count(Request, left_behind(Request, FLOW, ROOM))
    if number:
        title = _("%(n)s 件要移交", n=number)
        yield Todo(
            _l("没人管"), title, _("经办人已不在这里工作"), casefile.url("give_all"), _l("移交"), tone="warn"
        )


def opinion_todos() -> Iterable[Todo]:
    """Opinions that must be answered within two days, or should have been."""
    rows = db.session.scalars(
        select(Opinion)
        .where(Opinion.answered_at.is_(None), Opinion.due_on <= here.today + timedelta(days=2))
        .order_by(Opinion.due_on, Opinion.id)
        .limit(MOST)
    )
    for row in rows:
        late = days_overdue(row.due_on)
        pill = _("逾期 %(n)s 天", n=late) if late else _("意见待答复")
        title = row.text if len(row.text) <= 30 else row.text[:29] + "…"
        yield Todo(
            pill, title, str(CATEGORIES[row.category]), desk.url("answer", opinion_id=row.id), _l("答复"),
            tone="warn" if late else "gold", due=row.due_on,
        )  # fmt: skip


def _requests(condition: Any, order: Any) -> Iterable[Request]:
    return db.session.scalars(
        select(Request)
        .where(condition)
        .options(joinedload(Request.item), joinedload(Request.resident))
        .order_by(order, Request.id)
        .limit(MOST)
    )


def _todo(
    row: Request, pill: Any, tone: Any, button: Any, due: date | None = None, page: str = "case"
) -> Todo:
    who = mask_person(row.resident.name, row.resident.phone) if row.resident else ""
    title = _("第 %(number)s 号 %(item)s", number=row.number, item=row.item.name)
    return Todo(pill, title, who, casefile.url(page, case=row.id), button, tone=tone, due=due)


def _count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


TODOS = [
    TodoSource("handle", due_todos),
    TodoSource("handle", waiting_todos),
    TodoSource("handle", forwarded_todos),
    TodoSource("handle", telling_todos),
    TodoSource("handle", left_todos),
    TodoSource("accept", opinion_todos),
    TodoSource("duty", duty_todos(roster, rota)),
]
