"""本月五常: five of the month's figures, each with numerator and denominator.

No public formula exists; these are the hub's own. A denominator of 0 is "no data", never 100 %. Nothing is added up
to a score, and nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from hub.centre.door import door_counts
from hub.centre.models import Opening, Room
from hub.centre.openings import minutes_open
from hub.home.months import Month, period
from hub.home.sources import ask, owners
from hub.i18n import _, _n
from hub.kernel.clock import local_day
from hub.kernel.database import db
from hub.kernel.declarations import FACT_SHAPES, IndicatorFact, Period, Share
from hub.kernel.here import here
from hub.text import join_words
from hub.villages.hours import Timetable, days, scheduled_minutes
from hub.visits.models import Visit, VisitDay

# The rows behind a figure: endpoint and permission.
ROWS = {"rooms_used": ("visit_log.index_view", "visits.view"), "people_come": ("centre.tally", "centre.open")}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line. `part` of `whole` is what it is made of; `value` of `max` is the bar, where there is one."""

    code: str
    label: str
    formula: str
    weakness: str
    figure: str = "—"
    unit: str = ""
    part: str = "—"
    whole: str = "—"
    aside: str = ""
    value: float = 0
    max: float | None = None

    @property
    def url(self) -> str:
        """The line on the month's page, from where the rows behind it open."""
        return url_for("home.month", _anchor=self.code)


def five(month: Month) -> list[Indicator]:
    """The five lines of the days of a month that are over."""
    over = month.finished()
    return [_door_open(over), _rooms_used(over), _events(over), _services(over), _people(over)]


def _door_open(over: Period | None) -> Indicator:
    line = Indicator(
        "door_open",
        _("大门常开"),
        _("排定时间内实际开门分钟数 ÷ 排定开门分钟数"),
        _("由值守人员自己记录；没有记录按没开门算，忘记关门的算到当天最后一笔有时间的记录。"),
    )
    planned = scheduled_minutes(None, over.first, over.last) if over else 0
    if not over or not planned:
        return _no_data(line)
    opened = minutes_open(over.first, over.last, None, _last_records(over))
    return _percent(
        line, opened, planned, _("%(part)s/%(whole)s 小时", part=opened // 60, whole=planned // 60)
    )


def _last_records(over: Period) -> dict[date, datetime]:
    """The last visit of each day on which a close was forgotten."""
    forgotten = db.session.scalars(
        select(Opening.opened_at).where(
            Opening.room_id.is_(None),
            Opening.closed_at.is_(None),
            Opening.opened_at >= over.starts,
            Opening.opened_at < over.ends,
        )
    ).all()
    if not forgotten:
        return {}
    of_days = {local_day(opened, here.tz) for opened in forgotten}
    last = db.session.execute(
        select(Visit.day, func.max(Visit.started_at))
        .where(Visit.day.in_(of_days), Visit.started_at >= over.starts, Visit.started_at < over.ends)
        .group_by(Visit.day)
    )
    return dict(last.all())


def _rooms_used(over: Period | None) -> Indicator:
    line = Indicator(
        "rooms_used",
        _("阵地常用"),
        _("各室有来访的天数 ÷ 排定开放天数，取各室的中位数"),
        _("一天有一次来访就算用过；保密的功能室只报总数，不参加中位数。"),
    )
    rooms = [here.room(owner.key) for owner in owners() if owner.is_room and not owner.confidential]
    open_days = _open_days(rooms, over) if over else {}
    if not over or not any(open_days.values()):
        return _no_data(line)
    counted = db.session.execute(
        select(VisitDay.room_id, func.count())
        .where(VisitDay.day.between(over.first, over.last), VisitDay.visits > 0)
        .group_by(VisitDay.room_id)
    )
    days_used = dict(counted.all())
    used = {room.id: min(days_used.get(room.id, 0), open_days[room.id]) for room in rooms}
    total = sum(open_days.values())
    shares = [used[room.id] / open_days[room.id] for room in rooms if open_days[room.id]]
    unused = [room.name for room in rooms if open_days[room.id] and not used[room.id]]
    return replace(
        line,
        value=round(median(shares) * 100, 1),
        max=100,
        figure=f"{int(median(shares) * 100)}%",
        unit=_("中位数"),
        aside=_("%(n)s 室合计 %(part)s/%(whole)s 室·天", n=len(shares), part=sum(used.values()), whole=total)
        + (_("；没有用过：%(rooms)s", rooms=join_words(unused)) if unused else ""),
    )


def _open_days(rooms: Iterable[Room], over: Period) -> dict[int, int]:
    """Days on which each room should be open; rooms with the same hours are worked out once."""
    table = Timetable.of_days(over.first, over.last)
    known: dict[object, int] = {}
    result = {}
    for room in rooms:
        same = (room.hours, room.opens, room.closes)
        if same not in known:
            known[same] = sum(bool(table.hours(room, day)) for day in days(over.first, over.last))
        result[room.id] = known[same]
    return result


def _events(over: Period | None) -> Indicator:
    line = Indicator(
        "events_weeks",
        _("活动常办"),
        _("至少办成一场活动的周数 ÷ 本月结束的周数"),
        _("看的是次数，不是质量。"),
    )
    weeks = _weeks_ending_in(over) if over else []
    if not weeks:
        return _no_data(line)
    whole_weeks = period(weeks[0], weeks[-1] + timedelta(days=6))
    answers = _answers("events", whole_weeks)
    held = {event.day for answer in answers for event in answer if event.counts}
    part = sum(any(monday <= day < monday + timedelta(days=7) for day in held) for monday in weeks)
    return replace(
        line,
        value=part,
        max=len(weeks),
        figure=f"{part}/{len(weeks)}",
        unit=_("周"),
        part=_n("%(n)s 周", part),
        whole=_n("%(n)s 周", len(weeks)),
    )


def _weeks_ending_in(over: Period) -> list[date]:
    """The Mondays of the weeks whose Sunday lies in the period."""
    return [day - timedelta(days=6) for day in days(over.first, over.last) if day.weekday() == 6]


def _services(over: Period | None) -> Indicator:
    line = Indicator(
        "service_due",
        _("服务常在"),
        _("本月到期并按时办结的件数 ÷ 本月到期的件数"),
        _("容易办的事会抬高它；延期的另列。"),
    )
    facts = _facts("service_due", over)
    part, whole = sum(share.part for share in facts), sum(share.whole for share in facts)
    if not whole:
        return _no_data(line)
    line = replace(line, part=_n("%(n)s 件", part), whole=_n("%(n)s 件", whole))
    return _percent(line, part, whole, _("%(part)s/%(whole)s 件", part=part, whole=whole))


def _facts(name: str, over: Period | None) -> list[Share]:
    return _answers(name, over) if over is not None else []


def _answers(name: str, over: Period) -> list[Any]:
    """What rooms answer of one fact; one that fails or answers something else is left out."""
    wanted = [
        (owner, fact) for owner in owners() for fact in owner.declared.indicator_facts if fact.name == name
    ]
    answers = [ask(owner, name, partial(_answer, fact, over)) for owner, fact in wanted]
    return [answer for answer in answers if answer is not None]


def _answer(fact: IndicatorFact, over: Period) -> Any:
    answer: Any = fact.measure(over)
    shape = FACT_SHAPES[fact.name]
    if shape in (Share, int):
        wrong = not isinstance(answer, shape)
    else:
        answer = list(answer)
        wrong = not all(isinstance(one, shape) for one in answer)
    if wrong:
        raise TypeError(f"the fact {fact.name} is to be told as {shape.__name__}")
    return answer


def _people(over: Period | None) -> Indicator:
    line = Indicator(
        "people_come",
        _("群众常来"),
        _("门口人次 ÷ 本村人口 × 100"),
        _("同一个人来几次算几次；门口没有点数就是未统计，不拿各室相加来代替。"),
    )
    counts = door_counts(over.first, over.last) if over else {}
    population = here.village.population
    if not over or not counts or not population:
        return replace(line, unit=_("未统计"))
    heads = sum(counts.values())
    missing = (over.last - over.first).days + 1 - len(counts)
    per_hundred = heads * 100 / population
    return replace(
        line,
        figure=f"{per_hundred:.0f}",
        unit=_("人次/百人"),
        part=_n("%(n)s 人次", heads),
        whole=_n("%(n)s 人", population),
        aside=_n("有 %(n)s 天没有点数", missing) if missing else "",
    )


def _percent(line: Indicator, part: int, whole: int, unit: str) -> Indicator:
    figure = f"{part * 100 // whole}%"  # rounded down: 99.6 % is not all of it
    return replace(line, value=part, max=whole, figure=figure, unit=unit)


def _no_data(line: Indicator) -> Indicator:
    return replace(line, unit=_("(无数据)"))
