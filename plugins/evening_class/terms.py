"""When there is class: the term of a day, its evenings, and what the village sets."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from hub.kits.roster import local_span
from hub.room import Refused, _, db, here, is_working_day, short_day, visits

from .models import Policy, Term
from .words import ROOM

KEEP = timedelta(days=30)  # children are forgotten so long after their term


def policy() -> Policy:
    """The village's settings; where nothing was changed, what a new class starts with."""
    return db.session.scalars(select(Policy)).one_or_none() or _defaults()


def own_policy() -> Policy:
    """The same as a row that can be changed."""
    found = db.session.scalars(select(Policy).with_for_update()).one_or_none()
    if found is None:
        found = _defaults()
        db.session.add(found)
    return found


def term_of(day: date) -> Term | None:
    """The term in which a day lies."""
    return db.session.scalars(select(Term).where(Term.first_on <= day, Term.last_on >= day)).first()


def term_at_hand() -> Term | None:
    """The term that runs, else the next one, else the last whose children are still known: the one people mean."""
    today = here.today
    running = term_of(today)
    if running is not None:
        return running
    ahead = select(Term).where(Term.first_on > today).order_by(Term.first_on).limit(1)
    behind = select(Term).where(Term.last_on >= today - KEEP).order_by(Term.last_on.desc()).limit(1)
    return db.session.scalars(ahead).first() or db.session.scalars(behind).first()


def check_term(term: Term) -> None:
    """Terms follow each other and are at most a year. Raises Refused."""
    if not term.name.strip():
        raise Refused(_("请写学期的名称，例如 2025 年秋季。"), "name")
    if term.last_on < term.first_on:
        raise Refused(_("最后一天不能早于第一天。"), "last_on")
    if term.last_on - term.first_on > timedelta(days=366):
        raise Refused(_("一个学期最长一年。"), "last_on")
    visits.lock_room(here.room(ROOM))
    other = select(Term).where(Term.first_on <= term.last_on, Term.last_on >= term.first_on)
    if term.id is not None:
        other = other.where(Term.id != term.id)
    with db.session.no_autoflush:
        clash = db.session.scalars(other).first()
    if clash is not None:
        facts = {"term": clash.name, "day": short_day(clash.last_on)}
        raise Refused(_("和“%(term)s”的日子重叠了（到%(day)s）。", **facts), "first_on")


def is_class_day(day: date) -> bool:
    """Whether there is class on a day: in a term, on one of its weekdays, and no holiday."""
    weekday = day.isoweekday()
    if str(weekday) not in policy().weekdays or term_of(day) is None:
        return False
    return weekday > 5 or is_working_day(day)


def hours_of(day: date) -> tuple[datetime, datetime]:
    """From when till when there is class on a day, as instants."""
    rule = policy()
    return local_span(day, rule.begins, rule.ends)


def _defaults() -> Policy:
    return Policy(weekdays="12345", begins=time(18, 30), ends=time(20, 30), points=0)
