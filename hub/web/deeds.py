"""The one way in which something is done: a form is shown, checked, its deed called and committed once.

Rooms come here through `Pages`; the core's own blueprints call `form_page` and `deed` themselves::

    @blueprint.route("/me/password", methods=["GET", "POST"])
    def change_password() -> ResponseReturnValue:
        return form_page(PasswordForm, change, title=_("改密码"), submit=_("保存"), home=url_for("accounts.me"))
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.web.forms import Form
from hub.web.returning import as_it_was, back_or, came_from

Function = Callable[..., Any]
AForm = TypeVar("AForm", bound=Form)
# Somebody else was quicker: the same record is there already, or the one that was to change is gone.
CHANGED_MEANWHILE = (IntegrityError, StaleDataError)


@dataclass(frozen=True, slots=True)
class Done:
    """A deed was done: what to say, where to go on (by default the list it began on, else its home), and how to take it
    back."""

    sentence: Any
    to: str | None = None
    undo_url: str | None = None


def form_page(
    form: type[Form],
    deed: Callable[..., Done],
    *,
    title: Any,
    submit: Any,
    home: str,
    template: str = "pages/action.html",
    prepare: Function | None = None,
    context: Function | None = None,
    values: Mapping[str, Any] | None = None,
) -> ResponseReturnValue:
    """Show a form on GET, filled from the address where it names fields; on POST check it and do the deed.

    `prepare(form, **values)` fills choices and may look at what was given, `context(**values)` adds to the template,
    `home` is where the user goes on or back to; a list, as it was when they left it. A rule that refuses rolls
    everything back; its sentence stands beside its field, and what was typed is still there.
    """
    values, home = values or {}, as_it_was(home)
    filled = read_form(form, prepare, values)
    answer = attempt(filled, functools.partial(deed, filled, **values)) if request.method == "POST" else None
    if answer is not None:
        return go_on(answer, home)
    page = render_template(
        template, form=filled, title=title, submit_label=submit, cancel_url=home,
        **(context(**values) if context else {}),
    )  # fmt: skip
    return page, 422 if request.method == "POST" else 200


def read_form(
    form: type[AForm], prepare: Function | None = None, values: Mapping[str, Any] | None = None
) -> AForm:
    """The form as it was sent, or an empty one with what the address fills in."""
    posted = request.method == "POST"
    filled = form(request.form if posted else None)
    if not posted:
        filled.take(request.args)
    if prepare:
        prepare(filled, **(values or {}))
    return filled


def attempt(form: Form, deed: Callable[[], Done], conflict: Any = "") -> Done | None:
    """Check a form, do its deed and commit. None when it could not be done; the form then says why: `conflict` is the
    sentence when the database refuses a double."""
    if not form.validate():
        return None
    try:
        done = deed()
        db.session.commit()
        return done
    except Refused as refusal:
        db.session.rollback()
        put_refusal(form, refusal)
    except CHANGED_MEANWHILE:
        db.session.rollback()
        put_refusal(
            form, Refused(conflict or _("同样的记录已经有了，或者刚才有人改动过。请核对后再提交一次。"))
        )
    return None


def deed(
    function: Callable[[], Done],
    home: str,
    *,
    confirm: Any = "",
    submit: Any = "",
    title: Any = "",
    action: str = "",
) -> ResponseReturnValue:
    """Do what a button asks for, without a form of its own. With `confirm`, a sentence, only once it was agreed to:
    a dialog asks where there is script, a page where there is none."""
    if confirm and request.form.get("confirmed") != "1":
        again = action or request.full_path.rstrip("?")
        return confirm_page(title or _("请确认"), confirm, action=again, home=back_or(home), submit=submit)
    home = back_or(home)
    try:
        done = function()
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        flash(_with_link(refusal), "error")
        return redirect(home, code=303)
    except CHANGED_MEANWHILE:
        db.session.rollback()
        flash(_("刚才有人改动了同一条记录，请核对后再试一次。"), "error")
        return redirect(home, code=303)
    return go_on(done, home)


def confirm_page(
    title: Any, sentence: Any, *, action: str, home: str, submit: Any = "", tone: str = "main",
    hidden: list[tuple[str, str]] | None = None, pairs: list[tuple[Any, Any]] | None = None,
) -> str:  # fmt: skip
    """Ask before something is done. The answer repeats the request with `confirmed=1`."""
    sent = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "confirmed")
    ]
    if "back" not in request.form and (before := came_from()):
        sent.append(("back", before))
    return render_template(
        "admin/hub/confirm.html", title=title, sentence=sentence, action=action, cancel_url=home,
        submit_label=submit or _("确定"), tone=tone, hidden=sent if hidden is None else hidden, pairs=pairs,
    )  # fmt: skip


def go_on(done: Done, home: str) -> ResponseReturnValue:
    """Say that it is done and go on."""
    category, message = message_of(done)
    flash(message, category)
    return redirect(done.to or home, code=303)


def message_of(done: Done) -> tuple[str, Any]:
    """The kind of the message that says so, and the message."""
    if done.undo_url:
        return "undo", {"text": str(done.sentence), "undo_url": done.undo_url}
    return "success", str(done.sentence)


def put_refusal(form: Form, refusal: Refused) -> None:
    """Set a rule's sentence beside its field, or above the form, and with it the link that leads on."""
    place: Any = form[refusal.field] if refusal.field and refusal.field in form else form
    if place is form:
        form.form_errors.append(str(refusal.sentence))
    else:
        place.errors = [*place.errors, str(refusal.sentence)]
    place.refusal_link = refusal.link


def _with_link(refusal: Refused) -> str:
    if refusal.link is None:
        return str(refusal.sentence)
    return Markup('{} <a href="{}">{}</a>').format(refusal.sentence, refusal.link[1], refusal.link[0])


def permitted(permission: str) -> Callable[[Function], Function]:
    """A view that only those may open who have a permission, such as "residents.view"."""

    def keep(view: Function) -> Function:
        @functools.wraps(view)
        def guarded(**values: Any) -> Any:
            if not here.can(permission):
                abort(403)
            return view(**values)

        guarded.hub_permission = permission  # type: ignore[attr-defined]
        return guarded

    return keep
