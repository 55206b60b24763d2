"""A session from its opening to its end. Every deed holds the room first, then the session: whoever taps is alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.room import (
    Refused,
    _,
    clock_time,
    colleagues,
    counted,
    db,
    here,
    hold,
    hours_of,
    join_words,
    visits,
)

from .models import GameSet, Lending, Session, Tally, Zone
from .words import BANDS, ROOM, SESSION

SOURCE = "youth_room.session"
LONGEST = timedelta(hours=16)


def lock(session_id: int) -> Session:
    """A session, its room and itself held until the transaction ends. Raises Refused."""
    visits.lock_room(here.room(ROOM))
    session = hold(Session, session_id)
    if session is None:
        raise Refused(_("没有找到这一场，可能已经撤销。"))
    return session


def lock_open(session_id: int) -> Session:
    """The same of a session that is not closed. Raises Refused."""
    session = lock(session_id)
    if session.closed_at is not None:
        raise Refused(_("%(zone)s这一场已经结束了。", zone=session.zone.name))
    return session


def open_session(zone_id: int, adult_id: int | None, until: datetime) -> Session:
    """Open a zone, with an adult on duty. Raises Refused."""
    visits.lock_room(here.room(ROOM))
    zone = _offered(zone_id)
    check_adult(adult_id)
    if running := _running(zone.id):
        raise Refused(
            _("%(zone)s已经开着，%(at)s 开的场。", zone=zone.name, at=clock_time(running.opened_at)), "zone"
        )
    check_until(here.now, until)
    session = Session(
        zone_id=zone.id, zone=zone, adult_id=adult_id, opened_at=here.now, until=until, came=0, inside=0, most=0
    )  # fmt: skip
    db.session.add(session)
    db.session.flush()
    return session


def change(session_id: int, adult_id: int | None, until: datetime) -> Session:
    """Somebody else takes over, or it lasts longer. Raises Refused."""
    session = lock_open(session_id)
    check_adult(adult_id)
    if until != session.until:
        check_until(session.opened_at, until)
    session.adult_id, session.until = adult_id, until
    return session


def close(session_id: int) -> Session:
    """It is over. Raises Refused while somebody is inside, or a game set was not given back."""
    session = lock_open(session_id)
    if session.inside:
        raise Refused(
            _("%(zone)s里面还有 %(n)s 人（%(who)s），都点了离开才能结束。",
              zone=session.zone.name, n=session.inside, who=inside_words(session.id)),
        )  # fmt: skip
    if out := sets_with(session.id):
        raise Refused(
            _("还有 %(n)s 副没有收：%(sets)s。请先收齐，再结束。",
              n=len(out), sets=join_words(row.game.title for row in out)),
        )  # fmt: skip
    if visit := counted.of_source((SOURCE, session.id)):
        counted.end(visit.id)
    session.closed_at = max(here.now, session.opened_at)
    db.session.flush()
    return session


def enter_late(
    zone_id: int,
    adult_id: int | None,
    opened_at: datetime,
    closed_at: datetime,
    heads: Mapping[str, int],
    reason: str = "",
) -> Session:
    """Enter a session afterwards, with the heads that were counted on paper; marked 补录. Raises Refused."""
    visits.lock_room(here.room(ROOM))
    zone = hold(Zone, zone_id)
    if zone is None:
        raise Refused(_("没有这个区，请重新选择。"), "zone")
    check_adult(adult_id)
    if closed_at > here.now:
        raise Refused(_("结束时间还没到；还在进行的，请用“开场”。"), "closed_at")
    if closed_at <= opened_at:
        raise Refused(_("结束要晚于开始。"), "closed_at")
    if closed_at - opened_at > LONGEST:
        raise Refused(_("一场最长 %(n)s 小时，请核对日期。", n=LONGEST // timedelta(hours=1)), "closed_at")
    if other := _overlapping(zone.id, opened_at, closed_at):
        raise Refused(
            _("%(zone)s那段时间已经有一场，%(at)s 开始的，请核对。",
              zone=zone.name, at=clock_time(other.opened_at)), "opened_at",
        )  # fmt: skip
    total = sum(heads.values())
    if total < 1:
        raise Refused(_("请至少填一种人数。"), "primary")
    session = Session(
        zone_id=zone.id, zone=zone, adult_id=adult_id, opened_at=opened_at, until=closed_at, closed_at=closed_at,
        late=True, came=total, inside=0, most=0,
    )  # fmt: skip
    db.session.add(session)
    db.session.flush()
    db.session.add_all(
        Tally(session_id=session.id, band=band, came=heads[band], gone=heads[band])
        for band in BANDS
        if heads.get(band)
    )
    visits.record(
        here.room(ROOM), total, kind=SESSION, started_at=opened_at, ended_at=closed_at, source=(SOURCE, session.id),
        override_reason=reason,
    )  # fmt: skip
    return session


def check_adult(adult_id: int | None) -> None:
    """Somebody who works here is there. Raises Refused."""
    if adult_id is None or adult_id not in dict(colleagues(ROOM)):
        raise Refused(_("没有大人值守不能开场，请选一位现在在这里工作的人。"), "adult")


def check_until(opened_at: datetime, until: datetime) -> None:
    """It ends after now and within a day of work. Raises Refused."""
    if until <= here.now:
        raise Refused(_("预定结束的时间要晚于现在。"), "until")
    if until - opened_at > LONGEST:
        raise Refused(_("一场最长 %(n)s 小时，请改早一点。", n=LONGEST // timedelta(hours=1)), "until")


def usual_end() -> datetime:
    """When a session that begins now is usually over: after the usual stay, at closing time at the latest."""
    until = here.now + timedelta(minutes=here.room(ROOM).stay_minutes)
    closing = closing_time(here.now)
    return closing if closing is not None and here.now < closing < until else until


def closing_time(instant: datetime) -> datetime | None:
    """When the room closes on the day of an instant; None where it does not open at all."""
    hours = hours_of(here.room(ROOM), instant.astimezone(here.tz).date())
    return hours[-1][1] if hours else None


def is_forgotten(session: Session) -> bool:
    """Whether a session is still open although it should be over, or the room has closed."""
    closing = closing_time(session.opened_at)
    by_closing = closing is not None and session.opened_at < closing <= here.now
    return session.closed_at is None and (session.until <= here.now or by_closing)


def open_now() -> list[Session]:
    """The sessions that are not closed, with zone and adult, in the order they were opened."""
    rows = db.session.scalars(
        select(Session)
        .where(Session.closed_at.is_(None))
        .options(joinedload(Session.zone), joinedload(Session.adult))
        .order_by(Session.opened_at, Session.id)
    )
    return list(rows)


def zone_choices() -> list[tuple[int, str]]:
    """The zones that are offered, for a form."""
    rows = db.session.execute(select(Zone.id, Zone.name).where(Zone.offered).order_by(Zone.id))
    return [(row.id, row.name) for row in rows]


def sets_with(session_id: int) -> list[Lending]:
    """The game sets that a session has."""
    rows = db.session.scalars(
        select(Lending)
        .join(GameSet, GameSet.id == Lending.set_id)
        .where(Lending.session_id == session_id, Lending.ended_at.is_(None))
        .options(joinedload(Lending.game))
        .order_by(GameSet.number)
    )
    return list(rows)


def inside_words(session_id: int) -> str:
    """学龄前 1、小学生 2"""
    rows = {row.band: row for row in db.session.scalars(select(Tally).where(Tally.session_id == session_id))}
    return join_words(
        f"{label} {rows[band].inside}" for band, label in BANDS.items() if band in rows and rows[band].inside
    )


def _offered(zone_id: int) -> Zone:
    zone = hold(Zone, zone_id)
    if zone is None or not zone.offered:
        raise Refused(_("没有这个区，或者不开放了，请重新选择。"), "zone")
    return zone


def _running(zone_id: int) -> Session | None:
    return db.session.scalars(
        select(Session).where(Session.zone_id == zone_id, Session.closed_at.is_(None))
    ).one_or_none()


def _overlapping(zone_id: int, starts: datetime, ends: datetime) -> Session | None:
    return db.session.scalars(
        select(Session)
        .where(
            Session.zone_id == zone_id,
            Session.opened_at < ends,
            Session.opened_at > starts - timedelta(days=2),
            Session.closed_at.is_(None) | (Session.closed_at > starts),
        )
        .limit(1)
    ).one_or_none()
