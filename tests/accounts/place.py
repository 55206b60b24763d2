"""Two villages, those who work there, and browsers that sign in through the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from hub.accounts.models import Membership, SignIn, User
from hub.accounts.passwords import hash_password
from hub.kernel.clock import now
from hub.kernel.database import db
from tests.harness.people import Client, a_village

PASSWORD = "石榴-kfm7-p2xq"  # of everybody here


@dataclass(frozen=True)
class Place:
    """The first village is where most happens, the second must not be touched."""

    app: Flask
    village: int
    other: int

    def user(
        self, username: str, *villages: tuple[int, str], first: bool = False, town_admin: bool = False
    ) -> int:
        """An account with its roles in villages; answers its id."""
        with self.app.app_context():
            user = User(
                username=username,
                name=f"某{username}",
                password_hash=hash_password(PASSWORD),
                must_change_password=first,
                town_admin=town_admin,
                created_at=now(),
            )
            db.session.add(user)
            db.session.flush()
            for village, role in villages:
                rooms = "tool_station" if role == "keeper" else ""
                db.session.add(Membership(user_id=user.id, village_id=village, role=role, rooms=rooms))
            db.session.commit()
            return user.id

    def browser(self) -> Client:
        return Client(self.app, self.app.response_class, use_cookies=True)

    def signed_in(self, username: str, password: str = PASSWORD) -> Client:
        browser = self.browser()
        answer = sign_in(browser, username, password)
        assert answer.status_code == 303, answer.text
        return browser

    def membership(self, username: str, village: int | None = None) -> Membership:
        """What a user is in the first village, or in another, as it stands now."""
        with self.app.app_context():
            query = (
                select(Membership).join(User, User.id == Membership.user_id).where(User.username == username)
            )
            found = db.session.scalars(query.where(Membership.village_id == (village or self.village))).one()
            db.session.expunge(found)
            return found

    def account(self, username: str) -> User:
        with self.app.app_context():
            found = db.session.scalars(select(User).where(User.username == username)).one()
            db.session.expunge(found)
            return found

    def sign_ins(self, username: str) -> list[SignIn]:
        with self.app.app_context():
            query = select(SignIn).join(User, User.id == SignIn.user_id).where(User.username == username)
            return list(db.session.scalars(query.order_by(SignIn.id)))

    @contextmanager
    def change(self, username: str) -> Iterator[User]:
        with self.app.app_context():
            yield db.session.scalars(select(User).where(User.username == username)).one()
            db.session.commit()


def make_place(app: Flask) -> Place:
    return Place(app, a_village(app, "甲村", rooms=["tool_station", "reading_room"]), a_village(app, "乙村"))


def sign_in(browser: Client, username: str, password: str = PASSWORD, **more: Any) -> Any:
    """Send the sign-in form."""
    return browser.post("/sign-in", data={"username": username, "password": password} | more)
