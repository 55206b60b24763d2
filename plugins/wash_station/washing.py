"""Taking a bay: start now, book for later, begin what was booked, finish. One user a bay, one visit a use.

Whoever does something holds the bay first; then a use that nobody ended is closed at the end of its time, so that it
stands in nobody's way. The visit is counted when a use begins, so that the room's card shows who is there; what was
begun by mistake and ended within two minutes takes it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from hub.kits.booking import Calendar, Span, Wish
from hub.room import Refused, Visit, _, clock_time, db, here, proper_signs, random_signs, short_moment, visits

from . import bays
from .models import Bay, Use
from .terms import policy
from .words import ROOM

SOURCE = "wash_station.use"
GRACE = timedelta(minutes=10)  # not begun by then, a booking is free again
SHORTEST = timedelta(minutes=10)
BY_MISTAKE = timedelta(minutes=2)
TICKET = 6  # signs

calendar = Calendar(Bay, Use, link="bay_id", keeping=("kept",))


def hold(bay_id: int) -> Bay:
    """A bay, held until the transaction ends; what nobody ended there has ended. Raises Refused."""
    bay = calendar.hold_one(bay_id)
    forgotten = select(Use).where(
        Use.bay_id == bay.id, Use.begun_at.is_not(None), Use.ended_at.is_(None), Use.ends_at <= here.now
    )
    for use in db.session.scalars(forgotten.execution_options(populate_existing=True)):
        use.ended_at = use.ends_at
    db.session.flush()
    return bay


def start(bay_id: int, *, source: str = "keeper", crowd_reason: str = "") -> Use:
    """Somebody begins now, without a booking, for as long as one may or until the next one comes. Raises Refused."""
    bay = hold(bay_id)
    bays.check_offered(bay)
    _check_nobody_there(bay)
    now = here.now
    end = now + timedelta(minutes=bay.minutes)
    waiting = _waiting(bay, end)
    closed = bays.closures_of([bay.id], Span(now, end)).get(bay.id, [])
    if closed and closed[0].starts_at <= now:
        raise Refused(bays.closed_words(closed[0]), "bay")
    if waiting and waiting[0].starts_at <= now:
        raise Refused(
            _("这个位有人约了。有取号码的请输入；%(at)s 还没来，就空出来了。", at=clock_time(waiting[0].lapses_at)),
            "bay",
        )  # fmt: skip
    until = min([end, *(use.starts_at for use in waiting), *(one.starts_at for one in closed)])
    if until - now < SHORTEST:
        raise Refused(_("%(at)s 就轮到别人或暂停开放，来不及了。请换一个位。", at=clock_time(until)), "bay")
    use = calendar.book(Wish(Span(now, until)), bay_id=bay.id, bay=bay, state="kept", source=source)
    return _begin(bay, use, source, crowd_reason)


def book(bay_id: int, starts_at: datetime, minutes: int | None = None) -> Use:
    """Book a bay for later; the ticket is all that is known of whoever comes. Raises Refused."""
    bay = hold(bay_id)
    bays.check_offered(bay)
    if starts_at < here.now - timedelta(minutes=1):
        raise Refused(_("预约的时间已经过了，请改时间。"), "starts_at")
    ahead = policy().book_days
    if starts_at > here.now + timedelta(days=ahead):
        raise Refused(_("最多提前 %(n)s 天预约。", n=ahead), "starts_at")
    length = timedelta(minutes=minutes or bay.minutes)
    if length > timedelta(minutes=bay.minutes):
        raise Refused(_("%(number)s 号位一次最长 %(n)s 分钟。", number=bay.number, n=bay.minutes), "minutes")
    wish = Wish(Span(starts_at, starts_at + length))
    calendar.check_free(bay.id, wish, blocks=bays.blocks_of(bay.id, wish.busy))
    return calendar.book(
        wish, bay_id=bay.id, bay=bay, state="kept", lapses_at=starts_at + GRACE, ticket=_new_ticket()
    )


def begin(use_id: int, *, source: str = "keeper", crowd_reason: str = "") -> Use:
    """Whoever booked is there. Raises Refused."""
    use = find(use_id)
    bay = hold(use.bay_id)
    db.session.refresh(use)
    bays.check_offered(bay)
    running = calendar.in_use([bay.id]).values()
    if bays.phase(use, here.now, running) != "waiting":
        raise Refused(_("这个预约已经开始、取消或过时了。位空着的话，可以直接开始。"))
    if here.now < use.starts_at - bays.EARLY:
        raise Refused(_("约的是 %(at)s，请到时间再来。", at=short_moment(use.starts_at)))
    closed = bays.blocks_of(bay.id, Span(here.now, use.ends_at))
    if closed:
        raise Refused(closed[0].why)
    calendar.begin(use)
    return _begun(bay, use, source, crowd_reason)


def of_ticket(bay_id: int, ticket: str) -> Use:
    """What was booked under a ticket at this bay. Raises Refused, in the same words whatever is wrong with it."""
    known = proper_signs(ticket)
    found = (
        db.session.scalars(select(Use).where(Use.ticket == known, Use.bay_id == bay_id)) if known else None
    )
    use = found.one_or_none() if found is not None else None
    if use is None:
        raise Refused(_("这个位没有这个取号码。请看清号码，或者换个位扫码。"), "ticket")
    return use


def finish(use_id: int) -> Use:
    """Somebody is ready, now. Raises Refused when it ended already."""
    use = find(use_id)
    bay = hold(use.bay_id)
    db.session.refresh(use)
    if use.begun_at is None or use.ended_at is not None:
        raise Refused(_("已经结束了，不用再点。"))
    calendar.finish(use)
    visit = _visit(use)
    if here.now - use.begun_at < BY_MISTAKE and (visit is None or visits.can_undo(visit)):
        _never_was(bay, use)
        if visit is not None:
            visits.undo(visit.id)
    elif visit is not None and visit.ended_at > here.now:
        visit.ended_at = here.now
    db.session.flush()
    return use


def cancel(use_id: int, why: str, *, closure_id: int | None = None) -> Use:
    """A booking that has not begun is given up. Raises Refused."""
    use = find(use_id)
    hold(use.bay_id)
    db.session.refresh(use)
    if use.state != "kept" or use.begun_at is not None:
        raise Refused(_("这个预约已经开始或取消了。"))
    if not why.strip():
        raise Refused(_("取消要写一句原因，来的人扫码会看到。"), "why")
    use.state, use.why, use.closure_id = "cancelled", why.strip(), closure_id
    db.session.flush()
    return use


def take_back(use_id: int) -> None:
    """The visit of a use was undone: so is the use."""
    use = db.session.get(Use, use_id)
    if use is None or use.state != "kept" or use.begun_at is None:
        return
    bay = hold(use.bay_id)
    db.session.refresh(use)
    if use.is_open:
        calendar.finish(use)
    _never_was(bay, use)
    db.session.flush()


def find(use_id: int) -> Use:
    """One use. Raises Refused."""
    use = db.session.get(Use, use_id)
    if use is None:
        raise Refused(_("没有找到这次使用，请刷新后再看。"))
    return use


def _begin(bay: Bay, use: Use, source: str, crowd_reason: str) -> Use:
    use.begun_at = use.starts_at
    db.session.flush()
    return _begun(bay, use, source, crowd_reason)


def _begun(bay: Bay, use: Use, source: str, crowd_reason: str) -> Use:
    use.source = source
    bay.uses += 1
    db.session.flush()
    # A bay that is free is room enough: who stands before it is not sent away for the number of heads.
    reason = crowd_reason or _("%(bay)s空着", bay=bays.bay_name(bay))
    visits.record(
        here.room(ROOM), 1, kind=bay.kind, started_at=use.begun_at, ended_at=use.ends_at, source=(SOURCE, use.id),
        override_reason=reason,
    )  # fmt: skip
    return use


def _never_was(bay: Bay, use: Use) -> None:
    use.state = "mistake"
    bay.uses = max(bay.uses - 1, 0)


def _check_nobody_there(bay: Bay) -> None:
    running = calendar.in_use([bay.id]).get(bay.id)
    if running is not None:
        raise Refused(_("这个位有人在用，最晚 %(at)s 结束。", at=clock_time(running.ends_at)), "bay")


def _waiting(bay: Bay, until: datetime) -> Sequence[Use]:
    rows = calendar.between(Span(here.now, until), [bay.id]).get(bay.id, [])
    return [use for use in rows if use.begun_at is None]


def _visit(use: Use) -> Visit | None:
    return db.session.scalars(
        select(Visit).where(Visit.source_type == SOURCE, Visit.source_id == use.id)
    ).one_or_none()


def _new_ticket() -> str:
    """One that nobody holds now. Thirty bits, so the second try is for the books."""
    while True:
        ticket = random_signs(TICKET)
        if db.session.scalars(select(Use.id).where(Use.ticket == ticket)).first() is None:
            return ticket
