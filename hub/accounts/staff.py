"""The people of a village who sign in, as its secretary looks after them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from hub.accounts import services
from hub.accounts.forms import ROLE_LABELS, MemberForm, RoleForm
from hub.accounts.models import Membership, User
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.web.pages import permitted, put_refusal

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
    rooms = {key: room.name for key, room in here.rooms.items()}
    return render_template(
        "accounts/staff.html", people=db.session.execute(query).all(), roles=ROLE_LABELS, rooms=rooms, now=here.now
    )


@blueprint.route("/add", methods=["GET", "POST"])
@permitted(MANAGE)
def add() -> ResponseReturnValue:
    """A new account; its first password is shown on the answer, and never again."""
    form = MemberForm(request.form if request.method == "POST" else None)
    form.rooms.choices = _room_choices()
    form.rooms.process(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        try:
            user, password = services.create_user(form.username.data, form.name.data)
            services.add_membership(user, here.village_id, form.role.data, form.rooms.data)
        except Refused as refusal:
            db.session.rollback()
            put_refusal(form, refusal)
        else:
            db.session.commit()
            return show_password(user, password, url_for("staff.index"))
    page = render_template("accounts/member.html", form=form, title=_("新增账号"), cancel_url=url_for("staff.index"))
    return page, 422 if request.method == "POST" else 200


@blueprint.route(f"/{NUMBER}", methods=["GET", "POST"])
@permitted(MANAGE)
def edit(membership_id: int) -> ResponseReturnValue:
    """Somebody's role and rooms."""
    membership = _of_this_village(membership_id)
    user = membership.user
    given = {"name": user.name, "role": membership.role, "rooms": membership.rooms.split()}
    form = RoleForm(request.form if request.method == "POST" else None, data=given)
    form.rooms.choices = _room_choices()
    form.rooms.process(request.form if request.method == "POST" else None, given["rooms"])
    if request.method == "POST" and form.validate():
        try:
            if form.name.data != user.name:
                _refuse_foreign(user)
                services.rename(user, form.name.data)
            services.change_membership(membership, form.role.data, form.rooms.data)
        except Refused as refusal:
            db.session.rollback()
            put_refusal(form, refusal)
        else:
            db.session.commit()
            flash(_("已保存 %(name)s 的角色。", name=user.name), "success")
            return redirect(url_for("staff.index"), code=303)
    page = render_template(
        "accounts/member.html", form=form, title=_("账号：%(username)s", username=user.username), cancel_url=url_for("staff.index")
    )  # fmt: skip
    return page, 422 if request.method == "POST" else 200
