"""Creating, changing and deleting a record: one form, one transaction; nothing typed is lost when it is refused."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from hub.admin.listing import delete_question, under_title
from hub.admin.records import make_form, take_over
from hub.i18n import _, _l
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.web.deeds import Done, attempt, confirm_page, go_on
from hub.web.forms import Form
from hub.web.returning import as_it_was, back_or

if TYPE_CHECKING:
    from hub.admin.view import RecordsView


def create(view: RecordsView) -> ResponseReturnValue:
    """A new record."""
    return _form_page(view, None, _("新增%(what)s", what=view.singular), view.url_here)


def edit(view: RecordsView) -> ResponseReturnValue:
    """A record that is there. One goes on to its page, or back to the list that one came from."""
    row = view.get_one(view.asked_row()) or abort(404)
    back = back_or(
        url_for(".details_view", id=row.id) if view.can_view_details and not view.open_page else view.url_here
    )
    return _form_page(view, row, _("修改%(what)s", what=view.singular), back)


def _form_page(view: RecordsView, row: Any | None, title: str, back: str) -> ResponseReturnValue:
    posted = request.method == "POST"
    form = _form_of(view)(request.form if posted else None, obj=row)
    if row is None and not posted:
        form.take(request.args)
    view.fit_form(form, row)
    done = attempt(form, partial(_save, view, form, row), view.conflict) if posted else None
    if done is not None:
        return go_on(done, back)
    page = render_template(
        "admin/hub/form.html", form=form, title=title, subtitle=under_title(view), cancel_url=as_it_was(back),
        submit_label=_("保存"), action="",
        delete_url=url_for(".delete_view", id=row.id) if row is not None and view.may("delete") else None,
    )  # fmt: skip
    return page, 422 if posted else 200


def _form_of(view: RecordsView) -> type[Form]:
    if view.form_class is None:
        view.form_class = make_form(view)
    return view.form_class


def _save(view: RecordsView, form: Form, row: Any | None) -> Done:
    is_created = row is None
    record = view.model() if row is None else row
    with db.session.no_autoflush:
        take_over(form, record, tuple(name for name in view.form_columns if name in form))
        view.before_save(record, is_created)
    if is_created:
        db.session.add(record)
    db.session.flush()
    view.after_save(record, is_created)
    return Done(_("%(what)s已保存。", what=view.singular))


def delete(view: RecordsView) -> ResponseReturnValue:
    """Delete a record once it was agreed to."""
    row = view.get_one(view.asked_row()) or abort(404)
    if request.method != "POST" or request.form.get("confirmed") != "1":
        return confirm_page(
            _("删除%(what)s", what=view.singular), delete_question(), action=url_for(".delete_view", id=row.id),
            home=back_or(view.url_here), submit=_("删除"), tone="danger",
        )  # fmt: skip
    try:
        view.before_delete(row)
        db.session.delete(row)
        db.session.commit()
    except Refused as refusal:
        return _not_deleted(view, refusal.sentence)
    except IntegrityError:
        return _not_deleted(view, _l("别的记录还用着它，不能删除。"))
    return go_on(Done(_("%(what)s已删除。", what=view.singular)), back_or(view.url_here))


def _not_deleted(view: RecordsView, sentence: Any) -> ResponseReturnValue:
    db.session.rollback()  # first: the sentence's language is the user's, who is in the database
    flash(str(sentence), "error")
    return redirect(back_or(view.url_here), code=303)
