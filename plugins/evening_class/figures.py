"""The room in numbers: its card and its month."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from hub.kits.roster import duty_minutes, hours_of, percent_of, volunteer_minutes
from hub.room import IndicatorFact, Period, ReportRow, Share, _, _l, _n, clock_time, db, here

from . import evenings
from .children import children_of
from .models import Hours, Session, Shift
from .terms import hours_of as class_hours
from .terms import is_class_day, term_of


def card() -> str:
    """在室 12 个孩子 / 今天 18:30 上课，报名 32 人 / 今天没有课"""
    session = evenings.session_on(here.today)
    if session is not None and session.state == "open":
        return _n("在室 %(n)s 个孩子", evenings.count_inside(session.id))
    if session is not None:
        return _n("今天来了 %(n)s 个孩子，已下课", session.came)
    if not is_class_day(here.today):
        return _("今天没有课")
    term = term_of(here.today)
    number = len(children_of(term.id)) if term else 0
    return _("今天 %(at)s 上课，报名 %(n)s 人", at=clock_time(class_hours(here.today)[0]), n=number)


def sessions(period: Period) -> int:
    return _of(period, func.count(Session.id))


def number_of(column: Any) -> Any:
    """The sum of one of the evenings' numbers."""

    def count(period: Period) -> int:
        return _of(period, func.sum(column))

    return count


def on_average(period: Period) -> float | None:
    """Children an evening; None where there was none."""
    evenings_held = sessions(period)
    return round(_of(period, func.sum(Session.came)) / evenings_held, 1) if evenings_held else None


def entered(period: Period) -> int:
    return _of(period, func.count(Session.id), Session.late)


def duty(period: Period) -> Share:
    """Beside 服务常在."""
    return duty_minutes(Shift, period)


def volunteers(period: Period) -> int:
    """Beside 聚活力."""
    return volunteer_minutes(Hours, period)


def _of(period: Period, what: Any, *more: Any) -> int:
    held = Session.day.between(period.first, period.last), Session.state == "closed"
    return int(db.session.scalar(select(what).where(*held, *more)) or 0)


REPORT = [
    ReportRow("sessions", _l("上课"), _l("晚"), sessions),
    ReportRow("came", _l("来的孩子"), _l("人次"), number_of(Session.came)),
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
