"""A village and those who work in it, for tests: made in a line, and signed in as through the page.

village = a_village(app, rooms=["tool_station"])
keeper = signed_in(app, village, "keeper", rooms=["tool_station"])
keeper.post("/visits/record", data={...})       # carries its CSRF token, as a page's form does
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from hub.accounts.models import Membership, SignIn, User
from hub.accounts.session import hash_token
from hub.centre.models import Equipment, Room
from hub.centre.situation import in_village
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.models import Village

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
            from flask import session

            if "csrf_token" in browser:
                session["csrf_token"] = browser["csrf_token"]
            token: str = generate_csrf()
            browser["csrf_token"] = session["csrf_token"]
        return token


def a_village(app: Flask, name: str = "甲村", *, rooms: Iterable[str] = ()) -> int:
    """A village with the rooms named, enabled with the facts of their manifests. Answers its id."""
    with app.app_context():
        village = Village(name=name, created_at=now())
        db.session.add(village)
        db.session.commit()
        id = village.id
    with in_village(app, id):
        for place, key in enumerate(rooms):
            found = app.extensions["hub"].rooms.get(key)
            assert found, f"no room {key}"
            manifest = found.manifest
            facts = manifest.facts
            room = Room(
                key=key, name=manifest.name("zh_Hans_CN"), icon=manifest.icon, purpose=facts.purpose,
                warn_above=facts.warn_above, refuse_above=facts.refuse_above, stay_minutes=facts.stay_minutes,
                hours=facts.hours, place=place, enabled=True,
            )  # fmt: skip
            db.session.add(room)
            db.session.flush()
            db.session.add_all(Equipment(room_id=room.id, name=thing) for thing in facts.equipment)
    return id


def a_user(
    app: Flask,
    village: int | None,
    role: str = "secretary",
    *,
    rooms: Iterable[str] = (),
    town_admin: bool = False,
) -> int:
    """An account, with a role in a village. Answers its id; its password opens nothing."""
    with app.app_context():
        number = next(_numbers)
        # A state may hold users that another worker made, so the number alone is not enough.
        username = f"user{number}p{os.getpid()}"
        user = User(
            username=username, name=f"用户{number}", password_hash="-", must_change_password=False,
            town_admin=town_admin, created_at=now(),
        )  # fmt: skip
        db.session.add(user)
        db.session.flush()
        if village is not None:
            db.session.add(Membership(user_id=user.id, village_id=village, role=role, rooms=" ".join(rooms)))
        db.session.commit()
        return user.id


def sign_in(app: Flask, client: FlaskClient, user: int, village: int | None) -> str:
    """Sign a user in without the page. Answers the token."""
    from datetime import timedelta

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


def signed_in(
    app: Flask,
    village: int | None,
    role: str = "secretary",
    *,
    rooms: Iterable[str] = (),
    town_admin: bool = False,
) -> Client:
    """A browser in which somebody of this role is signed in."""
    client = Client(app, app.response_class, use_cookies=True)
    sign_in(app, client, a_user(app, village, role, rooms=rooms, town_admin=town_admin), village)
    return client
