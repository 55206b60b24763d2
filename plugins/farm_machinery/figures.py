"""The room in numbers: its card, its month, and what is to be done today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hub.kits.booking import day_words
from hub.kits.upkeep import fault_todos, faults_between, service_todos
from hub.room import (
    IndicatorFact,
    Period,
    ReportRow,
    Todo,
    TodoSource,
    _,
    _l,
    _n,
    asked,
    asked_as,
    days_overdue,
    db,
    here,
    mask_person,
    sum_of,
)

from . import queue
from .desk import desk
from .fitting import days_words
from .gate import gate
from .models import ZERO, Fault, Rental
from .renting import lapsed
from .season import season
from .usage import days_used, idle_days, machine_days, machine_share, share_out
from .workshop import shop
from .yard import hours_due, machines

MOST = 20  # things of one sort on the first screen


def card() -> str:
    """在租 2 台，逾期 1 台"""
    out = _count(Rental, Rental.state == "out")
    late = _count(Rental, Rental.state == "out", Rental.ends_at <= here.now)
    if late:
        return _("在租 %(out)s 台，逾期 %(late)s 台", out=out, late=late)
    return _("在租 %(out)s 台", out=out)


def out_todos() -> Iterable[Todo]:
    """What is due back today, and what is overdue."""
    for row in _rentals(Rental.state == "out", Rental.ends_at <= here.now + timedelta(days=1)):
        due = row.span.last_day
        if due > here.today:
            continue
        late = days_overdue(due)
        pill = _n("逾期 %(n)s 天", late) if late else _("今天还机")
        tone: Any = "warn" if late else "gold"
        yield Todo(
            pill, row.machine.title, _who(row), desk.url("rental", rental=row.id), _l("收机"), tone, due
        )


def fetch_todos() -> Iterable[Todo]:
    """Who comes today, and who did not come in time: their days are free for others."""
    for row in _rentals(
        Rental.state == "approved",
        Rental.starts_at <= here.now,
        Rental.ends_at > here.now - timedelta(days=7),
    ):
        url = desk.url("rental", rental=row.id)
        if row.ends_at <= here.now or lapsed(row):
            yield Todo(
                _l("没来取"), row.machine.title, _who(row), url, _l("处理"), "warn", row.span.first_day
            )
        else:
            yield Todo(_l("今天来取"), row.machine.title, _who(row), url, _l("交机"), due=row.span.first_day)


def approve_todos() -> Iterable[Todo]:
    """Requests that nobody has answered."""
    for row in _rentals(Rental.state == "requested", Rental.wait_id.is_(None), Rental.ends_at > here.now):
        sub = f"{_who(row)} · {days_words(row)}"
        url = desk.url("rental", rental=row.id)
        yield Todo(_l("待批准"), row.machine.title, sub, url, _l("看一看"), due=row.span.first_day)


def inspect_todos() -> Iterable[Todo]:
    """What came back and nobody has looked at."""
    for row in _rentals(Rental.state == "returned"):
        url = gate.url("inspect", rental=row.id)
        yield Todo(_l("待验机"), row.machine.title, _who(row), url, _l("验机"))


def settle_todos() -> Iterable[Todo]:
    """What is to be paid, and what is not agreed on."""
    for row in _rentals(Rental.state.in_(("inspected", "disputed"))):
        url = gate.url("settle", rental=row.id)
        if row.state == "disputed":
            yield Todo(_l("有争议"), row.machine.title, _who(row), url, _l("处理"), "warn")
        else:
            yield Todo(_l("待结算"), row.machine.title, _who(row), url, _l("结算"))


def queue_todos() -> Iterable[Todo]:
    """Whose turn it is, and who has not answered."""
    for row, over in list(queue.open_offers())[:MOST]:
        pill, tone = (_l("没有回音"), "warn") if over else (_l("等回话"), "gold")
        yield Todo(pill, row.machine.title, _who(row), season.url("turns"), _l("记回话"), tone)  # type: ignore[arg-type]
    for turn in queue.turns()[:MOST]:
        if turn.machine is not None and turn.wish is not None:
            wait = turn.wait
            who = mask_person(wait.resident.name, wait.resident.phone) if wait.resident else ""
            sub = f"{who} · {day_words(turn.wish.span)}"
            yield Todo(_l("轮到排队的"), turn.machine.title, sub, season.url("turns"), _l("去通知"))


def upkeep_todos() -> Iterable[Todo]:
    """What is broken, and service that is due: by its day, and by the hour meter."""
    yield from fault_todos(shop)
    yield from service_todos(shop)
    from .lists import Machines

    for machine in machines():
        if hours_due(machine):
            used = _("上次保养后用了 %(n)s 小时", n=machine.hours - machine.serviced_at)
            yield Todo(_l("该保养"), machine.title, used, Machines.url_of(machine.id), _l("看一看"))


@asked_as(lambda yuan: float(Decimal(str(yuan)).quantize(ZERO)))
def income(period: Period) -> Any:
    """元 of what was settled: hire, late fees and damage; deposits are not income."""
    return (sum_of(Rental.hire + Rental.late_charge + Rental.damage, *_settled(period)),)


@asked
def points_paid(period: Period) -> Any:
    return sum_of(Rental.points_spent, *_settled(period))


repairs = faults_between(Fault)


def _settled(period: Period) -> tuple[Any, ...]:
    return Rental.settled_at >= period.starts, Rental.settled_at < period.ends


def _rentals(*conditions: Any) -> Iterable[Rental]:
    return db.session.scalars(
        select(Rental)
        .where(*conditions)
        .options(joinedload(Rental.machine), joinedload(Rental.renter))
        .order_by(Rental.starts_at, Rental.id)
        .limit(MOST)
    ).all()


def _who(row: Rental) -> str:
    return mask_person(row.renter.name, row.renter.phone) if row.renter else ""


def _count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


def rented(period: Period) -> str:
    """The list of the rentals that were out on days of a period."""
    from .lists import AllRentals

    return AllRentals.url_of_days("out", period)


FACTS = [
    IndicatorFact("machine_days", machine_share, rented),
    IndicatorFact("days_used", days_used, rented),
]
REPORT = [
    ReportRow("machine_days", _l("租出"), _l("台日"), machine_days),
    ReportRow("idle_days", _l("闲置"), _l("台日"), idle_days),
    ReportRow("share_out", _l("租出占可租"), "%", share_out),
    ReportRow("income", _l("收入"), _l("元"), income),
    ReportRow("points", _l("收积分"), _l("分"), points_paid),
    ReportRow("repairs", _l("报修"), _l("件"), repairs),
]
TODOS = [
    TodoSource("rent", out_todos),
    TodoSource("rent", fetch_todos),
    TodoSource("rent", inspect_todos),
    TodoSource("approve", approve_todos),
    TodoSource("approve", queue_todos),
    TodoSource("settle", settle_todos),
    TodoSource("upkeep", upkeep_todos),
]
