"""Browsers in which somebody is signed in, as through the page; what they send carries the token of a form."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from hub.accounts.models import Membership, SignIn, User
from hub.accounts.session import hash_token
from hub.kernel.clock import now
from hub.kernel.database import db

_numbers = count(1)


class Client(FlaskClient):
    """A browser that sends with each POST the token that stands in every form of the hub."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("method", "GET") == "POST" and kwargs.pop("csrf", True):
            headers = dict(kwargs.pop("headers", None) or {})
            kwargs["headers"] = {"X-CSRFToken": self._token(), "Referer": "http://localhost/"} | headers
        return super().open(*args, **kwargs)

    def _token(self) -> str:
        with self.session_transaction() as browser, self.application.test_request_context():
            if "csrf_token" in browser:
                session["csrf_token"] = browser["csrf_token"]
            token: str = generate_csrf()
            browser["csrf_token"] = session["csrf_token"]
        return token


class Hasty(Client):
    """The same, for one who stays signed in: the token is made once."""

    _made = ""

    def _token(self) -> str:
        self._made = self._made or super()._token()
        return self._made


def a_user(
    app: Flask,
    village: int | None,
    role: str = "secretary",
    *,
    rooms: Iterable[str] = (),
    town_admin: bool = False,
    lang: str | None = None,
) -> int:
    """An account, with a role in a village. Answers its id; its password opens nothing."""
    with app.app_context():
        number = next(_numbers)
        # A database may hold users that another process made, so the number alone is not enough.
        username = f"user{number}p{os.getpid()}"
        user = User(
            username=username, name=f"用户{number}", password_hash="-", must_change_password=False,  # noqa: S106
            town_admin=town_admin, created_at=now(),
        )  # fmt: skip
        if lang is not None:
            user.lang = lang
        db.session.add(user)
        db.session.flush()
        if village is not None:
            db.session.add(
                Membership(
                    user_id=user.id,
                    village_id=village,
                    role=role,
                    rooms=" ".join(rooms),
                    trusted=" ".join(rooms),
                )
            )
        db.session.commit()
        return user.id


def sign_in(app: Flask, client: FlaskClient, user: int, village: int | None) -> str:
    """Sign a user in without the page. Answers the token."""
    token = f"token-{next(_numbers)}-{os.getpid()}"
    with app.app_context():
        db.session.add(
            SignIn(
                token_hash=hash_token(token), user_id=user, village_id=village, created_at=now(),
                expires_at=now() + timedelta(days=3650),
            )
        )  # fmt: skip
        db.session.commit()
    with client.session_transaction() as browser:
        browser["_user_id"] = token
        browser["_fresh"] = True
    return token


def a_browser(app: Flask) -> Client:
    """A browser in which nobody is signed in."""
    return Client(app, app.response_class, use_cookies=True)


def signed_in_for_good(app: Flask, user: int, village: int) -> Client:
    """A browser in which this user is signed in, and stays so."""
    client = Hasty(app, app.response_class, use_cookies=True)
    sign_in(app, client, user, village)
    return client


def signed_in(
    app: Flask,
    village: int | None,
    role: str = "secretary",
    *,
    rooms: Iterable[str] = (),
    town_admin: bool = False,
    lang: str | None = None,
) -> Client:
    """A browser in which somebody of this role is signed in."""
    client = a_browser(app)
    user = a_user(app, village, role, rooms=rooms, town_admin=town_admin, lang=lang)
    sign_in(app, client, user, village)
    return client
