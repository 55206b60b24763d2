"""What is done with a request until it is filed. Each function holds the request first and adds a step to it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hub.kits.casework import (
    LEVELS,
    check_handler,
    due_day,
    extend,
    give_code,
    hand_over,
    lock_case,
    note_step,
    open_cases_of,
)
from hub.room import Refused, _, colleagues, db, here, short_day

from .models import Rating, Request, Step
from .words import FLOW, ROOM

FIRST_CHASE, NEXT_CHASE = 5, 3  # working days


def wait(request_id: int, what: str) -> Request:
    """Wait for what the resident has to bring; the clock stands still. Raises Refused."""
    request = _move(request_id, "waiting", what)
    lines = [line.strip() for line in what.splitlines() if line.strip()]
    request.missing = "\n".join(lines)
    return request


def resume(request_id: int) -> Request:
    """The resident has been here; the clock goes on, where the request was before. Raises Refused."""
    request = lock_case(Request, request_id)
    if request.state != FLOW.waiting:
        raise Refused(_("这件事没有在等居民，不用再登记。"))
    FLOW.move(request, "forwarded" if request.forwarded_at else "accepted")
    request.missing = ""
    if request.forwarded_at:
        request.chase_on = due_day(here.today, NEXT_CHASE)
    note_step(Step, request, "resumed")
    return request


def forward(request_id: int, office: str, note: str = "") -> Request:
    """Hand the request on to the town, for the resident (代办). Raises Refused."""
    request = lock_case(Request, request_id)
    FLOW.check(request, "forwarded")
    request.forwarded_to, request.forwarded_at = office, here.now
    request.chase_on, request.chases = due_day(here.today, FIRST_CHASE), 0
    FLOW.move(request, "forwarded")
    note_step(Step, request, "forwarded", "；".join(filter(None, (office, note))))
    return request


def chase(request_id: int, note: str) -> Request:
    """Ask the town again, and note what it said. Raises Refused."""
    request = lock_case(Request, request_id)
    if request.state != "forwarded":
        raise Refused(_("这件事没有在镇里办，不用催。"))
    request.chase_on = due_day(here.today, NEXT_CHASE)
    request.chases += 1
    note_step(Step, request, "chased", note)
    return request


def take_back(request_id: int, note: str) -> Request:
    """The town has sent it back; it goes on here. Raises Refused."""
    request = lock_case(Request, request_id)
    if request.state != "forwarded":
        raise Refused(_("这件事没有在镇里办。"))
    FLOW.move(request, "accepted")
    request.forwarded_at = request.chase_on = None
    note_step(Step, request, "returned", note)
    return request


def settle(request_id: int, result: str) -> Request:
    """It is done, with a result. Raises Refused."""
    if not result.strip():
        raise Refused(_("办好了要写结果，告诉居民办成了什么。"), "result")
    request = _move(request_id, "done", result)
    request.result, request.reason, request.refusals = result, "", 0
    return request


def refuse(request_id: int, reason: str) -> Request:
    """It cannot be done, for a reason that can be told to the resident. Raises Refused."""
    if not reason.strip():
        raise Refused(_("不予办理要写原因，居民有权知道。"), "reason")
    request = _move(request_id, "refused", reason)
    request.result, request.reason, request.refusals = "", reason, 1
    return request


def close(request_id: int) -> Request:
    """The resident knows; the request is filed. Raises Refused."""
    return _move(request_id, "closed")


def reopen(request_id: int, reason: str) -> Request:
    """It was not settled after all. Raises Refused."""
    request = lock_case(Request, request_id)
    FLOW.reopen(request, request.item.days)
    request.forwarded_at = request.chase_on = None
    request.refusals = 0
    note_step(Step, request, "reopened", reason)
    return request


def lengthen(request_id: int, days: int, reason: str) -> Request:
    """Extend the term, as agreed with the resident. Raises Refused."""
    request = lock_case(Request, request_id)
    due = extend(request, days)
    note_step(Step, request, "extended", _("到%(day)s；%(reason)s", day=short_day(due), reason=reason))
    return request


def give_to(request_id: int, to: int, note: str = "") -> Request:
    """Hand one request over to somebody else of the room. Raises Refused."""
    request = lock_case(Request, request_id)
    if request.state in FLOW.ended:
        raise Refused(_("已经办完的事不用移交。"))
    hand_over(request, to, ROOM)
    _note_hand_over(request, note)
    return request


def give_all(from_id: int, to: int, note: str = "") -> Sequence[Request]:
    """Hand everything that somebody has in hand over. Raises Refused."""
    if from_id == to:
        raise Refused(_("移交给同一个人没有意义，请选另一位。"), "to")
    check_handler(ROOM, to)
    requests = open_cases_of(Request, FLOW, from_id)
    if not requests:
        raise Refused(_("他手上没有要移交的事。"), "giver")
    for request in requests:
        hand_over(request, to, ROOM)
        _note_hand_over(request, note)
    return requests


def add_note(request_id: int, note: str) -> Request:
    """Note something on a request. Raises Refused."""
    request = lock_case(Request, request_id)
    note_step(Step, request, "note", note)
    return request


def rate(request_id: int, level: int, source: str) -> Rating:
    """How satisfied the resident is: said by themselves, or entered for them. Once a request. Raises Refused."""
    request = lock_case(Request, request_id)
    if request.state not in FLOW.ended:
        raise Refused(_("办完以后才能评价。"))
    if db.session.scalars(select(Rating).where(Rating.case_id == request.id)).first() is not None:
        raise Refused(_("这件事已经评价过了。"))
    rating = Rating(case_id=request.id, level=level, source=source, rated_at=here.now)
    db.session.add(rating)
    note_step(Step, request, "rated", str(LEVELS[level]))
    return rating


def new_code(request_id: int) -> str:
    """A new receipt code; the one on the old receipt is void. Raises Refused."""
    request = lock_case(Request, request_id)
    if request.number is None:
        raise Refused(_("草稿没有回执，受理以后才有。"))
    code = give_code(request)
    note_step(Step, request, "coded")
    return code


def _move(request_id: int, to: str, note: str = "") -> Request:
    request = lock_case(Request, request_id)
    FLOW.move(request, to)
    request.chase_on = None if to in FLOW.ended else request.chase_on
    note_step(Step, request, to, note)
    return request


def _note_hand_over(request: Request, note: str) -> None:
    name = dict(colleagues(ROOM)).get(request.handler_id or 0, "")
    note_step(Step, request, "handed", "；".join(filter(None, (_("交给 %(name)s", name=name), note))))
