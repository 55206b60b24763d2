"""Pages and deeds for whoever stands before a code: it is in the address, because a QR code on a wall leads there.

::

    open_ = OpenPages(Codes("bay", 20), home="bay")

    @open_.show("bay", url="/bay/<code>", template="wash_station/public.html")
    def bay(code: str) -> dict[str, Any] | None: ...

    @open_.button("start", url="/bay/<code>/start")
    def start(code: str) -> Done | None: ...

    @open_.ask("report", url="/bay/<code>/report", form=ReportForm, title=_l("报故障"), submit=_l("发送"))
    def report(form: ReportForm, code: str) -> Done | None: ...

The code names its village, so nothing is looked up across villages. The page enters that one village as nobody: there
`here.user` is None, `here.can()` is always no, `here.public` is yes, and the session sees no other village's rows. What
is written stands in the audit as done by the public, without the phone's address. A function that answers None did not
find its row; unknown, of a village that is gone and of a room that is off there get the same answer.

The form's token (CSRF) is asked for as everywhere: it needs a cookie, not an account. Limits are counted by the address
that asks and never by the code, for then one stranger could use up everybody's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from hub.i18n import _
from hub.kernel.codes import Codes
from hub.kernel.gate import public
from hub.kernel.here import here
from hub.kernel.transactions import declare_intention
from hub.web.deeds import Done, attempt, go_on, read_form
from hub.web.forms import Form
from hub.web.pages import Collected, Function, Route
from hub.web.public import enter_as_public, limited

LOOKS = "60 per minute; 10000 per day"  # a page that brings itself up to date, and a whole household behind one address
DEEDS = "12 per minute; 200 per day"


class OpenPages(Collected):
    """Collects open pages of a room, mounted beside the others. `home` is the page that deeds go back to."""

    def __init__(self, codes: Codes, *, home: str) -> None:
        super().__init__()
        self._codes = codes
        self._page = home

    def show(
        self, name: str, *, url: str, template: str, limit: str = LOOKS, cached: int = 0
    ) -> Callable[[Function], Function]:
        """A page that is only read. The function answers what its template is given, or None. With `cached`, browsers
        and what stands between keep the page for so many seconds: for what is the same for everybody."""

        def keep(function: Function) -> Function:
            def view(code: str, **values: Any) -> ResponseReturnValue:
                shown = self._call(function, code, values) if self._enter(code) else None
                if shown is None:
                    return unknown()
                answer = _page(template, shown)
                if cached:
                    answer.headers["Cache-Control"] = f"public, max-age={cached}"
                    answer.vary.update(("Cookie", "Accept-Language"))
                return answer

            self._open(name, url, ("GET",), view, looks=limit)
            return function

        return keep

    def button(self, name: str, *, url: str, limit: str = DEEDS) -> Callable[[Function], Function]:
        """A deed without a form of its own; the function answers a Done, or None."""

        def keep(function: Function) -> Function:
            def view(code: str, **values: Any) -> ResponseReturnValue:
                return self._do(function, Form(), code, values, lambda form: self._back(form, code))

            self._open(name, url, ("POST",), view, deeds=limit)
            return function

        return keep

    def ask(
        self,
        name: str,
        *,
        url: str,
        form: type[Form],
        title: Any,
        submit: Any,
        template: str = "pages/open_action.html",
        context: Function | None = None,
        limit: str = DEEDS,
    ) -> Callable[[Function], Function]:
        """A form and its deed. The function answers a Done, or None; `context(code)` feeds the template, or answers
        None when there is nothing behind the code."""

        def keep(function: Function) -> Function:
            def again(code: str, values: Mapping[str, Any], filled: Form) -> ResponseReturnValue:
                more = self._call(context, code, values) if context else {}
                if more is None:
                    return unknown()
                shown = {
                    "form": filled,
                    "title": title,
                    "submit_label": submit,
                    "cancel_url": self._home(code),
                }
                return _page(template, shown | more, 422 if request.method == "POST" else 200)

            def view(code: str, **values: Any) -> ResponseReturnValue:
                filled = read_form(form)
                if request.method != "POST":
                    return again(code, values, filled) if self._enter(code) else unknown()
                return self._do(partial(function, filled), filled, code, values, partial(again, code, values))

            self._open(name, url, ("GET", "POST"), view, deeds=limit, form=form)
            return function

        return keep

    def _do(
        self, deed: Function, form: Form, code: str, values: Mapping[str, Any], refused: Function
    ) -> ResponseReturnValue:
        """Do a deed and go on; `refused(form)` answers when it was not done."""
        if not self._enter(code):
            return unknown()
        lost = False

        def once() -> Done:
            nonlocal lost
            done: Done | None = self._call(deed, code, values)
            lost = done is None
            return done or Done("")

        done = attempt(form, once)
        if lost:
            return unknown()
        answer: ResponseReturnValue = go_on(done, self._home(code)) if done else refused(form)
        return answer

    def _call(self, function: Function, code: str, values: Mapping[str, Any]) -> Any:
        return function(code=code, **values)

    def _enter(self, code: str) -> bool:
        if request.method != "POST":
            declare_intention(writes=False)
        return enter_as_public(self._codes.village_of(code), self._room)

    def _back(self, form: Form, code: str) -> ResponseReturnValue:
        """What a rule said is said on the page that the button is on."""
        for sentence in form.sentences:
            flash(sentence, "error")
        return redirect(self._home(code), code=303)

    def _home(self, code: str) -> str:
        return self.url(self._page, code=code)

    def _open(
        self,
        name: str,
        url: str,
        methods: tuple[str, ...],
        view: Callable[..., ResponseReturnValue],
        *,
        looks: str = LOOKS,
        deeds: str = DEEDS,
        form: type[Form] | None = None,
    ) -> None:
        def view_of(room: str) -> Function:
            def opened(**values: Any) -> ResponseReturnValue:
                return view(**values)

            # Limits are counted by the name of the view.
            opened.__module__, opened.__qualname__ = f"rooms.{room}", name
            return limited(limited(public(opened), deeds, ["POST"]), looks, ["GET"])

        self._add(Route(name, url, methods, None, view_of, form))


def unknown() -> ResponseReturnValue:
    """What a code that opens nothing gets to see, whatever is wrong with it."""
    return _page("pages/no_code.html", {"plain_name": _("党群服务中心")}, 404)


def _page(template: str, shown: Mapping[str, Any], status: int = 200) -> Response:
    known = not shown.get("plain_name")
    names = (
        {"plain_name": here.village.name, "plain_seal": here.room(request.blueprint or "").icon}
        if known
        else {}
    )
    answer = make_response(render_template(template, **names, **shown), status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
