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

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Flask, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from hub.kernel.checks import DeclarationError
from hub.kernel.discovery import Found
from hub.kernel.gate import public
from hub.web.deeds import Done, deed, form_page, go_on, permitted, put_refusal
from hub.web.forms import Form
from hub.web.lookups import Lookup
from hub.web.public import LIMIT, public_page
from hub.web.returning import back_or

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Route:
    """One page as it is collected."""

    name: str
    url: str
    methods: tuple[str, ...]
    permission: str | None  # None: open to everybody
    view: Callable[[str], Function]  # given the room's id, the function Flask calls
    form: type[Form] | None = None


class Collected:
    """Pages that were collected; the hub mounts them under `/rooms/<id>/` as endpoints `<id>.<name>`."""

    def __init__(self) -> None:
        self._routes: list[Route] = []
        self._room = ""
        self.lookups: list[Lookup] = []

    @property
    def names(self) -> list[str]:
        return [route.name for route in self._routes]

    @property
    def forms(self) -> dict[str, type[Form]]:
        """The forms of these pages, by the page's name."""
        return {route.name: route.form for route in self._routes if route.form is not None}

    @property
    def open_pages(self) -> list[str]:
        """The names of the pages that need no account."""
        return [route.name for route in self._routes if route.permission is None]

    def url(self, name: str, **values: Any) -> str:
        """The address of one of these pages; values it has no place for become its query."""
        return url_for(f"{self._room}.{name}", **values)

    def check(self, room: str, permissions: set[str]) -> None:
        """Every page's permission is one of the room's. Raises DeclarationError."""
        parts: list[Route | Lookup] = [*self._routes, *self.lookups]
        for route in parts:
            if route.permission is not None and route.permission not in permissions:
                raise DeclarationError(
                    f"page {route.name}: permission {route.permission!r} is not in room.toml",
                    "permissions-known",
                )

    def mount(self, blueprint: Blueprint, room: str) -> None:
        self._room = room
        for route in self._routes:
            view = route.view(room)
            if route.permission is not None:
                view = permitted(f"{room}.{route.permission}")(view)
            blueprint.add_url_rule(route.url, route.name, view, methods=list(route.methods))

    def _add(self, route: Route) -> None:
        self._routes.append(route)


class Pages(Collected):
    """A room's own pages, for those who may open them."""

    def get(
        self, name: str, *, permission: str, template: str | None = None, url: str | None = None
    ) -> Callable[[Function], Function]:
        """A page that is only read. The function answers what its template is given; without a template, the whole
        answer."""

        def keep(function: Function) -> Function:
            def view(**values: Any) -> ResponseReturnValue:
                answer = function(**values)
                return render_template(template, **answer) if template else make_response(answer)

            self._routes.append(Route(name, url or f"/{name}", ("GET",), permission, lambda _room: view))
            return function

        return keep

    def post(
        self, name: str, *, permission: str, url: str | None = None, confirm: Any = ""
    ) -> Callable[[Function], Function]:
        """A deed without a form of its own, such as a button in a row. The function returns a Done. With `confirm`, a
        sentence, it is asked for before."""

        def keep(function: Function) -> Function:
            def view_of(room: str) -> Function:
                def view(**values: Any) -> ResponseReturnValue:
                    return deed(partial(function, **values), _home(room), confirm=confirm)

                return view

            self._routes.append(Route(name, url or f"/{name}", ("POST",), permission, view_of))
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
                    return form_page(
                        form, function, title=title, submit=submit, home=back_or(_home(room)), template=template,
                        prepare=prepare, context=context, values=values,
                    )  # fmt: skip

                return view

            self._routes.append(Route(name, url or f"/{name}", ("GET", "POST"), permission, view_of, form))
            return function

        return keep

    def public(
        self,
        name: str,
        *,
        form: type[Form],
        village: Function,
        title: Any,
        submit: Any,
        url: str | None = None,
        template: str = "pages/progress.html",
        limit: str = LIMIT,
        writes: bool = False,
    ) -> Callable[[Function], Function]:
        """A page for whoever holds a code, without an account; it can only read, or with `writes` does one deed for
        the row of the code.

        `village(form)` says the number of the village that the code names, without looking anything up. The function is
        called in that village, where nobody may do anything, and answers what the template is given, or None when it
        finds nothing. `limit` is how often one address may try. See hub/web/public.py.
        """

        def keep(function: Function) -> Function:
            def view_of(room: str) -> Function:
                return public_page(
                    room, name, form, function, village=village, title=title, submit=submit, template=template,
                    limit=limit, writes=writes,
                )  # fmt: skip

            self._routes.append(Route(name, url or f"/{name}", ("GET", "POST"), None, view_of, form))
            return function

        return keep

    def lookup(self, *lookups: Lookup) -> None:
        """Things of the room that its forms and lists look up by typing (`LookupField(lookup="tools")`)."""
        self.lookups += lookups


def mount_pages(app: Flask, found: Found, pages: tuple[Collected, ...]) -> None:
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
    app.extensions["hub"].own(room, room)
    app.register_blueprint(blueprint)
    if blueprint.has_static_folder and any(part.open_pages for part in pages):
        app.view_functions[f"{room}.static"] = _open_files(blueprint)


def _open_files(blueprint: Blueprint) -> Function:
    """The look and the scripts of a room with open pages are open as well."""

    def send(filename: str) -> ResponseReturnValue:
        return blueprint.send_static_file(filename)

    return public(send)


def finish(done: Done, room: str) -> ResponseReturnValue:
    """Say that it is done and go on, to the room's page unless the deed names another."""
    return go_on(done, _home(room))


def safe_back(room: str) -> str:
    """The page a button was on if it is one of ours, else the room's page."""
    return back_or(_home(room))


def _home(room: str) -> str:
    return url_for("home.room_page", room=room)


__all__ = ["Done", "Pages", "finish", "mount_pages", "permitted", "put_refusal", "safe_back"]
