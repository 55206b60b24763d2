"""Counting in and out: heads by age band, without names, exact however many keepers tap at once.

The session's one visit is made by the first who comes, and its heads are those who came. The hub's own count of who is
in the room follows it, because it is told who went (`counted`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from hub.room import Refused, _, change_rows, counted, db, here

from .models import Session, Tally, Tap
from .sessions import SOURCE, lock, lock_open
from .words import BANDS, ROOM, SESSION, WAYS

MOST = 50  # of one tap


def tap(
    session_id: int, band: str, way: str, number: int = 1, token: str | None = None, reason: str = ""
) -> Tap:
    """Some came in, or went out. With a `token` that was used already, the tap of that time is answered and nothing is
    counted. Raises Refused when the room is full and no reason is given, or nobody is there to go."""
    session = lock_open(session_id)
    if known := _of_token(token):
        return known
    if band not in BANDS or way not in WAYS or not 1 <= number <= MOST:
        raise Refused(_("请点“进来”或“离开”，一次 1 到 %(n)s 人。", n=MOST))
    row = _tally(session, band)
    warning = _come(session, row, number, reason) if way == "in" else _go(session, row, number)
    made = Tap(session_id=session.id, band=band, way=way, number=number, at=here.now, token=token or None)
    db.session.add(made)
    db.session.flush()
    made.warning = warning  # type: ignore[misc]
    return made


def undo(tap_id: int) -> Tap:
    """It was a slip of the finger. Raises Refused."""
    made = db.session.get(Tap, tap_id)
    if made is None:
        raise Refused(_("这一下已经撤销了。"))
    session = lock_open(made.session_id)
    made = db.session.scalars(
        select(Tap).where(Tap.id == tap_id).execution_options(populate_existing=True)
    ).one_or_none()
    if made is None:
        raise Refused(_("这一下已经撤销了。"))
    row, visit = _tally(session, made.band), counted.of_source((SOURCE, session.id))
    if visit is None:
        raise Refused(_("这一场的来访已经撤销了。"))
    if made.way == "out":
        counted.take_back_going(visit.id, made.number)
        row.gone -= made.number
        session.inside += made.number
        session.most = max(session.most, session.inside)
    else:
        if made.number > row.inside:
            raise Refused(_("%(who)s里面没有这么多人，先撤销后来点的离开。", who=BANDS[made.band]))
        counted.take_back_coming(visit.id, made.number)
        row.came -= made.number
        session.came -= made.number
        session.inside -= made.number
    db.session.delete(made)
    db.session.flush()
    return made


def all_out(session_id: int) -> int:
    """Whoever was inside has gone. Answers how many that were. Raises Refused when nobody was."""
    session = lock_open(session_id)
    gone = 0
    for row in _tallies(session.id):
        if number := row.inside:
            _go(session, row, number)
            made = Tap(session_id=session.id, band=row.band, way="out", number=number, at=here.now)
            db.session.add(made)
            gone += number
    if not gone:
        raise Refused(_("里面没有人，可以直接结束。"))
    db.session.flush()
    return gone


def forget(session_id: int) -> None:
    """The visit of a session was taken back in the log: nobody came to it."""
    session = lock(session_id)
    change_rows(delete(Tap).where(Tap.session_id == session.id), "undo")
    change_rows(delete(Tally).where(Tally.session_id == session.id), "undo")
    session.came = session.inside = session.most = 0
    db.session.flush()


def last_taps(session_ids: Sequence[int], most: int = 6) -> list[Tap]:
    """The last taps of some sessions, the newest first."""
    rows = db.session.scalars(
        select(Tap).where(Tap.session_id.in_(session_ids)).order_by(Tap.id.desc()).limit(most)
    )
    return list(rows)


def by_band(session_ids: Sequence[int]) -> dict[int, dict[str, Tally]]:
    """The heads of some sessions by band, in one query."""
    found: dict[int, dict[str, Tally]] = {session_id: {} for session_id in session_ids}
    for row in db.session.scalars(select(Tally).where(Tally.session_id.in_(session_ids))):
        found[row.session_id][row.band] = row
    return found


def _come(session: Session, row: Tally, number: int, reason: str) -> str:
    """Answers a warning, or nothing."""
    source = (SOURCE, session.id)
    visit = counted.of_source(source)
    if visit is None:
        visit = counted.begin(here.room(ROOM), number, source=source, kind=SESSION, override_reason=reason)
    else:
        visit = counted.come(visit.id, number, reason)
    row.came += number
    session.came += number
    session.inside += number
    session.most = max(session.most, session.inside)
    return visit.warning or _seats(session)


def _go(session: Session, row: Tally, number: int) -> str:
    if number > row.inside:
        raise Refused(
            _("%(zone)s里面的%(who)s只有 %(n)s 人，不能再点离开。",
              zone=session.zone.name, who=BANDS[row.band], n=row.inside),
        )  # fmt: skip
    visit = counted.of_source((SOURCE, session.id))
    if visit is None:
        raise Refused(_("这一场的来访已经撤销了。"))
    counted.go(visit.id, number)
    row.gone += number
    session.inside -= number
    return ""


def _seats(session: Session) -> str:
    seats = session.zone.seats
    if seats is None or session.inside <= seats:
        return ""
    return _(
        "%(zone)s坐得下 %(seats)s 人，现在有 %(n)s 人。",
        zone=session.zone.name,
        seats=seats,
        n=session.inside,
    )


def _tally(session: Session, band: str) -> Tally:
    """The row of a band, made by the first who needs it. The session is held, so nobody else makes it too."""
    row = db.session.scalars(
        select(Tally)
        .where(Tally.session_id == session.id, Tally.band == band)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        row = Tally(session_id=session.id, band=band, came=0, gone=0)
        db.session.add(row)
        db.session.flush()
    return row


def _tallies(session_id: int) -> list[Tally]:
    query = select(Tally).where(Tally.session_id == session_id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _of_token(token: str | None) -> Tap | None:
    return db.session.scalars(select(Tap).where(Tap.token == token)).one_or_none() if token else None
