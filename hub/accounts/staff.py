"""The people of a village who sign in, as its secretary looks after them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from hub.accounts import services
from hub.accounts.forms import ROLE_LABELS, MemberForm, RoleForm
from hub.accounts.handing import Handed, hand_new_password, handed, password_page
from hub.accounts.models import Membership, User
from hub.confidential import trust
from hub.confidential.rooms import name_of
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.text import join_words
from hub.web.deeds import Done, attempt, deed, form_page, permitted, read_form

blueprint = Blueprint("staff", __name__, url_prefix="/accounts")
MANAGE = "accounts.manage"
NUMBER = "<int(max=2147483647):membership_id>"


@blueprint.get("/")
@permitted(MANAGE)
def index() -> str:
    """Everybody who works in the village, those taken off last."""
    query = (
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.village_id == here.village_id)
        .order_by(Membership.active.desc(), Membership.role.desc(), User.username)
    )
    return render_template(
        "accounts/staff.html",
        people=db.session.execute(query).all(),
        roles=ROLE_LABELS,
        rooms=here.rooms,
        waiting=trust.waiting_rooms,
        now=here.now,
    )


@blueprint.route("/add", methods=["GET", "POST"])
@permitted(MANAGE)
def add() -> ResponseReturnValue:
    """A new account; its first password stands on the answer."""
    form = read_form(MemberForm, _offer_rooms)
    if request.method == "POST" and isinstance(done := attempt(form, partial(_add, form)), Handed):
        return password_page(done, url_for("staff.index"))
    page = render_template(
        "accounts/member.html",
        form=form,
        title=_("新增账号"),
        submit_label=_("新增"),
        cancel_url=url_for("staff.index"),
    )
    return page, 422 if request.method == "POST" else 200


def _add(form: MemberForm) -> Handed:
    user, password = services.create_user(form.username.data, form.name.data)
    services.add_membership(user, here.village_id, form.role.data, form.rooms.data)
    return handed(user, password)


@blueprint.route(f"/{NUMBER}", methods=["GET", "POST"])
@permitted(MANAGE)
def edit(membership_id: int) -> ResponseReturnValue:
    """How somebody is called, their role and rooms."""
    membership = _of_this_village(membership_id)
    return form_page(
        RoleForm,
        partial(_edit, membership),
        title=_("账号：%(username)s", username=membership.user.username),
        submit=_("保存"),
        home=url_for("staff.index"),
        template="accounts/member.html",
        prepare=partial(_fill, membership),
        context=lambda: {"membership": membership, "mine": membership.user_id == current_user.user.id},
    )


def _edit(membership: Membership, form: RoleForm) -> Done:
    user = membership.user
    if form.name.data != user.name:
        _refuse_shared(user, "name")
        services.rename(user, form.name.data)
    if form.role.data != membership.role:
        _refuse_oneself(user, _("不能改自己的角色，请另一位村书记来改。"), "role")
    services.change_membership(membership, form.role.data, form.rooms.data)
    return Done(_("已保存 %(name)s 的角色。", name=user.name) + _waiting(membership))


def _waiting(membership: Membership) -> str:
    """What does not take effect at once, and who makes it."""
    rooms = trust.waiting_rooms(membership)
    if not rooms:
        return ""
    return _(
        "%(rooms)s是保密的，要等该室的另一位室管员确认（没有另一位的，等镇管理员确认）才能看。",
        rooms=join_words(name_of(room) for room in rooms),
    )


@blueprint.post(f"/{NUMBER}/password")
@permitted(MANAGE)
def reset_password(membership_id: int) -> ResponseReturnValue:
    """A new first password for somebody who forgot theirs."""
    user = _of_this_village(membership_id).user

    def check() -> None:
        _refuse_oneself(user, _("自己的密码请在“我的”里改。"))
        _refuse_shared(user)

    return hand_new_password(user, url_for("staff.index"), check)


@blueprint.post(f"/{NUMBER}/off")
@permitted(MANAGE)
def take_off(membership_id: int) -> ResponseReturnValue:
    """Somebody works here no more."""
    membership = _of_this_village(membership_id)

    def off() -> Done:
        _refuse_oneself(membership.user, _("不能停用自己。如果不再担任，请另一位村书记来停用。"))
        services.take_off(membership)
        return Done(_("%(name)s 已停用，从现在起不能再进入本村。", name=membership.user.name))

    sentence = _("停用后，%(name)s 马上不能再进入本村；以后可以恢复。", name=membership.user.name)
    return deed(off, url_for("staff.index"), confirm=sentence, submit=_("停用"))


@blueprint.post(f"/{NUMBER}/on")
@permitted(MANAGE)
def give_back(membership_id: int) -> ResponseReturnValue:
    """Somebody works here again."""
    membership = _of_this_village(membership_id)

    def on() -> Done:
        services.give_back(membership)
        return Done(_("%(name)s 已恢复。", name=membership.user.name))

    return deed(on, url_for("staff.index"))


def _of_this_village(membership_id: int) -> Membership:
    """Memberships stand above villages, so the village's condition stands here."""
    membership = db.session.get(Membership, membership_id)
    if membership is None or membership.village_id != here.village_id:
        abort(404)
    return membership


def _offer_rooms(form: MemberForm | RoleForm, given: Iterable[str] = ()) -> None:
    form.rooms.choices = [(key, room.name) for key, room in here.rooms.items()]
    form.rooms.process(_posted(), given)


def _fill(membership: Membership, form: RoleForm) -> None:
    form.name.process(_posted(), membership.user.name)
    form.role.process(_posted(), membership.role)
    _offer_rooms(form, membership.rooms.split())


def _posted() -> MultiDict[str, str] | None:
    return request.form if request.method == "POST" else None


def _refuse_oneself(user: User, sentence: str, field: str | None = None) -> None:
    if user.id == current_user.user.id:
        raise Refused(sentence, field)


def _refuse_shared(user: User, field: str | None = None) -> None:
    if not services.belongs_to(user, here.village_id):
        raise Refused(_("这个账号还用于别的村，请镇管理员来改。"), field)
