"""Signing in and out. The cookie holds a random token; the sign-in it names can be ended at any time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from flask import Flask, g, request, session
from flask_login import LoginManager, UserMixin, login_user, logout_user
from sqlalchemy import and_, select

from hub.accounts.grants import grants_of
from hub.accounts.models import Membership, SignIn, User
from hub.centre.situation import enter_village
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import Village

LASTS = timedelta(days=14)


class SignedIn(UserMixin):
    """The signed-in user as Flask-Login sees it: its id is the token, not the user's number."""

    def __init__(self, token: str, sign_in: SignIn, membership: Membership | None, village: Village | None) -> None:
        self.token, self.sign_in, self.user = token, sign_in, sign_in.user
        self.membership, self.village = membership, village

    def get_id(self) -> str:
        return self.token

    @property
    def must_change_password(self) -> bool:
        return self.user.must_change_password

    @property
    def town_admin(self) -> bool:
        return self.user.town_admin


def init_sign_in(app: Flask) -> None:
    """Set up cookies and Flask-Login."""
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


def load_signed_in(token: str) -> SignedIn | None:
    """The sign-in of a token with its user, village and membership in one query; None when it has ended."""
    found = db.session.execute(
        select(SignIn, User, Village, Membership)
        .join(User, User.id == SignIn.user_id)
        .outerjoin(Village, and_(Village.id == SignIn.village_id, Village.active))
        .outerjoin(Membership, and_(Membership.user_id == User.id, Membership.village_id == Village.id))
        .where(SignIn.token_hash == hash_token(token), SignIn.ended_at.is_(None), User.active)
    ).first()
    if found is None or found.SignIn.expires_at <= now():
        return None
    return SignedIn(token, found.SignIn, found.Membership, found.Village)


def enter_as_user() -> None:
    """Put the signed-in user into the village they work in, or into none."""
    signed: SignedIn = g._login_user
    if signed.village is None or signed.membership is None:
        here.enter(None, signed.user, grants_of(signed.user, None))
        return
    enter_village(signed.village, signed.user, grants_of(signed.user, signed.membership))


def start(user: User) -> str:
    """Sign a user in on this device; what the browser had before is dropped. Answers the token."""
    token = secrets.token_urlsafe(32)
    home = db.session.scalars(
        select(Membership).where(Membership.user_id == user.id).order_by(Membership.id).limit(1)
    ).first()
    sign_in = SignIn(
        token_hash=hash_token(token),
        user_id=user.id,
        village_id=home.village_id if home else None,
        device=device_in_words(),
        created_at=now(),
        expires_at=now() + LASTS,
    )
    db.session.add(sign_in)
    db.session.flush()
    session.clear()
    sign_in.user = user
    login_user(SignedIn(token, sign_in, home, None))
    return token


def end(sign_in: SignIn) -> None:
    """End a sign-in everywhere."""
    sign_in.ended_at = now()


def end_mine() -> None:
    """Sign out on this device."""
    end(g._login_user.sign_in)
    logout_user()
    session.clear()


def hash_token(token: str) -> str:
    """Only a hash is stored: who reads the database cannot take over a sign-in."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_in_words() -> str:
    """A phone or a computer; nothing that could tell one device from another."""
    agent = (request.user_agent.string or "").lower()
    return "手机" if "mobile" in agent else "电脑"
