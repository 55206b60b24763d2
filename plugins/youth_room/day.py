"""A day on one sheet, and what each zone did in a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hub.room import Period, asked, db, here

from .models import GameSet, Lending, Session, StockMove, Tally, Zone
from .sessions import closing_time

MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One session of a day."""

    session: Session
    heads: dict[str, int]
    sets: list[Lending]


@dataclass(frozen=True, slots=True)
class Sheet:
    """当天记录: sessions, heads by band, what was lent and what was used."""

    day: date
    lines: list[Line]
    moves: list[StockMove]

    @property
    def before(self) -> str:
        return (self.day - timedelta(days=1)).isoformat()

    @property
    def after(self) -> str | None:
        return (self.day + timedelta(days=1)).isoformat() if self.day < here.today else None

    @property
    def came(self) -> int:
        return sum(line.session.came for line in self.lines)

    def of_band(self, band: str) -> int:
        return sum(line.heads.get(band, 0) for line in self.lines)


@dataclass(slots=True)
class ZoneFigures:
    """One zone's month; `minutes` are those it was open."""

    zone: Zone
    sessions: int = 0
    heads: int = 0
    minutes: int = 0

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


def asked_day(text: str | None) -> date:
    """The day an address asks for; today where it names none, or one that is not over the horizon."""
    try:
        day = date.fromisoformat((text or "")[:10])
    except ValueError:
        return here.today
    return day if date(2000, 1, 1) <= day <= here.today else here.today


def of_day(day: date) -> Sheet:
    """The sessions that began on a day, in four queries."""
    starts, ends = span(day, day)
    rows = list(
        db.session.scalars(
            select(Session)
            .where(Session.opened_at >= starts, Session.opened_at < ends)
            .options(joinedload(Session.zone), joinedload(Session.adult))
            .order_by(Session.opened_at, Session.id)
            .limit(MOST)
        )
    )
    ids = [row.id for row in rows]
    heads: dict[int, dict[str, int]] = {}
    for tally in db.session.scalars(select(Tally).where(Tally.session_id.in_(ids))):
        heads.setdefault(tally.session_id, {})[tally.band] = tally.came
    lent = sets_by_session(ids, ended=True)
    moves = db.session.scalars(
        select(StockMove)
        .where(StockMove.moved_at >= starts, StockMove.moved_at < ends)
        .options(joinedload(StockMove.consumable))
        .order_by(StockMove.moved_at, StockMove.id)
        .limit(MOST)
    )
    return Sheet(day, [Line(row, heads.get(row.id, {}), lent.get(row.id, [])) for row in rows], list(moves))


def sets_by_session(ids: Sequence[int], *, ended: bool = False) -> dict[int, list[Lending]]:
    """The game sets that sessions have, or (`ended`) had too; in one query."""
    conditions = [Lending.session_id.in_(ids)]
    if not ended:
        conditions.append(Lending.ended_at.is_(None))
    found: dict[int, list[Lending]] = {}
    rows = db.session.scalars(
        select(Lending)
        .join(GameSet, GameSet.id == Lending.set_id)
        .where(*conditions)
        .options(joinedload(Lending.game))
        .order_by(GameSet.number, Lending.id)
    )
    for row in rows:
        found.setdefault(row.session_id, []).append(row)
    return found


def of_period(period: Period) -> list[ZoneFigures]:
    """The figures of every zone, in two queries."""
    rows = {zone.id: ZoneFigures(zone) for zone in db.session.scalars(select(Zone).order_by(Zone.id))}
    opened = db.session.execute(
        select(Session.zone_id, Session.came, Session.opened_at, Session.closed_at).where(
            Session.opened_at >= period.starts, Session.opened_at < period.ends
        )
    )
    for zone_id, came, opened_at, closed_at in opened:
        row = rows[zone_id]
        row.sessions += 1
        row.heads += came
        row.minutes += minutes_open(opened_at, closed_at)
    return list(rows.values())


def minutes_open(opened_at: datetime, closed_at: datetime | None) -> int:
    """How long a session lasted; one that is open counts until now, a forgotten one until its day was over."""
    closing = closing_time(opened_at) if closed_at is None else None
    until = closed_at or min(here.now, max(closing or here.now, opened_at))
    return max(round((until - opened_at) / timedelta(minutes=1)), 0)


def two_months() -> list[tuple[date, list[ZoneFigures]]]:
    """This month so far, and the one before it."""
    this = here.today.replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    return [
        (first, of_period(Period(first, end, *span(first, end))))
        for first, end in ((this, here.today), (last, this - timedelta(days=1)))
    ]


@asked
def most_at_once(period: Period) -> Any:
    """The most heads of one session at a time, or None where nobody counted."""
    return select(func.max(Session.most)).where(
        Session.opened_at >= period.starts, Session.opened_at < period.ends, Session.late.is_(False)
    )


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """The local days from first to last as a half-open span of instants."""
    return (
        datetime.combine(first, time(0), here.tz),
        datetime.combine(last + timedelta(days=1), time(0), here.tz),
    )
