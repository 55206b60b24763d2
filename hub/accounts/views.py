"""Signing in and out, one's password, one's village and language, and where one is signed in."""

from __future__ import annotations

from functools import partial

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hub.accounts import session as sign_ins
from hub.accounts.forms import ROLE_LABELS, FirstPasswordForm, PasswordForm, SignInForm
from hub.accounts.models import SignIn, User
from hub.accounts.passwords import check_password, fits
from hub.accounts.services import set_password
from hub.accounts.sign_in import authenticate
from hub.i18n import LANGUAGES, _
from hub.kernel.database import db
from hub.kernel.gate import public, without_village
from hub.kernel.refusals import Refused
from hub.web import limiter
from hub.web.deeds import Done, attempt, form_page, read_form
from hub.web.urls import safe_url

blueprint = Blueprint("accounts", __name__)
ATTEMPTS = "20 per minute"
YEAR = 365 * 24 * 3600


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(ATTEMPTS, methods=["POST"])
@public
def sign_in() -> ResponseReturnValue:
    """The first page there is. Afterwards the page that was wanted, if it is one of ours."""
    wanted = safe_url(request.values.get("next"))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(wanted or url_for("home.today"))
    form = read_form(SignInForm)
    if request.method == "POST" and attempt(form, partial(_begin, form)):
        return redirect(wanted or url_for("home.today"), code=303)
    page = render_template("accounts/sign_in.html", form=form, wanted=wanted, languages=LANGUAGES)
    return page, 422 if request.method == "POST" else 200


def _begin(form: SignInForm) -> Done:
    user = authenticate(form.username.data, form.password.data)
    user.lang = session.get("lang", user.lang)
    sign_ins.start(user)
    return Done(_("已登录。"))


@blueprint.post("/sign-out")
@without_village
def sign_out() -> ResponseReturnValue:
    """Ends the sign-in of this device, so that the cookie is dead, and not only forgotten."""
    sign_ins.end_mine()
    db.session.commit()
    flash(_("已退出。"), "success")
    return redirect(url_for("accounts.sign_in"), code=303)


@blueprint.route("/me/password", methods=["GET", "POST"])
@limiter.limit(ATTEMPTS, methods=["POST"])
@without_village
def change_password() -> ResponseReturnValue:
    """One's own password; somebody with a first password sees no other page before."""
    first = _me().must_change_password
    return form_page(
        FirstPasswordForm if first else PasswordForm,
        _change_password,
        title=_("请先设一个自己的密码") if first else _("改密码"),
        submit=_("保存新密码"),
        home=url_for("home.today"),
        template="accounts/password.html",
        context=lambda: {"first": first},
    )


def _change_password(form: FirstPasswordForm) -> Done:
    user = _me()
    if isinstance(form, PasswordForm) and not fits(user.password_hash, form.current.data):
        raise Refused(_("现在的密码不对，请再试一次。"), "current")
    password = check_password(form.password.data, user.username)
    if fits(user.password_hash, password):
        raise Refused(_("新密码和现在的一样，请换一个。"), "password")
    set_password(user, password)
    sign_ins.start(user)
    return Done(_("密码已改。其他设备上的登录都已退出。"))


@blueprint.get("/me")
@without_village
def me() -> str:
    """Who one is here, and where one is signed in."""
    return render_template(
        "accounts/me.html",
        user=_me(),
        role=ROLE_LABELS.get(current_user.membership.role) if current_user.membership else None,
        villages=g.hub_other_villages,
        sign_ins=sign_ins.open_sign_ins(_me()),
        mine=current_user.sign_in.id,
        languages=LANGUAGES,
    )


@blueprint.post("/me/sign-ins/<int(max=2147483647):sign_in_id>/end")
@without_village
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """Ends one of one's own sign-ins."""
    found = db.session.get(SignIn, sign_in_id)
    if found is None or found.user_id != _me().id:
        abort(404)
    if found.id == current_user.sign_in.id:
        return sign_out()
    sign_ins.end(found)
    db.session.commit()
    flash(_("那台设备上的登录已退出。"), "success")
    return redirect(url_for("accounts.me"), code=303)


@blueprint.post("/me/sign-ins/end-all")
@without_village
def end_all_sign_ins() -> ResponseReturnValue:
    """Ends all of one's sign-ins, this one too."""
    sign_ins.end_all(_me())
    sign_ins.leave_browser()
    db.session.commit()
    flash(_("所有设备上的登录都已退出。"), "success")
    return redirect(url_for("accounts.sign_in"), code=303)


@blueprint.post("/language")
@public
def language() -> ResponseReturnValue:
    """The language of the pages; for somebody signed in it is kept with the account."""
    chosen = request.form.get("lang", "")
    answer = redirect(safe_url(request.form.get("next")) or url_for("home.today"), code=303)
    if chosen in LANGUAGES:
        session["lang"] = chosen
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        answer.set_cookie("lang", chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
        if current_user.is_authenticated:
            current_user.user.lang = chosen
            db.session.commit()
    return answer


@blueprint.post("/switch-village")
@without_village
def switch_village() -> ResponseReturnValue:
    """Work in another of one's villages."""
    village = request.form.get("village_id", "")
    if not (village.isascii() and village.isdigit() and sign_ins.switch_village(int(village))):
        abort(404)
    db.session.commit()
    return redirect(url_for("home.today"), code=303)


@blueprint.get("/no-village")
@without_village
def no_village() -> ResponseReturnValue:
    """For somebody who is signed in and works in no village at present."""
    if current_user.village is not None and current_user.membership is not None:
        return redirect(url_for("home.today"))
    return render_template("accounts/no_village.html", user=_me(), villages=g.hub_other_villages)


def _me() -> User:
    user: User = current_user.user
    return user
