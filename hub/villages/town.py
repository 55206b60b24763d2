"""The town's villages, for the town administrator: names, rooms and whether a village is in use; never its people."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from hub.accounts import services as accounts
from hub.accounts.handing import Handed, handed, password_page
from hub.accounts.models import User
from hub.accounts.names import fold_username
from hub.centre.situation import in_village
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.gate import without_village
from hub.kernel.here import here
from hub.kernel.models import Village
from hub.kernel.refusals import Refused
from hub.villages.forms import NewVillageForm, TownVillageForm
from hub.villages.services import create_village
from hub.villages.views import NUMBER, blueprint
from hub.web.deeds import Done, attempt, deed, form_page, go_on, permitted, read_form

MANAGE = "villages.manage"


@blueprint.get("/town")
@without_village
@permitted(MANAGE)
def index_of_town() -> str:
    """All villages of this hub."""
    villages = db.session.scalars(
        select(Village).order_by(Village.active.desc(), Village.town, Village.id)
    ).all()
    return render_template(
        "villages/town.html", villages=[(village, _rooms_on(village.id)) for village in villages]
    )


@blueprint.route("/town/new", methods=["GET", "POST"])
@without_village
@permitted(MANAGE)
def new_village() -> ResponseReturnValue:
    """Found a village and give it its first secretary."""
    form = read_form(NewVillageForm)
    home = url_for("villages.index_of_town")
    done = attempt(form, partial(_found, form)) if request.method == "POST" else None
    if isinstance(done, Handed):
        return password_page(done, home)
    if done is not None:
        return go_on(done, home)
    page = render_template(
        "pages/action.html", form=form, title=_("新增村"), submit_label=_("新增"), cancel_url=home
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route(f"/town/{NUMBER}", methods=["GET", "POST"])
@without_village
@permitted(MANAGE)
def edit_village(id: int) -> ResponseReturnValue:
    """A village's name and town."""
    village = _village(id)

    def save(form: TownVillageForm) -> Done:
        _refuse_known_name(form.name.data, form.town.data, "name", but=village)
        village.name, village.town = form.name.data, form.town.data
        return Done(_("已保存：%(name)s", name=village.name))

    return form_page(
        TownVillageForm, save, title=village.name, submit=_("保存"), home=url_for("villages.index_of_town"),
        prepare=lambda form: form.process(request.form if request.method == "POST" else None, obj=village),
    )  # fmt: skip


@blueprint.post(f"/town/{NUMBER}/off")
@without_village
@permitted(MANAGE)
def close_village(id: int) -> ResponseReturnValue:
    """Nobody works in a village any more; its data stays."""
    village = _village(id)

    def off() -> Done:
        village.active = False
        return Done(_("%(name)s已停用。", name=village.name))

    sentence = _("停用后，%(name)s的人都不能再进入；数据全部保留，随时可以恢复。", name=village.name)
    return deed(off, url_for("villages.index_of_town"), confirm=sentence, submit=_("停用"))


@blueprint.post(f"/town/{NUMBER}/on")
@without_village
@permitted(MANAGE)
def reopen_village(id: int) -> ResponseReturnValue:
    village = _village(id)

    def on() -> Done:
        village.active = True
        return Done(_("%(name)s已恢复。", name=village.name))

    return deed(on, url_for("villages.index_of_town"))


def _found(form: Any) -> Done:
    _refuse_known_name(form.village.data, form.town.data, "village")
    made: list[tuple[int, str]] = []

    def add_secretary(village: Village) -> None:
        user = accounts.find_user(fold_username(form.username.data))
        if user is None:
            user, password = accounts.create_user(form.username.data, form.name.data)
            made.append((user.id, password))
        elif user.name != form.name.data:
            raise Refused(
                _("这个用户名已属于另一个姓名。同一个人请填同样的姓名，不同的人请换用户名。"), "username"
            )
        accounts.add_membership(user, village.id, accounts.SECRETARY)

    create_village(form.village.data, town=form.town.data, and_then=add_secretary, user=here.user)
    for user_id, password in made:
        return handed(db.session.get_one(User, user_id), password)
    return Done(_("已建立%(name)s，村书记用原来的密码登录。", name=form.village.data))


def _refuse_known_name(name: str, town: str, field: str, but: Village | None = None) -> None:
    same = db.session.scalars(select(Village).where(Village.name == name, Village.town == town))
    if any(village is not but for village in same):
        raise Refused(_("%(town)s已经有一个%(name)s。", town=town, name=name), field)


def _rooms_on(village_id: int) -> int:
    """Counted inside the village: nobody can look into several at once."""
    with in_village(current_app, village_id):
        return len(here.enabled_rooms)


def _village(id: int) -> Village:
    found = db.session.get(Village, id)
    if found is None:
        abort(404)
    return found
