"""What is done with a request until it is filed. Each function holds the request first and adds a step to it."""

from __future__ import annotations

from hub.kits.casework import Office, due_day
from hub.room import Refused, _, here, join_notes

from .models import Rating, Request, Step
from .words import FLOW, ROOM

OFFICE = Office(Request, Step, Rating, FLOW, ROOM)
FIRST_CHASE, NEXT_CHASE = 5, 3  # working days


def wait(request_id: int, what: str) -> Request:
    """Wait for what the resident has to bring; the clock stands still. Raises Refused."""
    request = _move(request_id, "waiting", what)
    lines = [line.strip() for line in what.splitlines() if line.strip()]
    request.missing = "\n".join(lines)
    return request


def resume(request_id: int) -> Request:
    """The resident has been here; the clock goes on, where the request was before. Raises Refused."""
    request = _held(request_id)
    if request.state != FLOW.waiting:
        raise Refused(_("这件事没有在等居民，不用再登记。"))
    FLOW.move(request, "forwarded" if request.forwarded_at else "accepted")
    request.missing = ""
    if request.forwarded_at:
        request.chase_on = due_day(here.today, NEXT_CHASE)
    OFFICE.note(request, "resumed")
    return request


def forward(request_id: int, office: str, note: str = "") -> Request:
    """Hand the request on to the town, for the resident (代办). Raises Refused."""
    request = _held(request_id)
    FLOW.check(request, "forwarded")
    request.forwarded_to, request.forwarded_at = office, here.now
    request.chase_on, request.chases = due_day(here.today, FIRST_CHASE), 0
    FLOW.move(request, "forwarded")
    OFFICE.note(request, "forwarded", join_notes((office, note)))
    return request


def chase(request_id: int, note: str) -> Request:
    """Ask the town again, and note what it said. Raises Refused."""
    request = _held(request_id)
    if request.state != "forwarded":
        raise Refused(_("这件事没有在镇里办，不用催。"))
    request.chase_on = due_day(here.today, NEXT_CHASE)
    request.chases += 1
    OFFICE.note(request, "chased", note)
    return request


def take_back(request_id: int, note: str) -> Request:
    """The town has sent it back; it goes on here. Raises Refused."""
    request = _held(request_id)
    if request.state != "forwarded":
        raise Refused(_("这件事没有在镇里办。"))
    FLOW.move(request, "accepted")
    request.forwarded_at = request.chase_on = None
    OFFICE.note(request, "returned", note)
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
    request: Request = OFFICE.reopen(request_id, _held(request_id).item.days, reason)
    request.forwarded_at = request.chase_on = None
    request.refusals = 0
    return request


def _move(request_id: int, to: str, note: str = "") -> Request:
    request: Request = OFFICE.move(request_id, to, note)
    request.chase_on = None if to in FLOW.ended else request.chase_on
    return request


def _held(request_id: int) -> Request:
    request: Request = OFFICE.hold(request_id)
    return request
