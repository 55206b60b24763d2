"""A room's own pages. Every one names its permission; those with a form are written as one function.

::

    pages = Pages()

    @pages.get("board", permission="view", template="tool_station/board.html")
    def board() -> dict[str, Any]: ...

    @pages.action("lend", form=LendForm, permission="lend", title=_l("借出工具"), submit=_l("借出"))
    def lend(form: LendForm) -> Done:
        loan = services.lend(...)               # may raise Refused(sentence, field)
        return Done(_("已借出 %(tool)s", tool=loan.tool.name))

An action shows its form on GET (fields may be filled by the address: `?tool=7`), and on POST checks it, calls the
function, commits once and goes on with a message. When a rule refuses, everything is rolled back, the sentence stands
beside its field, and what was typed is still there.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from wtforms import Form

from hub.i18n import _
from hub.kernel.checks import DeclarationError
from hub.kernel.database import db
from hub.kernel.discovery import Found
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Done:
    """An action was done: what to say, where to go on (default: the room's page), and how to take it back."""

    sentence: Any
    to: str | None = None
    undo_url: str | None = None


@dataclass(frozen=True, slots=True)
class _Route:
    name: str
    url: str
    methods: tuple[str, ...]
    permission: str
    view: Callable[[str], Function]  # given the room's id, the function Flask calls


class Pages:
    """Collects pages; the hub mounts them under `/rooms/<id>/` as endpoints `<id>.<name>`."""

    def __init__(self) -> None:
        self._routes: list[_Route] = []
        self._room = ""

    @property
    def names(self) -> list[str]:
        return [route.name for route in self._routes]

    def url(self, name: str, **values: Any) -> str:
        """The address of one of these pages; values it has no place for become its query."""
        return url_for(f"{self._room}.{name}", **values)

    def get(
        self, name: str, *, permission: str, template: str, url: str | None = None
    ) -> Callable[[Function], Function]:
        """A page that is only read. The function answers what its template is given."""

        def keep(function: Function) -> Function:
            def view(**values: Any) -> ResponseReturnValue:
                return render_template(template, **function(**values))

            self._routes.append(_Route(name, url or f"/{name}", ("GET",), permission, lambda _room: view))
            return function

        return keep

    def post(self, name: str, *, permission: str, url: str | None = None) -> Callable[[Function], Function]:
        """A deed without a form of its own, such as a button in a row. The function returns a Done."""

        def keep(function: Function) -> Function:
            def view_of(room: str) -> Function:
                def view(**values: Any) -> ResponseReturnValue:
                    try:
                        done = function(**values)
                        db.session.commit()
                    except Refused as refusal:
                        db.session.rollback()
                        flash(str(refusal.sentence), "error")
                        return redirect(safe_back(room))
                    return finish(done, room)

                return view

            self._routes.append(_Route(name, url or f"/{name}", ("POST",), permission, view_of))
            return function

        return keep

    def action(
        self,
        name: str,
        *,
        form: type[Form],
        permission: str,
        title: Any,
        submit: Any,
        url: str | None = None,
        template: str = "pages/action.html",
        prepare: Function | None = None,
        context: Function | None = None,
    ) -> Callable[[Function], Function]:
        """A form and its deed. `prepare(form, **url values)` fills choices; `context(**url values)` feeds the
        template."""

        def keep(function: Function) -> Function:
            def view_of(room: str) -> Function:
                def view(**values: Any) -> ResponseReturnValue:
                    posted = request.method == "POST"
                    filled = form(
                        request.form if posted else None, **({} if posted else {"data": _given(form)})
                    )
                    if prepare:
                        prepare(filled, **values)
                    if posted and filled.validate():
                        try:
                            done = function(filled, **values)
                            db.session.commit()
                            return finish(done, room)
                        except Refused as refusal:
                            db.session.rollback()
                            put_refusal(filled, refusal)
                        except IntegrityError:
                            db.session.rollback()
                            put_refusal(filled, Refused(_("刚才有人改动了同一条记录，请核对后再提交一次。")))
                    more = context(**values) if context else {}
                    page = render_template(
                        template, form=filled, title=title, submit_label=submit,
                        cancel_url=url_for("home.room_page", room=room), **more,
                    )  # fmt: skip
                    return page, 422 if posted else 200

                return view

            self._routes.append(_Route(name, url or f"/{name}", ("GET", "POST"), permission, view_of))
            return function

        return keep

    def check(self, room: str, permissions: set[str]) -> None:
        """Every page's permission is one of the room's. Raises DeclarationError."""
        for route in self._routes:
            if route.permission not in permissions:
                raise DeclarationError(
                    f"page {route.name}: permission {route.permission!r} is not in room.toml"
                )

    def mount(self, blueprint: Blueprint, room: str) -> None:
        self._room = room
        for route in self._routes:
            view = _permitted(route.view(room), f"{room}.{route.permission}")
            blueprint.add_url_rule(route.url, route.name, view, methods=list(route.methods))


def mount_pages(app: Flask, found: Found, pages: tuple[Pages, ...]) -> None:
    """Give a room its blueprint: pages, templates and static files."""
    room, folder = found.id, found.folder
    blueprint = Blueprint(
        room,
        found.package,
        url_prefix=f"/rooms/{room}",
        root_path=str(folder),
        template_folder="templates" if (folder / "templates").is_dir() else None,
        static_folder="static" if (folder / "static").is_dir() else None,
    )
    for part in pages:
        part.mount(blueprint, room)
    app.register_blueprint(blueprint)
    app.extensions["hub"].own(room, room)


def finish(done: Done, room: str) -> ResponseReturnValue:
    """Say that it is done and go on."""
    if done.undo_url:
        flash({"text": str(done.sentence), "undo_url": done.undo_url}, "undo")  # type: ignore[arg-type]
    else:
        flash(str(done.sentence), "success")
    return redirect(done.to or url_for("home.room_page", room=room), code=303)


def put_refusal(form: Form, refusal: Refused) -> None:
    """Set a rule's sentence beside its field, or above the form."""
    if refusal.field and refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, str(refusal.sentence)]
    else:
        form.form_errors.append(str(refusal.sentence))


def safe_back(room: str) -> str:
    """The page a button was on if it is one of ours, else the room's page."""
    from hub.web.urls import safe_url

    return safe_url(request.form.get("back")) or url_for("home.room_page", room=room)


def _given(form: type[Form]) -> dict[str, str]:
    names = set(form().data)
    return {name: value for name, value in request.args.items() if name in names and "\0" not in value}


def _permitted(view: Function, permission: str) -> Function:
    @functools.wraps(view)
    def guarded(**values: Any) -> Any:
        if not here.can(permission):
            abort(403)
        return view(**values)

    return guarded


__all__ = ["Done", "Pages", "finish", "mount_pages", "put_refusal", "safe_back", "the_hub"]
