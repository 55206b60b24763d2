"""What is to be done today, for those of the room alone. Numbers and kinds, never who."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from hub.kits.casework import left_behind, urgency
from hub.room import Todo, TodoSource, _, _l, db, here, short_day

from .casefile import casefile, title_of
from .desk import desk
from .models import Agreement, Case, Duty, Hazard
from .words import FLOW, KINDS, ROOM

MOST = 20
SOON = timedelta(days=5)  # before the term is over
SIGN_WITHIN = timedelta(days=3)
FILE_AFTER = timedelta(days=14)


def due_todos() -> Iterable[Todo]:
    """What has not been answered, or not been mediated to its end, and whose last days have come."""
    running = Case.state.in_(("applied", "accepted", "mediating")) & Case.resolved_at.is_(None)
    for row in _cases(running & (Case.due_on <= here.today + SOON), Case.due_on):
        assert row.due_on
        if row.due_on > here.today:
            pill, tone = _("%(day)s到期", day=short_day(row.due_on)), "gold"
        else:
            pill, tone = urgency(row)
        yield _todo(row, pill, tone, _l("问回话") if row.state == "applied" else _l("去办"), row.due_on)


def sign_todos() -> Iterable[Todo]:
    """Agreements that nobody has begun to keep."""
    for row in _cases(
        (Case.state == "agreed") & (Case.resolved_at <= here.now - SIGN_WITHIN), Case.resolved_at
    ):
        yield _todo(row, _("协议没签字"), "gold", _l("去办"))


def confirm_todos() -> Iterable[Todo]:
    """A court may be asked to confirm an agreement for thirty days; both are to be asked in time."""
    rows = db.session.execute(
        select(Case, Agreement.confirm_by).join(Agreement, Agreement.case_id == Case.id)
        .where(Agreement.confirmed == "", Agreement.confirm_by >= here.today, Case.state != FLOW.closed)
        .order_by(Agreement.confirm_by, Case.id).limit(MOST)
    )  # fmt: skip
    for row, until in rows:
        tone = "warn" if until <= here.today + SOON else "off"
        yield _todo(row, _("司法确认到%(day)s", day=short_day(until)), tone, _l("问双方"), until, "confirm")


def duty_todos() -> Iterable[Todo]:
    """What was to be done by today."""
    rows = db.session.execute(
        select(Case, func.min(Duty.due_on)).join(Duty, Duty.case_id == Case.id)
        .where(Duty.done_on.is_(None), Duty.due_on <= here.today, Case.state.in_(("agreed", "performing")))
        .group_by(Case.id).order_by(func.min(Duty.due_on), Case.id).limit(MOST)
    )  # fmt: skip
    for row, day in rows:
        yield _todo(row, _("该履行了"), "gold", _l("问一问"), day)


def visit_todos() -> Iterable[Todo]:
    for row in _cases((Case.state == "performing") & (Case.visit_on <= here.today), Case.visit_on):
        yield _todo(row, _("该回访了"), "gold", _l("回访"), row.visit_on, "follow")


def filing_todos() -> Iterable[Todo]:
    """What has been over for two weeks."""
    for row in _cases(
        Case.state.in_(FLOW.resolved) & (Case.resolved_at <= here.now - FILE_AFTER), Case.resolved_at
    ):
        yield _todo(row, _("可以归档"), "off", _l("归档"))


def hazard_todos() -> Iterable[Todo]:
    rows = db.session.scalars(
        select(Hazard).where(Hazard.state == "watched", Hazard.look_on <= here.today)
        .order_by(Hazard.look_on, Hazard.id).limit(MOST)
    )  # fmt: skip
    for row in rows:
        title = _("隐患（%(kind)s）", kind=KINDS[row.kind])
        yield Todo(_l("再看看"), title, "", desk.url("hazard", hazard=row.id), _l("去看"), due=row.look_on)


def left_todos() -> Iterable[Todo]:
    """What nobody looks after, or somebody who is not of the room any more."""
    number = db.session.scalar(select(func.count(Case.id)).where(left_behind(Case, FLOW, ROOM))) or 0
    if number:
        title, why = _("%(n)s 件没人经办", n=number), _("经办人回避了，或已不在这里工作")
        one = db.session.scalars(
            select(Case).where(left_behind(Case, FLOW, ROOM)).order_by(Case.id).limit(1)
        ).one()
        yield Todo(_l("没人管"), title, why, casefile.url("give", case=one.id), _l("移交"), tone="warn")


def _cases(condition: Any, order: Any) -> Iterable[Case]:
    return db.session.scalars(select(Case).where(condition).order_by(order, Case.id).limit(MOST))


def _todo(row: Case, pill: Any, tone: Any, button: Any, due: date | None = None, page: str = "case") -> Todo:
    return Todo(pill, title_of(row), "", casefile.url(page, case=row.id), button, tone=tone, due=due)


TODOS = [
    TodoSource("mediate", source)
    for source in (
        due_todos, confirm_todos, duty_todos, visit_todos, sign_todos, hazard_todos, filing_todos, left_todos
    )
]  # fmt: skip
