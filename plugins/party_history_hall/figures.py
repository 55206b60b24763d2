"""The room in numbers: its card, its month, and the 主题党日 for the month's indicators."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from hub.kits.booking import midnight
from hub.kits.upkeep import faults_between, out_days
from hub.room import (
    EventFact,
    IndicatorFact,
    Period,
    ReportRow,
    _,
    _l,
    _n,
    asked,
    clock_time,
    db,
    here,
    how_many,
    rows_of,
)

from .lists.groups import Groups
from .models import Check, Fault, Group, Outage
from .words import KINDS

LATE = timedelta(days=3)  # after which something that was entered counts as 补录


def card() -> str:
    """今天还有 2 批，下一批 14:00"""
    coming = db.session.execute(
        select(func.count(Group.id), func.min(Group.starts_at)).where(
            Group.state == "booked", Group.ends_at > here.now,
            Group.starts_at < midnight(here.today + timedelta(days=1)),
        )
    ).one()  # fmt: skip
    if not coming[0]:
        return _("今天没有预约了")
    words = _n("今天还有 %(n)s 批", coming[0])
    return _("%(words)s，%(at)s", words=words, at=clock_time(coming[1]))


@rows_of
def _groups(period: Period) -> Any:
    return select(Group.state, Group.kind, Group.heads, Group.id, Group.first_id).where(*_in(period))


def groups(period: Period) -> int:
    """Groups, not parts: one that was split is one."""
    return sum(row.state == "came" and row.first_id in (None, row.id) for row in _groups(period))


def in_state(state: str) -> Any:
    """How many parts of groups came to this."""
    return lambda period: sum(row.state == state for row in _groups(period))


def heads(*kinds: str) -> Any:
    """How many heads came, in groups of these kinds or of any."""
    return lambda period: sum(
        row.heads for row in _groups(period) if row.state == "came" and (not kinds or row.kind in kinds)
    )


@asked
def days_opened(period: Period) -> Any:
    return how_many(Check, Check.day.between(period.first, period.last))


def days_out(period: Period) -> float:
    return round(sum(out_days(Outage, "exhibit_id", period).values()), 1)


def party_days(period: Period) -> list[EventFact]:
    """Every 主题党日 of a period, the parts of a group that was split as one: a Party branch proposes it, so it is the
    committee's."""
    rows = db.session.scalars(
        select(Group).where(Group.kind == "party_day", *_in(period)).order_by(Group.starts_at, Group.id)
    )
    whole: dict[int, list[Group]] = {}
    for row in rows:
        whole.setdefault(row.first_id or row.id, []).append(row)
    return [_fact(parts) for parts in whole.values()]


def _fact(parts: list[Group]) -> EventFact:
    came = [row for row in parts if row.state == "came"]
    if not came:
        state = "planned" if any(row.state == "booked" for row in parts) else "cancelled"
        return EventFact(parts[0].span.first_day, state)  # type: ignore[arg-type]
    first = came[0]
    began = first.begun_at or first.starts_at
    return EventFact(
        began.astimezone(here.tz).date(), "held", sum(row.heads for row in came),
        timed=all(row.begun_at is not None and row.ended_at is not None for row in came),
        late=any(row.counted_at - (row.ended_at or row.ends_at) > LATE for row in came if row.counted_at),
    )  # fmt: skip


def _in(period: Period) -> tuple[Any, ...]:
    return Group.starts_at >= period.starts, Group.starts_at < period.ends


REPORT = [
    ReportRow("groups", _l("参观团队"), _l("个"), groups),
    ReportRow("sittings", _l("接待"), _l("批"), in_state("came")),
    ReportRow("heads", _l("参观"), _l("人次"), heads()),
    *(ReportRow(f"heads_{kind}", label, _l("人次"), heads(kind)) for kind, label in KINDS.items()),
    ReportRow("missed", _l("约了没有来"), _l("批"), in_state("missed")),
    ReportRow("cancelled", _l("取消"), _l("批"), in_state("cancelled")),
    ReportRow("opened", _l("做了开馆检查"), _l("天"), days_opened),
    ReportRow("faults", _l("展品报修"), _l("件"), faults_between(Fault)),
    ReportRow("out", _l("展品撤下"), _l("件·天"), days_out),
]
FACTS = [
    IndicatorFact(
        "events", party_days, rows=lambda period: Groups.url_of_days("starts_at", period, kind="party_day")
    )
]
