"""The personal-data map, a person's own page, and erasing them; for the secretary."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.audit.words import column_words, table_words
from hub.i18n import _, _lp, _n
from hub.kernel.database import db
from hub.kernel.erasing import empty_log
from hub.people.models import Resident
from hub.privacy import people
from hub.privacy.places import Place, places
from hub.privacy.retention import left_now, report_of, rules, runs
from hub.privacy.unsettled import standings_of
from hub.text import join_words, on_paper
from hub.web.deeds import Done, attempt, permitted
from hub.web.fields import INT32
from hub.web.forms import Form, ResidentField
from hub.web.urls import safe_url

blueprint = Blueprint("privacy", __name__, url_prefix="/privacy")
PERMISSION = "privacy.manage"


class FindForm(Form):
    """Whose page is wanted."""

    resident = ResidentField(_lp("one", "居民"), new=False)


@blueprint.route("/", methods=["GET", "POST"])
@permitted(PERMISSION)
def index() -> ResponseReturnValue:
    """What is kept of people in this village, why and how long; and the way to a person's own page."""
    form = FindForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        return redirect(url_for("privacy.person", resident_id=form.resident.data.id), code=303)
    page = render_template(
        "privacy/map.html",
        form=form,
        sections=_map(),
        rules=[rule for _owner, rule in rules()],
        left=left_now(),
        runs=[(run, report_of(run)) for run in runs()],
    )
    return page, 422 if request.method == "POST" else 200


def _map() -> list[tuple[str, list[list[str]]]]:
    return [
        (name, [[_what(place), str(place.data.purpose), str(place.data.keep)] for place in some])
        for name, some in groupby(places(), key=lambda place: place.name)
    ]


def _what(place: Place) -> str:
    table = place.data.model.__tablename__
    columns = join_words(dict.fromkeys(column_words(table, column) for column in place.data.columns))
    return _("%(table)s：%(columns)s", table=table_words(table), columns=columns)


@blueprint.get("/residents/<int:resident_id>/")
@permitted(PERMISSION)
def person(resident_id: int) -> ResponseReturnValue:
    """Everything that is kept of one person, on one page to be printed for them. `?back=` is the page it was opened
    from."""
    resident = _resident(resident_id)
    back = safe_url(request.args.get("back"))
    with on_paper():
        page = people.page_of(resident)
    return render_template(
        "privacy/person.html",
        resident=resident,
        page=page,
        back=back or url_for("privacy.index"),
        erase_url=url_for("privacy.erase", resident_id=resident.id, back=back),
    )


@blueprint.route("/residents/<int:resident_id>/erase", methods=["GET", "POST"])
@permitted(PERMISSION)
def erase(resident_id: int) -> ResponseReturnValue:
    """Erase a person in one step, once it was agreed to; before that, what is in the way and what will end."""
    resident = _resident(resident_id)
    form = Form()
    if request.form.get("confirmed") == "1" and (done := attempt(form, partial(_erase, resident))):
        empty_log()
        flash(str(done.sentence), "success")
        return redirect(url_for("privacy.index"), code=303)
    standings = standings_of(resident)
    page = render_template(
        "privacy/erase.html",
        resident=resident,
        # Refused and yet nothing open: somebody settled it in this moment, or a room refused by itself.
        problems=[str(error) for error in form.form_errors],
        first=[one for one in standings if one.first],
        ended=[one for one in standings if one.ended],
        home=url_for("privacy.person", resident_id=resident.id, back=safe_url(request.args.get("back"))),
    )
    return page, 422 if form.form_errors else 200


def _erase(resident: Resident) -> Done:
    rows = people.erase(resident)
    return Done(_n("已删除，共处理 %(n)s 条记录；统计数字不变。", rows))


def _resident(resident_id: int) -> Resident:
    found = db.session.get(Resident, resident_id) if resident_id <= INT32 else None
    if found is None or not found.is_kept:
        abort(404)
    return found
