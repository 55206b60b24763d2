"""Rules of what a room answers when the hub asks, and of what happens to the hub when it fails to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from flask import g
from sqlalchemy import select

from hub.centre.situation import in_village
from hub.conformance.life import core_pages
from hub.conformance.rules import Needs, rule
from hub.conformance.scratch import changed
from hub.conformance.subject import Subject
from hub.kernel import hookspecs
from hub.kernel.clock import day_bounds
from hub.kernel.database import db
from hub.kernel.declarations import FACT_SHAPES, Declared, Hit, Period, Share, Todo, Unsettled
from hub.kernel.here import InQuestion, here
from hub.kernel.state import the_hub
from hub.people.models import Resident
from hub.points import services as points
from hub.reports.locking import lock_month
from hub.reports.months import Month
from hub.speech import N_, _
from hub.visits import services as visits

TYPED = ("王", "T", "1", "阿依", "没有这个")
EVENTS = [name for name in vars(hookspecs.Events) if not name.startswith("_")]


def _month() -> Period:
    first, last = here.today - timedelta(days=30), here.today
    return Period(first, last, day_bounds(first, here.tz)[0], day_bounds(last, here.tz)[1])


def _sources(declared: Declared) -> Iterator[tuple[str, Callable[[], Any], type | tuple[type, ...]]]:
    """Everything that is asked for, with what it must answer; lists are taken out of their wrapping."""
    month = _month()
    for row in declared.report_rows:
        yield f"report_rows {row.code}", lambda row=row: [row.count(month)], (int, float, type(None))  # type: ignore[misc]
    for fact in declared.indicator_facts:
        yield f"indicator_facts {fact.name}", partial(_told, fact.measure, month), FACT_SHAPES[fact.name]
        if fact.late:
            yield f"indicator_facts {fact.name} late", partial(_told, fact.late, month), Share
    for source in declared.todo_items:
        yield "todo_items", lambda source=source: list(source.fetch()), Todo  # type: ignore[misc]
    if declared.card_line:
        yield "card_line", lambda: [declared.card_line.fetch()], str  # type: ignore[union-attr]
    for search in declared.search:
        for words in TYPED:
            yield f"search “{words}”", lambda s=search, w=words: list(s.find(w, 5)), Hit  # type: ignore[misc]
    for place in declared.personal_data:
        for name, kind in (("find", tuple), ("unsettled", Unsettled)):
            if ask := getattr(place, name):
                yield f"personal_data {place.model.__name__} {name}", lambda a=ask: list(a(_somebody())), kind  # type: ignore[misc]


def _told(measure: Callable[[Period], Any], month: Period) -> list[Any]:
    """What a fact answers: a collection as it is, anything else alone."""
    answer = measure(month)
    return [answer] if isinstance(answer, (Share, int)) else list(answer)


def _somebody() -> int:
    return db.session.scalars(select(Resident.id).order_by(Resident.id)).first() or 1


@rule(
    "answers", "silver",
    N_("待办、卡片、查找、月报、个人信息，有数据没数据都答得出来；待办和查到的都打得开。"),
    N_("照所说的改：没有数据时答空，链接用 Pages.url 或列表的 url_of。"),
    Needs.HUB,
)  # fmt: skip
def answers(subject: Subject) -> Iterator[str]:
    scratch, villages = subject.scratch, subject.scratch.villages
    links: dict[str, str] = {}
    for village in (villages.here, villages.unused):
        with scratch.app.test_request_context(), in_village(scratch.app, village):
            for what, ask, kind in list(_sources(subject.declared)):
                try:
                    with db.session.begin_nested():
                        found = ask()
                except InQuestion:
                    yield _(
                        "%(what)s：问题只拼一次，各村各月共用，拼的时候不能看 here（现在几点、在哪个村、是谁）。"
                        "起止用 period 的，跟今天有关的等取到数再算（asked_as、rows_of）。", what=what,
                    )  # fmt: skip
                    continue
                except Exception as error:
                    yield f"{what}: {type(error).__name__}: {error}"[:300]
                    continue
                wrong = [one for one in found if not isinstance(one, kind)]
                if wrong:
                    yield _("%(what)s 答的是 %(kind)s。", what=what, kind=type(wrong[0]).__name__)
                links |= {one.url: what for one in found[:3] if isinstance(one, (Todo, Hit))}
            db.session.rollback()
    for url, what in links.items():
        codes = [who.get(url, buffered=True).status_code for who in (villages.keeper, villages.secretary)]
        if not set(codes) & {200, 302, 303}:
            yield _("%(what)s 指向 %(url)s，打不开（%(code)s）。", what=what, url=url, code=max(codes))


class _OnPurpose(Exception):
    """What a hook fails with while the hub is watched."""


def _fail(*_given: Any, **_more: Any) -> Any:
    raise _OnPurpose


@rule(
    "contained", "silver",
    N_("任何一个接口出错，系统和别的功能室照常，已经登记的不会丢。"),
    N_("在事件里不要 commit 或 rollback；只改自己的记录。"),
    Needs.HUB,
)  # fmt: skip
def contained(subject: Subject) -> Iterator[str]:
    yield from _failing_sources(subject)
    for event in EVENTS:
        for impl in getattr(subject.scratch.app.extensions["hub"].rooms.plugins.hook, event).get_hookimpls():
            if impl.plugin_name == subject.id:
                yield from _failing_event(subject, event, impl)


def _failing_sources(subject: Subject) -> Iterator[str]:
    client, own = subject.scratch.villages.secretary, f"/rooms/{subject.id}/"
    persons = core_pages(subject)[-2:]
    shown_on = {
        "report_rows": ("/month", own + "?tab=month"), "indicator_facts": ("/", "/month"), "todo_items": ("/",),
        "card_line": ("/",), "search": ("/search?q=%E7%8E%8B",), "personal_data": persons,
    }  # fmt: skip
    for hook, declared in _broken_by_hook(subject.declared):
        with changed(subject.room, "declared", declared):
            for address in (own, *shown_on[hook]):
                answer = client.get(address, buffered=True)
                if answer.status_code >= 500:
                    yield f"{hook}: {address} {answer.status_code} {subject.scratch.failure()}"


def _broken_by_hook(declared: Declared) -> Iterator[tuple[str, Declared]]:
    """What is declared, with the callables of one hook after another failing."""
    failing = {
        "report_rows": "count", "indicator_facts": "measure", "todo_items": "fetch", "search": "find",
        "personal_data": "find",
    }  # fmt: skip
    for hook, name in failing.items():
        parts = getattr(declared, hook)
        if parts:
            broken = tuple(dataclasses.replace(part, **{name: _fail}) for part in parts)
            yield hook, dataclasses.replace(declared, **{hook: broken})  # type: ignore[arg-type]
    if declared.card_line:
        broken_line = dataclasses.replace(declared.card_line, fetch=_fail)
        yield "card_line", dataclasses.replace(declared, card_line=broken_line)


def _failing_event(subject: Subject, event: str, impl: Any) -> Iterator[str]:
    """Tell the event twice: as the room answers it, and with a failure once it has done all it does."""
    function, app = impl.function, subject.scratch.app
    failures = app.extensions["hub"].events.failures

    def fail_afterwards(*given: Any) -> None:
        function(*given)
        raise _OnPurpose

    for failing in (False, True):
        before = failures[subject.id, event]
        with ExitStack() as stack:
            if failing:
                stack.enter_context(changed(impl, "function", fail_afterwards))
            stack.enter_context(in_village(app, subject.scratch.villages.here))
            kept = _tell(event, subject.id)
            db.session.rollback()
        if not kept:
            yield _("%(event)s：它出错时，正在登记的也丢了。", event=event)
        elif not failing and failures[subject.id, event] > before:
            yield _("%(event)s：平常就会出错。", event=event)


def _tell(event: str, room: str) -> bool:
    """Tell an event as it is told in the midst of something; whether what was being done is still there."""
    people = db.session.scalars(select(Resident).order_by(Resident.id).limit(2)).all()
    with _deaf(room):
        visit = visits.record(here.room(room), 1, override_reason="登记检查")
        facts: dict[str, Any] = {
            "visit": visit,
            "room": here.room(room),
            "kept": people[0],
            "double": people[1],
        }
        if event == "points_posted":
            facts["entry"] = points.earn(people[0].id, 1, text="登记检查", source=("check", visit.id))
        if event == "month_locked":
            facts["lock"] = lock_month(Month.present().before)
    number = visit.id
    wanted = getattr(hookspecs.Events, event).__code__.co_varnames[1:]
    the_hub().events.tell(event, **{name: facts[name] for name in wanted})
    try:
        return db.session.scalars(select(type(visit).id).where(type(visit).id == number)).first() is not None
    except Exception:  # the transaction is gone altogether
        return False


@contextmanager
def _deaf(room: str) -> Iterator[None]:
    """The room hears nothing meanwhile."""
    all_rooms = here.enabled_rooms
    g.hub_enabled = {key: row for key, row in all_rooms.items() if key != room}
    try:
        yield
    finally:
        g.hub_enabled = all_rooms
