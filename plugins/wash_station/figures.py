"""The room in numbers: its card and its month."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hub.kits.upkeep import faults_between, out_days
from hub.room import NoticeLine, Period, ReportRow, _, _l, _n, asked, db, here, how_many

from . import bays, by_bay
from .models import Bay, Check, Fault, Outage, Use
from .words import KINDS


def card() -> str:
    """空闲 2 个，使用中 1 个，停用 1 个"""
    now = bays.glances()
    if not now:
        return _("还没有登记清洗位")
    words = [_n("空闲 %(n)s 个", sum(one.can_start for one in now))]
    if running := sum(one.state == "running" for one in now):
        words.append(_n("使用中 %(n)s 个", running))
    if out := sum(one.state in ("out", "closed") for one in now):
        words.append(_n("停用 %(n)s 个", out))
    return _("，").join(words)


def free_bays() -> Iterable[NoticeLine]:
    """洗车位空闲 2 个, for the centre's public page."""
    now = bays.glances()
    for kind, name in KINDS.items():
        of_kind = [one for one in now if one.bay.kind == kind]
        if of_kind:
            free = sum(one.can_start for one in of_kind)
            yield NoticeLine(_n("%(kind)s空闲 %(n)s 个", free, kind=name))


def uses_of(kind: str) -> Any:
    """How many uses of a kind began."""
    return asked(
        lambda period: how_many(Use, Bay.kind == kind, *_begun(period)).join(Bay, Bay.id == Use.bay_id)
    )  # fmt: skip


@asked
def by_phone(period: Period) -> Any:
    return how_many(Use, *_begun(period), Use.source == "public")


def hours(period: Period) -> float:
    minutes = sum(by_bay.minutes_of(began, ended, last) for _bay, began, ended, last in by_bay.used(period))
    return round(minutes / 60, 1)


@asked
def bookings(period: Period) -> Any:
    return how_many(Use, Use.lapses_at.is_not(None), *_starting(period))


def not_come(period: Period) -> int:
    """Bookings that nobody began in time."""
    left = Use.state == "kept", Use.begun_at.is_(None), Use.lapses_at <= here.now
    return db.session.scalar(how_many(Use, *left, *_starting(period))) or 0


@asked
def cancelled(period: Period) -> Any:
    return how_many(Use, Use.state == "cancelled", *_starting(period))


def days_out(period: Period) -> float:
    return round(sum(out_days(Outage, "bay_id", period).values()), 1)


@asked
def days_checked(period: Period) -> Any:
    return how_many(Check, Check.day.between(period.first, period.last))


def _begun(period: Period) -> tuple[Any, ...]:
    return Use.state == "kept", Use.begun_at >= period.starts, Use.begun_at < period.ends


def _starting(period: Period) -> tuple[Any, ...]:
    return Use.starts_at >= period.starts, Use.starts_at < period.ends


REPORT = [
    *(ReportRow(f"uses_{kind}", label, _l("次"), uses_of(kind)) for kind, label in KINDS.items()),
    ReportRow("by_phone", _l("其中扫码自助"), _l("次"), by_phone),
    ReportRow("hours", _l("使用时长"), _l("小时"), hours),
    ReportRow("bookings", _l("预约"), _l("个"), bookings),
    ReportRow("not_come", _l("约了没有来"), _l("个"), not_come),
    ReportRow("cancelled", _l("取消的预约"), _l("个"), cancelled),
    ReportRow("faults", _l("故障"), _l("件"), faults_between(Fault)),
    ReportRow("grave", _l("其中不能用或有危险"), _l("件"), faults_between(Fault, Fault.severity != "minor")),
    ReportRow("out", _l("停用"), _l("位·天"), days_out),
    ReportRow("checked", _l("做了每日检查"), _l("天"), days_checked),
]
