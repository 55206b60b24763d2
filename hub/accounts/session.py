"""Signing in and out. The cookie holds a random token; the sign-in it names can be ended at any time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Flask, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, login_user, logout_user
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import ColumnElement, and_, bindparam, select

from hub.accounts.grants import grants_of
from hub.accounts.models import Membership, SignIn, User
from hub.centre.situation import enter_village
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import Village

LASTS = timedelta(days=14)
CSRF_FIELD = "csrf_token"  # Flask-WTF's name for it in the session


class SignedIn(UserMixin):
    """The signed-in user as Flask-Login sees it: its id is the token, not the user's number."""

    def __init__(
        self, token: str, sign_in: SignIn, serves: Iterable[tuple[Village, Membership]] = ()
    ) -> None:
        self.token, self.sign_in, self.user = token, sign_in, sign_in.user
        self.serves = sorted(serves, key=lambda pair: pair[0].id)
        self.village: Village | None = None
        self.membership: Membership | None = None
        for village, membership in self.serves:
            if village.id == sign_in.village_id:
                self.village, self.membership = village, membership

    def get_id(self) -> str:
        return self.token

    @property
    def must_change_password(self) -> bool:
        return self.user.must_change_password

    @property
    def town_admin(self) -> bool:
        return self.user.town_admin


class Cookies(SecureCookieSessionInterface):
    """Flask's own cookies; what signs them is made once an app and not twice a request."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        known: dict[Any, URLSafeTimedSerializer | None] = app.extensions.setdefault("hub_cookies", {})
        if app.secret_key not in known:
            known[app.secret_key] = super().get_signing_serializer(app)
        return known[app.secret_key]


def init_sign_in(app: Flask) -> None:
    """Set up cookies and Flask-Login."""
    app.session_interface = Cookies()
    settings = app.extensions["hub"].settings
    app.config.update(
        SESSION_COOKIE_NAME="village_hub",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
    )
    manager = LoginManager(app)
    manager.session_protection = None  # phones change their address; the token can be ended instead
    manager.user_loader(load_signed_in)


def serves(user_id: Any) -> ColumnElement[bool]:
    """The condition that a membership is this user's and in force."""
    return and_(Membership.user_id == user_id, Membership.active)


# Asked at every request, so it is put together once.
_SIGNED_IN = (
    select(SignIn, User, Village, Membership)
    .join(User, User.id == SignIn.user_id)
    .outerjoin(Membership, serves(User.id))
    .outerjoin(Village, and_(Village.id == Membership.village_id, Village.active))
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.ended_at.is_(None), User.active)
)


def load_signed_in(token: str) -> SignedIn | None:
    """The sign-in of a token with its user and the villages served, in one query; None when it has ended."""
    found = db.session.execute(_SIGNED_IN, {"token_hash": hash_token(token)}).all()
    if not found or found[0].SignIn.expires_at <= now():
        return None
    served = ((row.Village, row.Membership) for row in found if row.Village is not None)
    return SignedIn(token, found[0].SignIn, served)


def enter_as_user() -> None:
    """Put the signed-in user into the village they work in, or into none."""
    signed: SignedIn = g._login_user
    g.hub_other_villages = [(village.id, village.name) for village, _membership in signed.serves]
    if signed.village is None or signed.membership is None:
        here.enter(None, signed.user, grants_of(signed.user, None))
        return
    enter_village(signed.village, signed.user, grants_of(signed.user, signed.membership))


def villages_of(user: User) -> list[tuple[int, str]]:
    """Number and name of the villages a user serves, as the village switch shows them."""
    rows = db.session.execute(
        select(Village.id, Village.name)
        .join(Membership, and_(serves(user.id), Membership.village_id == Village.id))
        .where(Village.active)
        .order_by(Village.id)
    )
    return [(row.id, row.name) for row in rows]


def start(user: User) -> str:
    """Sign a user in on this device; what the browser had before is dropped. Answers the token."""
    token = secrets.token_urlsafe(32)
    sign_in = SignIn(
        token_hash=hash_token(token),
        user_id=user.id,
        village_id=_home_of(user),
        device=kind_of_device(),
        created_at=now(),
        expires_at=now() + LASTS,
    )
    sign_in.user = user
    db.session.add(sign_in)
    db.session.flush()
    session.clear()
    login_user(SignedIn(token, sign_in))
    return token


def _home_of(user: User) -> int | None:
    """The village the user worked in last, if they still serve it, else their first."""
    mine = [village_id for village_id, _name in villages_of(user)]
    last = db.session.scalars(
        select(SignIn.village_id).where(SignIn.user_id == user.id).order_by(SignIn.id.desc()).limit(1)
    ).first()
    return last if last in mine else next(iter(mine), None)


def switch_village(village_id: int) -> bool:
    """Work in another of one's villages from now on; False when it is not one of them.

    Forms of the former village that are still open somewhere are refused afterwards: they are signed with the token
    that is dropped here.
    """
    signed: SignedIn = g._login_user
    if village_id not in dict(villages_of(signed.user)):
        return False
    signed.sign_in.village_id = village_id
    session.pop(CSRF_FIELD, None)
    return True


def open_sign_ins(user: User) -> list[SignIn]:
    """The user's sign-ins that are still good, the latest first."""
    query = select(SignIn).where(
        SignIn.user_id == user.id, SignIn.ended_at.is_(None), SignIn.expires_at > now()
    )
    return list(db.session.scalars(query.order_by(SignIn.id.desc())))


def end(sign_in: SignIn) -> None:
    """End a sign-in everywhere."""
    sign_in.ended_at = now()


def end_all(user: User) -> int:
    """End every sign-in of a user; answers how many there were."""
    ended = open_sign_ins(user)
    for sign_in in ended:
        end(sign_in)
    return len(ended)


def end_mine() -> None:
    """Sign out on this device: the token is dead, whoever still has the cookie."""
    end(g._login_user.sign_in)
    leave_browser()


def leave_browser() -> None:
    """Take the sign-in and all that went with it out of this browser."""
    logout_user()
    session.clear()


def hash_token(token: str) -> str:
    """Only a hash is stored: who reads the database cannot take over a sign-in."""
    return hashlib.sha256(token.encode()).hexdigest()


def kind_of_device() -> str:
    """phone or computer; nothing that could tell one device from another."""
    agent = (request.user_agent.string or "").lower()
    return "phone" if "mobile" in agent else "computer"
