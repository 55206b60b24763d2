"""Tickets: what a phone without an account began, that phone alone ends.

A ticket is a signed mark in a cookie of its own; it names a row, never a person, and is worth nothing after a day. It
is not the cookie of a sign-in and gives no permission: the page that gave it decides what it is good for.
"""

from __future__ import annotations

from flask import Response, after_this_request, current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from hub.kernel.here import here

COOKIE = "village_hub_tickets"
LASTS = 24 * 3600
MOST = 8  # the oldest are forgotten first

Ticket = tuple[int, str, int]  # village, what, row


def give_ticket(what: str, row_id: int) -> None:
    """Give the phone that asks a ticket, once what it asked for is done; what it holds already it keeps."""
    mine = (here.village_id, what, row_id)
    held = [ticket for ticket in _held() if ticket != mine]
    g.hub_tickets = [*held, mine][-MOST:]
    after_this_request(_keep)


def holds_ticket(what: str, row_id: int) -> bool:
    """Whether the phone that asks was given this ticket, here, within a day."""
    return (here.village_id, what, row_id) in _held()


def _held() -> list[Ticket]:
    if "hub_tickets" not in g:
        g.hub_tickets = _read(request.cookies.get(COOKIE, ""))
    held: list[Ticket] = g.hub_tickets
    return held


def _read(text: str) -> list[Ticket]:
    try:
        return [(int(one[0]), str(one[1]), int(one[2])) for one in _signer().loads(text, max_age=LASTS)]
    except (BadSignature, LookupError, TypeError, ValueError):
        return []


def _keep(answer: Response) -> Response:
    if answer.status_code < 400:
        answer.set_cookie(
            COOKIE, _signer().dumps(g.hub_tickets), max_age=LASTS, httponly=True, samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )  # fmt: skip
    return answer


def _signer() -> URLSafeTimedSerializer:
    assert current_app.secret_key
    return URLSafeTimedSerializer(current_app.secret_key, salt="hub.tickets")
