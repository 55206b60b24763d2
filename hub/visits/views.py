"""The pages of visits: record in two taps, take back, everybody has left."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from hub.i18n import _, _l, _n
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.text import short_moment
from hub.visits import quick, services
from hub.visits.models import Visit
from hub.visits.pad import Pad, back_address, recorded, recording_url
from hub.web.deeds import Done, deed, form_page, go_on, permitted
from hub.web.doorstep import answered_at_once
from hub.web.forms import Form, TextField
from hub.web.returning import came_from, page_before

blueprint = Blueprint("visits", __name__)


@blueprint.get("/visits/")
@permitted("visits.view")
def index() -> ResponseReturnValue:
    """The list, under the address one would guess."""
    return redirect(url_for("visit_log.index_view"))


@blueprint.route("/visits/record", methods=["GET", "POST"])
@answered_at_once(quick.at_once)
@permitted("visits.record")
def record() -> ResponseReturnValue:
    """Two taps: a room, a number. Without script both are ordinary parts of a form."""
    pad = Pad()
    if request.method == "GET":
        return pad.page()
    try:
        visit = pad.record()
        warning, done = visit.warning, recorded(visit, visit.room)
        db.session.commit()  # last, so that nothing can fail any more once it is kept
    except Refused as refusal:
        db.session.rollback()
        return pad.refused(refusal)
    if warning:
        flash(warning, "warning")
    return go_on(done, recording_url())


@blueprint.post("/visits/<int(max=2147483647):visit_id>/undo")
@permitted("visits.record")
def undo(visit_id: int) -> ResponseReturnValue:
    """Take back what was just recorded."""

    def take_back() -> Done:
        visit = services.undo(visit_id)
        return Done(_n("已撤销：%(room)s %(n)s 人", visit.heads, room=visit.room.name), _came_from())

    return deed(take_back, _came_from())


class VoidForm(Form):
    """Why a visit is taken back long after."""

    reason = TextField(_l("作废原因"), max=200, required=True)


@blueprint.route("/visits/<int(max=2147483647):visit_id>/void", methods=["GET", "POST"])
@permitted(services.VOID)
def void(visit_id: int) -> ResponseReturnValue:
    """Take back anybody's visit, with a reason that stays in the audit."""
    visit = db.session.get(Visit, visit_id)
    if visit is None or not services.may_look(visit):
        abort(404)
    facts = {"room": visit.room.name, "when": short_moment(visit.started_at), "n": visit.heads}

    def deed_of(form: VoidForm) -> Done:
        services.undo(visit_id, form.reason.data)
        return Done(_("已作废，原因记在操作记录里。"))

    return form_page(
        VoidForm,
        deed_of,
        title=_("作废来访"),
        submit=_("作废"),
        home=url_for("visit_log.index_view"),
        context=lambda: {"subtitle": _("%(room)s，%(when)s，%(n)s 人。作废以后不再计入统计。", **facts)},
    )


@blueprint.post("/visits/emptied/<room>")
@permitted("visits.record")
def emptied(room: str) -> ResponseReturnValue:
    """Everybody has left (都走了)."""
    if room not in here.enabled_rooms:
        abort(404)
    if not here.can(f"{room}.record"):
        abort(403)

    def empty() -> Done:
        row = here.room(room)
        heads, counted = services.emptied(row), services.inside([row])[row.id]
        if counted:
            return Done(
                _("%(room)s还有 %(n)s 人是逐个点数的，请在点数的地方点离开。", room=row.name, n=counted),
                back_address(),
            )
        gone = _("%(room)s现在没有人了。", room=row.name)
        return Done(gone if heads else _("本来就没有人在。"), back_address())

    return deed(empty, url_for("home.room_page", room=room))


def _came_from() -> str:
    """The page on which the button or the message stood."""
    return came_from() or page_before() or url_for("visits.record")
