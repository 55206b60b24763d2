"""The gate, at every request: nobody unknown gets in, and a room that is off in the village is not there at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hub.kernel.database import begin_writing
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.kernel.transactions import declare_intention

View = TypeVar("View", bound=Callable[..., Any])
READING = ("GET", "HEAD", "OPTIONS")
PASSWORD, SIGN_OUT = "accounts.change_password", "accounts.sign_out"


def public(view: View) -> View:
    """Mark a view that needs no sign-in."""
    view.hub_public = True  # type: ignore[attr-defined]
    return view


def without_village(view: View) -> View:
    """Mark a view that a signed-in user may open without being in a village."""
    view.hub_without_village = True  # type: ignore[attr-defined]
    return view


def init_gate(app: Flask, enter: Callable[[], None]) -> None:
    """`enter` puts the signed-in user into their village; it runs before the gate looks."""

    @app.before_request
    def gate() -> ResponseReturnValue | None:
        writes = request.method not in READING
        view = current_app.view_functions[request.endpoint] if request.endpoint else None
        is_open = view is None or request.endpoint == "static" or getattr(view, "hub_public", False)
        declare_intention(writes=writes and is_open)
        if is_open:
            return None  # without an endpoint it becomes a 404
        if not current_user.is_authenticated:
            return redirect(url_for("accounts.sign_in", next=_wanted()))
        enter()
        if current_user.must_change_password and request.endpoint not in (PASSWORD, SIGN_OUT):
            return redirect(url_for(PASSWORD))
        _refuse_absent_room()
        if not here.in_village and not getattr(view, "hub_without_village", False):
            return redirect(
                url_for("villages.index_of_town" if current_user.town_admin else "accounts.no_village")
            )
        if writes:
            begin_writing()  # who it is was only looked up; others need not have waited for that
        return None

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        declare_intention(writes=True)  # the thread goes on to other work


def _wanted() -> str | None:
    return request.full_path.rstrip("?") if request.method in READING else None


def _refuse_absent_room() -> None:
    room = the_hub().owners.get(request.blueprint or "")
    if room is not None and room not in here.enabled_rooms:
        abort(404)
