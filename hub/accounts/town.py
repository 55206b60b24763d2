"""Those who sign in, over all villages, as the town administrator looks after them: secretaries, and people who serve
several villages. No resident is to be seen from here, and a town administrator joins no village."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from hub.accounts import services
from hub.accounts.forms import ROLE_LABELS, TownMemberForm
from hub.accounts.handing import Handed, hand_new_password, handed, password_page
from hub.accounts.models import Membership, User
from hub.accounts.names import fold_username
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.gate import without_village
from hub.kernel.models import Village
from hub.kernel.refusals import Refused
from hub.web.deeds import Done, attempt, deed, go_on, permitted, read_form

blueprint = Blueprint("town_staff", __name__, url_prefix="/town/accounts")
MANAGE = "villages.manage"
NUMBER = "<int(max=2147483647):membership_id>"


@blueprint.get("/")
@without_village
@permitted(MANAGE)
def index() -> str:
    """Secretaries and others, village by village."""
    query = (
        select(Membership, User, Village)
        .join(User, User.id == Membership.user_id)
        .join(Village, Village.id == Membership.village_id)
        .order_by(Village.name, Village.id, Membership.active.desc(), Membership.role.desc(), User.username)
    )
    return render_template("accounts/town.html", people=db.session.execute(query).all(), roles=ROLE_LABELS)


@blueprint.route("/add", methods=["GET", "POST"])
@without_village
@permitted(MANAGE)
def add() -> ResponseReturnValue:
    """Somebody for a village: a new account, or one that serves another village already."""
    form = read_form(TownMemberForm, _offer_villages)
    done = attempt(form, partial(_add, form)) if request.method == "POST" else None
    if isinstance(done, Handed):
        return password_page(done, url_for("town_staff.index"))
    if done is not None:
        return go_on(done, url_for("town_staff.index"))
    page = render_template(
        "accounts/member.html",
        form=form,
        title=_("新增账号"),
        submit_label=_("新增"),
        cancel_url=url_for("town_staff.index"),
    )
    return page, 422 if request.method == "POST" else 200


def _add(form: TownMemberForm) -> Done:
    known = services.find_user(fold_username(form.username.data))
    if known is None:
        user, password = services.create_user(form.username.data, form.name.data)
        services.add_membership(user, form.village.data, form.role.data)
        return handed(user, password)
    if known.name != form.name.data:
        sentence = _(
            "用户名“%(username)s”已属于另一个姓名。同一个人请填同样的姓名，不同的人请换用户名。",
            username=known.username,
        )
        raise Refused(sentence, "username")
    services.add_membership(known, form.village.data, form.role.data)
    return Done(_("%(name)s 已加入，用原来的密码登录。", name=known.name))


@blueprint.post(f"/{NUMBER}/password")
@without_village
@permitted(MANAGE)
def reset_password(membership_id: int) -> ResponseReturnValue:
    """A new first password for somebody of a village."""
    return hand_new_password(_membership(membership_id).user, url_for("town_staff.index"), lambda: None)


@blueprint.post(f"/{NUMBER}/off")
@without_village
@permitted(MANAGE)
def take_off(membership_id: int) -> ResponseReturnValue:
    """Somebody works in a village no more."""
    membership = _membership(membership_id)
    name, village = membership.user.name, membership.village.name

    def off() -> Done:
        services.take_off(membership)
        return Done(_("%(name)s 已停用，不能再进入%(village)s。", name=name, village=village))

    sentence = _("停用后，%(name)s 马上不能再进入%(village)s；以后可以恢复。", name=name, village=village)
    return deed(off, url_for("town_staff.index"), confirm=sentence, submit=_("停用"))


@blueprint.post(f"/{NUMBER}/on")
@without_village
@permitted(MANAGE)
def give_back(membership_id: int) -> ResponseReturnValue:
    """Somebody works in a village again."""
    membership = _membership(membership_id)

    def on() -> Done:
        services.give_back(membership)
        return Done(_("%(name)s 已恢复。", name=membership.user.name))

    return deed(on, url_for("town_staff.index"))


def _membership(membership_id: int) -> Membership:
    found = db.session.get(Membership, membership_id)
    if found is None:
        abort(404)
    return found


def _offer_villages(form: TownMemberForm) -> None:
    query = select(Village.id, Village.name).where(Village.active).order_by(Village.name, Village.id)
    villages = db.session.execute(query)
    form.village.choices = [(village.id, village.name) for village in villages]
    form.village.process(request.form if request.method == "POST" else None)
