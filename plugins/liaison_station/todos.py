"""What is to be done today. Numbers and kinds only: the first screen is seen by whoever stands before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hub.kits.casework import is_due_by, left_behind, urgency
from hub.room import Todo, TodoSource, _, _l, db, here, short_day

from .casefile import casefile, title_of
from .models import Matter, Reception
from .receiving import receiving
from .receptions import hours_of
from .words import FLOW, REPLIED, ROOM

MOST = 20  # things of one sort on the first screen
PATIENCE = timedelta(days=14)  # how long one waits for somebody before calling them
CLOSE_AFTER = timedelta(days=7)  # how long one waits for a rating


def due_todos() -> Iterable[Todo]:
    """What is due today, and what is late."""
    for row in _matters(is_due_by(Matter, FLOW, here.today), Matter.due_on):
        pill, tone = urgency(row)
        yield _todo(row, pill, tone, _l("去办"), row.due_on)


def waiting_todos() -> Iterable[Todo]:
    """Whoever was asked for more and has not come for two weeks."""
    for row in _matters(Matter.stopped_on <= here.today - PATIENCE, Matter.stopped_on):
        assert row.stopped_on is not None
        yield _todo(row, _("等了 %(n)s 天", n=(here.today - row.stopped_on).days), "off", _l("联系他"))


def silent_todos() -> Iterable[Todo]:
    """What lies with a body concerned without an answer."""
    silent = (Matter.state == "forwarded") & (Matter.chase_on <= here.today)
    for row in _matters(silent, Matter.chase_on):
        yield _todo(row, _("没有回音"), "gold", _l("催办"), row.chase_on, "chase")


def telling_todos() -> Iterable[Todo]:
    """What has an answer of which the submitter does not know."""
    for row in _matters(Matter.state.in_(REPLIED), Matter.due_on):
        yield _todo(
            row, _("还没反馈"), "gold", _l("反馈"), row.due_on, "case" if row.anonymous else "feed_back"
        )


def closing_todos() -> Iterable[Todo]:
    """What the submitter has known of for a week."""
    known = Matter.state.in_(FLOW.resolved) & (Matter.resolved_at <= here.now - CLOSE_AFTER)
    for row in _matters(known, Matter.resolved_at):
        yield _todo(row, _("可以办结"), "off", _l("办结"))


def left_todos() -> Iterable[Todo]:
    """What is left behind by somebody who does not work here any more."""
    number = db.session.scalar(select(func.count(Matter.id)).where(left_behind(Matter, FLOW, ROOM))) or 0
    if number:
        title, why = _("%(n)s 件要移交", n=number), _("经办人已不在这里工作")
        yield Todo(_l("没人管"), title, why, casefile.url("give_all"), _l("移交"), tone="warn")


def reception_todos() -> Iterable[Todo]:
    """Today's and tomorrow's receptions, and those of which nobody has recorded how they were."""
    rows = db.session.scalars(
        select(Reception)
        .where(Reception.state == "planned", Reception.day <= here.today + timedelta(days=1))
        .options(joinedload(Reception.deputy))
        .order_by(Reception.day, Reception.id)
        .limit(MOST)
    )
    for row in rows:
        past = row.day < here.today
        pill = _("接待没登记") if past else _("代表接待")
        title = f"{short_day(row.day)} {hours_of(row)} {row.deputy.name}"
        page, button = ("held", _l("登记")) if row.day <= here.today else ("notice", _l("告示"))
        url = receiving.url(page, reception=row.id)
        yield Todo(pill, title, row.about, url, button, tone="warn" if past else "gold", due=row.day)


def _matters(condition: Any, order: Any) -> Iterable[Matter]:
    return db.session.scalars(select(Matter).where(condition).order_by(order, Matter.id).limit(MOST))


def _todo(
    row: Matter, pill: Any, tone: Any, button: Any, due: date | None = None, page: str = "case"
) -> Todo:
    return Todo(pill, title_of(row), "", casefile.url(page, case=row.id), button, tone=tone, due=due)


TODOS = [
    TodoSource("handle", due_todos),
    TodoSource("handle", waiting_todos),
    TodoSource("handle", silent_todos),
    TodoSource("handle", telling_todos),
    TodoSource("handle", closing_todos),
    TodoSource("handle", left_todos),
    TodoSource("receive", reception_todos),
]
