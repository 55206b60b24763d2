"""The room in numbers: its card, what is to be done, and its month."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from hub.kits.lending import lent, lost
from hub.kits.stock import low_todos, used
from hub.room import (
    Period,
    ReportRow,
    Todo,
    TodoSource,
    _,
    _l,
    _n,
    asked,
    clock_time,
    db,
    here,
    how_many,
    join_notes,
    join_words,
    rows_of,
    sum_of,
)

from . import day, sessions
from .desk import desk
from .models import GameSet, Lending, Session, StockMove, Tally
from .shelf import shelf
from .stock import shelf as consumables
from .words import BANDS

MOST = 20


def card() -> str:
    """还在里面 8 人：棋乐无穷 5、巧手造梦 3"""
    running = sessions.open_now()
    if not running:
        return _("没有开场")
    zones = [f"{row.zone.name} {row.inside}" for row in running]
    return _("还在里面 %(n)s 人：%(zones)s", n=sum(row.inside for row in running), zones=join_words(zones))


def session_todos() -> Iterable[Todo]:
    """Sessions that nobody has closed although they should be over; those with somebody inside first."""
    late = [row for row in sessions.open_now() if sessions.is_forgotten(row)]
    for row in sorted(late, key=lambda row: (row.inside == 0, row.opened_at)):
        inside = _n("里面还有 %(n)s 人", row.inside) if row.inside else _("里面没有人了")
        sub = join_notes((_("预定 %(at)s 结束", at=clock_time(row.until)), inside))
        yield Todo(
            _l("没有结束"), _("%(zone)s还没有结束", zone=row.zone.name), sub, desk.url("board"), _l("去结束"),
            tone="warn", due=row.until.astimezone(here.tz).date(),
        )  # fmt: skip


def set_todos() -> Iterable[Todo]:
    """Sets that wait to be mended or made complete."""
    rows = db.session.scalars(
        select(GameSet)
        .where((GameSet.state == "repair") | ((GameSet.missing != "") & GameSet.state.in_(("in", "out"))))
        .order_by(GameSet.number)
        .limit(MOST)
    )
    from .lists import GameSets

    for row in rows:
        broken = row.state == "repair"
        sub = row.fault if broken else _("缺 %(parts)s", parts=row.missing)
        yield Todo(
            _l("待修") if broken else _l("缺部件"), row.title, sub, GameSets.url_of(row.id), _l("处理")
        )


def stock_todos() -> Iterable[Todo]:
    """What it is time to buy."""
    return low_todos(consumables, shelf)


TODOS = [
    TodoSource("tally", session_todos),
    TodoSource("lend", set_todos),
    TodoSource("stock", stock_todos),
]


@asked
def held(period: Period) -> Any:
    return how_many(Session, *_opened(period))


def of_band(band: str) -> Any:
    """How many of an age band came."""
    return asked(
        lambda period: sum_of(Tally.came, Tally.band == band, *_opened(period)).join(
            Session, Session.id == Tally.session_id
        )
    )


@rows_of
def _sessions(period: Period) -> Any:
    return select(Session.opened_at, Session.closed_at).where(*_opened(period))


def hours(period: Period) -> float:
    rows = _sessions(period)
    return round(sum(day.minutes_open(opened, closed) for opened, closed in rows) / 60, 1)


@asked
def incomplete(period: Period) -> Any:
    """Sets that came back without all of their parts."""
    back = Lending.ended_at >= period.starts, Lending.ended_at < period.ends
    return how_many(Lending, Lending.missing != "", *back)


def _opened(period: Period) -> tuple[Any, ...]:
    return Session.opened_at >= period.starts, Session.opened_at < period.ends


REPORT = [
    ReportRow("sessions", _l("开场"), _l("场"), held),
    *(ReportRow(f"heads_{band}", label, _l("人次"), of_band(band)) for band, label in BANDS.items()),
    ReportRow("hours", _l("开放时长"), _l("小时"), hours),
    ReportRow("most", _l("一场里最多同时"), _l("人"), day.most_at_once),
    ReportRow("lent", _l("借出棋具"), _l("次"), lent(Lending)),
    ReportRow("incomplete", _l("还回来缺部件"), _l("次"), incomplete),
    ReportRow("lost", _l("丢失棋具"), _l("副"), lost(Lending)),
    ReportRow("used", _l("领用耗材"), _l("件"), used(StockMove)),
]
