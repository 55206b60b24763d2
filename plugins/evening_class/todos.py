"""What is to be done: children still inside, evenings not closed, consents, who may fetch, who is on duty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import func, select

from hub.kits.roster import duty_todos, hours_todos
from hub.room import Todo, TodoSource, _, _l, _n, db, here, local_date, short_day

from . import evenings, rollcall
from .desk import back_to
from .duty import roster, rota, volunteering
from .lists import Children, HoursGiven, Pickups
from .models import Enrolment, Pickup, Shift
from .terms import hours_of, is_class_day, term_of

SOON = timedelta(days=7)
ROTA_AHEAD = 3  # days


def evening_todos() -> Iterable[Todo]:
    """Children who are still inside after hours, and evenings that nobody closed. No names: others stand by."""
    for session in evenings.open_sessions():
        if here.now <= hours_of(session.day)[1]:
            continue
        inside = rollcall.count_inside(session.id)
        title = _n("还有 %(n)s 个孩子没有接走", inside) if inside else _("孩子都走了，还没有下课")
        tone = "warn" if inside else "gold"
        yield Todo(
            _l("放学"), title, short_day(session.day), back_to(session), _l("去交接") if inside else _l("下课"),
            tone=tone, due=session.day,  # type: ignore[arg-type]
        )  # fmt: skip


def consent_todos() -> Iterable[Todo]:
    """Guardians who have not signed yet: how many, and the list."""
    term = term_of(here.today)
    if term is None:
        return
    missing = db.session.scalar(
        select(func.count(Enrolment.id)).where(
            Enrolment.term_id == term.id, Enrolment.left_on.is_(None), Enrolment.consent_on.is_(None)
        )
    )
    if missing:
        url = Children.url(unsigned="1")
        yield Todo(_l("同意书"), _n("%(n)s 个孩子的同意书还没有签", missing), term.name, url, _l("看名单"))


def pickup_todos() -> Iterable[Todo]:
    """Those who may soon not fetch any more, though the term goes on."""
    term = term_of(here.today)
    if term is None:
        return
    until = min(here.today + SOON, term.last_on - timedelta(days=1))
    ending = db.session.scalar(
        select(func.count(Pickup.id))
        .join(Pickup.enrolment)
        .where(
            Enrolment.term_id == term.id, Enrolment.left_on.is_(None), Pickup.valid_until.between(here.today, until)
        )
    )  # fmt: skip
    if ending:
        title = _n("%(n)s 位接送人的有效期快到了", ending)
        yield Todo(_l("接送人"), title, _("一周以内"), Pickups.url(ending="1"), _l("看名单"))


def rota_todos() -> Iterable[Todo]:
    """Evenings of the next days for which nobody is on the rota."""
    days = [here.today + timedelta(days=n) for n in range(ROTA_AHEAD)]
    taken = set(db.session.scalars(select(Shift.day).where(Shift.day.between(days[0], days[-1])).distinct()))
    for day in days:
        if day not in taken and is_class_day(day) and hours_of(day)[1] > here.now:
            url = rota.url("plan_shift", day=day.isoformat())
            yield Todo(
                _l("没人值班"), _("%(day)s没有排志愿者", day=local_date(day)), "", url, _l("排班"), due=day
            )


TODOS = [
    TodoSource("children", evening_todos),
    TodoSource("duty", rota_todos),
    TodoSource("enrol", consent_todos),
    TodoSource("enrol", pickup_todos),
    TodoSource("duty", duty_todos(roster, rota)),
    TodoSource("verify", hours_todos(volunteering, lambda: HoursGiven.url(state="claimed"))),
]
