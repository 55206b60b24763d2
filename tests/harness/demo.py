"""The state "demo": both demo villages, six weeks instead of two years, one person in ten."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from hub.accounts.models import User
from hub.demo.fill import fill
from hub.kernel.database import db
from tests.harness.people import Client, sign_in
from tests.harness.states import state

SHANGHU = 1


@state("demo")
def demo(app: Flask) -> None:
    fill(app, span=42, scale=0.1)


def demo_user(app: Flask, username: str) -> Client:
    """A browser in which somebody of the demo is signed in; the town's administrator is in no village."""
    with app.app_context():
        user = db.session.scalars(select(User).where(User.username == username)).one()
        id, village = user.id, None if user.town_admin else SHANGHU
    client = Client(app, app.response_class, use_cookies=True)
    sign_in(app, client, id, village)
    return client
