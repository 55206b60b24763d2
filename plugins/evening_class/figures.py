"""The room in numbers: its card and its month."""

from __future__ import annotations

from typing import Any

from hub.kits.roster import duty_minutes, hours_of, percent_of, volunteer_minutes
from hub.room import IndicatorFact, Period, ReportRow, _, _l, _n, asked, clock_time, here, how_many, sum_of

from . import evenings, rollcall
from .children import children_of
from .models import Hours, Session, Shift
from .terms import hours_of as class_hours
from .terms import is_class_day, term_of


def card() -> str:
    """在室 12 个孩子 / 今天 18:30 上课，报名 32 人 / 今天没有课"""
    session = evenings.session_on(here.today)
    if session is not None and session.state == "open":
        return _n("在室 %(n)s 个孩子", rollcall.count_inside(session.id))
    if session is not None:
        return _n("今天来了 %(n)s 个孩子，已下课", session.came)
    if not is_class_day(here.today):
        return _("今天没有课")
    term = term_of(here.today)
    number = len(children_of(term.id)) if term else 0
    return _("今天 %(at)s 上课，报名 %(n)s 人", at=clock_time(class_hours(here.today)[0]), n=number)


@asked
def sessions(period: Period) -> Any:
    return how_many(Session, *_held(period))


def number_of(column: Any) -> Any:
    """The sum of one of the evenings' numbers."""
    return asked(lambda period: sum_of(column, *_held(period)))


came = number_of(Session.came)


def on_average(period: Period) -> float | None:
    """Children an evening; None where there was none."""
    evenings_held = sessions(period)
    return round(came(period) / evenings_held, 1) if evenings_held else None


@asked
def entered(period: Period) -> Any:
    return how_many(Session, *_held(period), Session.late)


duty = duty_minutes(Shift)
volunteers = volunteer_minutes(Hours)


def _held(period: Period) -> tuple[Any, ...]:
    return Session.day.between(period.first, period.last), Session.state == "closed"


REPORT = [
    ReportRow("sessions", _l("上课"), _l("晚"), sessions),
    ReportRow("came", _l("来的孩子"), _l("人次"), came),
    ReportRow("on_average", _l("平均每晚"), _l("人"), on_average),
    ReportRow("by_adult", _l("交给名单上的人"), _l("人次"), number_of(Session.by_adult)),
    ReportRow("by_phone", _l("电话同意后交接"), _l("人次"), number_of(Session.by_phone)),
    ReportRow("alone", _l("独自回家"), _l("人次"), number_of(Session.alone)),
    ReportRow("entered", _l("停电补录"), _l("晚"), entered),
    ReportRow(
        "volunteer_hours", _l("核实的志愿时数"), _l("小时"), lambda period: hours_of(volunteers(period))
    ),
    ReportRow("duty_covered", _l("到岗时间占排班时间"), "%", lambda period: percent_of(duty(period))),
]
FACTS = [IndicatorFact("duty_minutes", duty), IndicatorFact("volunteer_minutes", volunteers)]
