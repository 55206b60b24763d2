"""Opening and closing the centre and its rooms, as the one at the door does it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from hub.centre.models import Opening, Room
from hub.centre.rooms import lock_village
from hub.centre.status import CENTRE, Board, look
from hub.i18n import _
from hub.kernel.clock import day_bounds, local_day
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.villages.hours import Interval, common, merged, minutes, scheduled

LONGEST = timedelta(hours=36)


def open_centre() -> Opening:
    """The centre opens now. Raises Refused when it is open."""
    board = _board()
    if board.statuses[CENTRE].open:
        raise Refused(_("中心已经开着门。"))
    return _open(None)


def close_centre() -> Opening:
    """The centre closes now, and with it every room that is not always open. Raises Refused when it is not open."""
    board = _board()
    if not board.statuses[CENTRE].open:
        raise Refused(_("中心没有开着门，不用关。"))
    for key, row in board.latest.items():
        if key and row.closed_at is None and board.is_current(row) and here.rooms[key].hours != "always":
            _close(row)
    return _close(board.latest[CENTRE])


def open_room(room: Room) -> Opening:
    """A room opens now, whatever its hours say. Raises Refused when it is open."""
    if _board().statuses[room.key].open:
        raise Refused(_("%(room)s已经开着门。", room=room.name))
    return _open(room.id)


def close_room(room: Room) -> Opening:
    """A room closes now. Where it was open only because the centre was, its own opening is written down with it.

    Raises Refused when it is not open.
    """
    board = _board()
    if not board.statuses[room.key].open:
        raise Refused(_("%(room)s没有开着门，不用关。", room=room.name))
    own = board.latest.get(room.key)
    if own is None or not board.is_standing(room, own):
        own = Opening(room_id=room.id, opened_at=board.open_since(room), opened_by_id=_actor())
        db.session.add(own)
    return _close(own)


def correct(
    opening: Opening | None, room_id: int | None, opened_at: datetime, closed_at: datetime | None
) -> Opening:
    """Write down afterwards, or put right, when the centre (no room) or a room was open (补记).

    Raises Refused for times that cannot be, or that another record has already.
    """
    lock_village()
    if opened_at > here.now:
        raise Refused(_("开门时间还没到。"), "opened_at")
    if closed_at is not None and closed_at > here.now:
        raise Refused(_("关门时间还没到；还开着就先不填。"), "closed_at")
    if closed_at is not None and closed_at <= opened_at:
        raise Refused(_("关门要晚于开门。过了半夜关门的，日期填第二天。"), "closed_at")
    if closed_at is not None and closed_at - opened_at > LONGEST:
        raise Refused(_("一次开门超过 36 小时，请核对日期；连开几天的，一天记一条。"), "closed_at")
    if closed_at is None and local_day(opened_at, here.tz) < here.today:
        raise Refused(_("以前的记录要填关门时间。"), "closed_at")
    other = _overlapping(opening, room_id, opened_at, closed_at)
    if other is not None:
        raise Refused(_("这段时间已经有一条记录，请改那一条。"), "opened_at")
    if opening is None:
        opening = Opening(opened_by_id=_actor())
        db.session.add(opening)
    opening.room_id, opening.opened_at, opening.closed_at = room_id, opened_at, closed_at
    opening.late, opening.corrected_at = True, here.now
    if closed_at is not None:
        opening.closed_by_id = _actor()
    db.session.flush()
    return opening


def minutes_open(
    first: date, last: date, room: Room | None = None, last_records: Mapping[date, datetime] | None = None
) -> int:
    """Whole minutes that the centre (or a room) was really open within its scheduled hours, both days included.

    A forgotten close ends at that day's entry in `last_records`, the last timed record of a local day (a visit, a
    loan …), and counts nothing where there is none.
    """
    within = scheduled(room, first, last)
    if not within:
        return 0
    mine = Opening.room_id.is_(None) if room is None else Opening.room_id == room.id
    rows = db.session.scalars(
        select(Opening)
        .where(mine, *_touching(within[0][0], within[-1][1]))
        .order_by(Opening.opened_at, Opening.id)
    )
    really = [interval for row in rows if (interval := _really(row, last_records or {}))]
    return minutes(common(merged(really), within))


def _really(row: Opening, last_records: Mapping[date, datetime]) -> Interval | None:
    if row.closed_at is not None:
        return row.opened_at, row.closed_at
    day = local_day(row.opened_at, here.tz)
    ends = here.now if day == here.today else last_records.get(day)
    return (row.opened_at, ends) if ends and ends > row.opened_at else None


def _touching(starts: datetime, ends: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Opening.opened_at < ends,
        Opening.opened_at >= starts - LONGEST,
        or_(Opening.closed_at.is_(None), Opening.closed_at > starts),
    )


def _overlapping(
    own: Opening | None, room_id: int | None, starts: datetime, ends: datetime | None
) -> Opening | None:
    mine = Opening.room_id.is_(None) if room_id is None else Opening.room_id == room_id
    rows = db.session.scalars(
        select(Opening).where(mine, *_touching(starts, ends or here.now + timedelta(seconds=1)))
    )
    return next((row for row in rows if row is not own and _still_open(row, starts)), None)


def _still_open(row: Opening, instant: datetime) -> bool:
    """Whether a record without an end may reach an instant: a forgotten one ends with its day."""
    return row.closed_at is not None or instant < day_bounds(local_day(row.opened_at, here.tz), here.tz)[1]


def _board() -> Board:
    lock_village()
    return look()


def _open(room_id: int | None) -> Opening:
    row = Opening(room_id=room_id, opened_at=here.now, opened_by_id=_actor())
    db.session.add(row)
    db.session.flush()
    return row


def _close(row: Opening) -> Opening:
    row.closed_at, row.closed_by_id = max(here.now, row.opened_at), _actor()
    db.session.flush()
    return row


def _actor() -> int | None:
    return here.user.id if here.user is not None else None
