"""Handing out a first password: it stands on the answer to the request that made it, once, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from hub.accounts.models import User
from hub.accounts.services import reset_password
from hub.confidential import trust
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.web.deeds import Done, confirm_page


@dataclass(frozen=True, slots=True)
class Handed(Done):
    """A deed that made a password."""

    user: User | None = None
    password: str = ""


def handed(user: User, password: str) -> Handed:
    """The deed is done; here is the password."""
    return Handed(_("请把下面的密码告诉 %(name)s", name=user.name), user=user, password=password)


def password_page(done: Handed, home: str) -> str:
    """The page that shows the password. The answer is not kept by the browser, so going back does not show it again."""
    return render_template("accounts/first_password.html", done=done, home=home)


def hand_new_password(user: User, home: str, check: Callable[[], None]) -> ResponseReturnValue:
    """Ask, and then give a user a new first password, unless `check` raises Refused."""
    if request.form.get("confirmed") != "1":
        sentence = _("重设后，%(name)s 在所有设备上都要用新密码重新登录。", name=user.name)
        if trust.reads_somewhere(user):
            sentence += _("保密室的权限会暂停，等另一人确认是本人以后恢复；该室的人会收到通知。")
        return confirm_page(_("重设密码"), sentence, action=request.path, home=home, submit=_("重设密码"))
    try:
        check()
        done = handed(user, reset_password(user))
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        flash(str(refusal.sentence), "error")
        return redirect(home, code=303)
    return password_page(done, home)
