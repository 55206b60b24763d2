"""Going back to where one was: to a list as it was searched, filtered and leafed through, once a form is sent or a
button has done its deed.

A form carries the address on in its field `back`. It learns it from the browser, which tells the page that a link stood
on (`Referrer-Policy: same-origin`), and only a list's is taken: from elsewhere one goes on where the deed leads. Where
the browser says nothing, all is as if nobody had come from a list. Every address is looked at as one from outside.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from hub.web.urls import safe_url

LIST = ".index_view"  # how the endpoint of every list ends


def came_from() -> str | None:
    """The list that a form or a button was on, or the page that the form names; None for anything that is not ours."""
    named = safe_url(request.form.get("back"))
    if named is not None:
        return named
    before = page_before()
    return before if before is not None and _is_list(before) else None


def back_or(home: str) -> str:
    """Where one came from if that is known, else `home`."""
    return came_from() or home


def as_it_was(home: str) -> str:
    """`home`, or where one came from if that is the same page with filters, an order or a place in it."""
    before = came_from()
    return before if before is not None and urlsplit(before).path == urlsplit(home).path else home


def page_before() -> str | None:
    """The page of this hub on which the link or the button was, as the browser tells."""
    try:
        came = urlsplit(request.referrer or "")
    except ValueError:  # http://[
        return None
    if came.netloc != request.host:
        return None
    return safe_url(came.path + (f"?{came.query}" if came.query else ""))


def _is_list(address: str) -> bool:
    path = urlsplit(address).path
    if not path.startswith(request.root_path):
        return False
    ways = current_app.create_url_adapter(request)
    assert ways is not None
    try:
        endpoint, _values = ways.match(path[len(request.root_path) :], method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return str(endpoint).endswith(LIST)
