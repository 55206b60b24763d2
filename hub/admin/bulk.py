"""Doing one thing to all chosen rows, in one transaction."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from hub.admin.actions import BulkAction
from hub.admin.filters import whole_number
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.web.deeds import Done, deed

if TYPE_CHECKING:
    from hub.admin.view import RecordsView

MOST = 200


def run(view: RecordsView) -> ResponseReturnValue:
    """The action that the form names, on the rows it names."""
    wanted = request.form.get("action", "")
    action = next((one for one in view.bulk_actions if one.name == wanted), None) or abort(404)
    if not here.can(view.full(action.permission)):
        abort(403)
    return deed(
        partial(_run, view, action), view.url_here, confirm=action.confirm, submit=action.label,
        title=action.label, action=url_for(".action_view"),
    )  # fmt: skip


def _run(view: RecordsView, action: BulkAction) -> Done:
    numbers = {number for text in request.form.getlist("rowid")[:MOST] if (number := whole_number(text))}
    rows: list[Any] = []
    if numbers:
        statement = view._joined(view._whole(select(view.model))).where(view.model.id.in_(numbers))
        rows = list(db.session.scalars(statement.order_by(view.model.id)).unique())
    if not rows:
        raise Refused(_("请先勾选要处理的记录。"))
    return Done(action.run(rows))
