"""Pages of residents: a new one, one's page, changing it, and merging a double."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.i18n import _, _n, _p
from hub.kernel.database import db
from hub.kernel.here import here
from hub.people import services
from hub.people.forms import MergeForm, NewResidentForm, OtherForm, ResidentForm
from hub.people.merging import merge, references_of
from hub.people.models import Resident
from hub.web.deeds import Done, attempt, form_page, go_on, permitted, read_form
from hub.web.urls import safe_url

blueprint = Blueprint("people", __name__, url_prefix="/people")
VIEW, EDIT = "residents.view", "residents.edit"
NUMBER = "<int(max=2147483647):resident_id>"
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}")


@blueprint.route("/new", methods=["GET", "POST"])
@permitted(EDIT)
def new() -> ResponseReturnValue:
    """Keep a new resident. Opened from another form (`?back=/…&field=borrower`) it goes back there with the resident
    chosen; `?name=` is what was typed there."""
    back = safe_url(request.args.get("back"))
    return form_page(
        NewResidentForm,
        _create,
        title=_("登记居民"),
        submit=_p("resident", "登记"),
        home=back or url_for("residents.index_view"),
        template="people/form.html",
        context=lambda: {"choose": chosen_url if back else None, "kept": None},
    )


def _create(form: NewResidentForm) -> Done:
    try:
        resident = services.create_resident(
            form.name.data, form.phone.data, form.group.data, here.today, another=form.another.data
        )
    except services.PossibleDouble as double:
        form.candidates = double.candidates
        raise
    return Done(_("已登记 %(name)s。", name=resident.name), to=chosen_url(resident))


def chosen_url(resident: Resident) -> str:
    """Where to go on with a resident: the form that asked, with them chosen in its field, else their own page."""
    back, field = safe_url(request.args.get("back")), request.args.get("field", "")
    if back is None or not _FIELD.fullmatch(field):
        return back or url_for("people.resident", resident_id=resident.id)
    parts = urlsplit(back)
    asked = dict(parse_qsl(parts.query)) | {field: str(resident.id)}
    return parts._replace(query=urlencode(asked)).geturl()


@blueprint.get(f"/{NUMBER}")
@permitted(VIEW)
def resident(resident_id: int) -> ResponseReturnValue:
    """All that the list of residents holds of one, which is little; not what they did in the rooms."""
    found = _find(resident_id)
    if found.merged_into_id is not None:
        return redirect(url_for("people.resident", resident_id=found.merged_into_id))
    return render_template("people/resident.html", resident=found)


@blueprint.route(f"/{NUMBER}/edit", methods=["GET", "POST"])
@permitted(EDIT)
def edit(resident_id: int) -> ResponseReturnValue:
    """Change what is kept of a resident."""
    found = _kept(resident_id)
    return form_page(
        ResidentForm,
        partial(_change, found),
        title=_("修改：%(name)s", name=found.name),
        submit=_("保存"),
        home=url_for("people.resident", resident_id=resident_id),
        template="people/form.html",
        prepare=partial(_fill, found),
        context=lambda: {"choose": None, "kept": found},
    )


def _change(found: Resident, form: ResidentForm) -> Done:
    consent_on = (found.consent_on or here.today) if form.consent.data else None
    try:
        services.change_resident(
            found, name=form.name.data, phone=form.phone.data, group=form.group.data, consent_on=consent_on,
            another=form.another.data,
        )  # fmt: skip
    except services.PossibleDouble as double:
        form.candidates = double.candidates
        raise
    return Done(_("已保存 %(name)s。", name=found.name))


def _fill(found: Resident, form: ResidentForm) -> None:
    if request.method == "GET":
        form.process(None, data={
            "name": found.name, "phone": found.phone, "group": found.group, "consent": found.consent_on is not None,
        })  # fmt: skip


@blueprint.route(f"/{NUMBER}/merge", methods=["GET", "POST"])
@permitted(EDIT)
def find_double(resident_id: int) -> ResponseReturnValue:
    """Which other entry may be the same person: those alike are offered, any other can be looked up."""
    found = _kept(resident_id)
    form = read_form(OtherForm)
    if request.method == "POST" and form.validate():
        if form.other.data.id != found.id:
            return redirect(
                url_for("people.compare", resident_id=found.id, other_id=form.other.data.id), code=303
            )
        form.other.errors = [_("这是同一条登记，请选另一条。")]
    alike = services.residents_alike(found.name, found.phone, besides=found)
    page = render_template("people/find_double.html", resident=found, form=form, alike=alike)
    return page, 422 if request.method == "POST" else 200


@blueprint.route(f"/{NUMBER}/merge/<int(max=2147483647):other_id>", methods=["GET", "POST"])
@permitted(EDIT)
def compare(resident_id: int, other_id: int) -> ResponseReturnValue:
    """Two entries side by side, and which of them stays."""
    one, other = _kept(resident_id), _kept(other_id)
    if one.id == other.id:
        return redirect(url_for("people.find_double", resident_id=one.id))
    form = read_form(MergeForm, lambda form: _offer(form, one, other))
    done = attempt(form, partial(_merge, form, one, other)) if request.method == "POST" else None
    if done is not None:
        return go_on(done, url_for("residents.index_view"))
    page = render_template(
        "people/compare.html",
        form=form,
        one=one,
        other=other,
        records=[references_of(one), references_of(other)],
    )
    return page, 422 if request.method == "POST" else 200


def _offer(form: MergeForm, one: Resident, other: Resident) -> None:
    form.offer(one, other)
    form.keep.process(request.form if request.method == "POST" else None)


def _merge(form: MergeForm, one: Resident, other: Resident) -> Done:
    kept, double = (one, other) if form.keep.data == one.id else (other, one)
    moved = merge(kept, double)
    sentence = _n("已合并，%(n)s 条记录现在都属于 %(name)s。", moved, name=kept.name)
    return Done(sentence, to=url_for("people.resident", resident_id=kept.id))


def _find(resident_id: int) -> Resident:
    found = db.session.get(Resident, resident_id)
    if found is None or found.erased_at is not None or found.arriving:
        abort(404)
    return found


def _kept(resident_id: int) -> Resident:
    found = _find(resident_id)
    if found.merged_into_id is not None:
        abort(404)
    return found
