"""Two villages with a few rooms of the test's own, and those who work there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from hub.accounts.models import Membership, SignIn, User
from hub.accounts.session import LASTS, hash_token
from hub.centre.models import Room
from hub.centre.rooms import add_room
from hub.centre.situation import in_village
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.manifest import read_manifest
from hub.kernel.models import Village
from hub.villages.models import Season
from tests.harness.states import state

ROOMS = Path(__file__).parent / "centre_rooms"
PLACE, OTHER = 1, 2
BORN = datetime(2025, 1, 1, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
PEOPLE = {"secretary": "secretary", "keeper": "keeper", "reader": "reader"}


@state("centre")
def centre(app: Flask) -> None:
    """Two villages, open from 9:00 to 22:00, with a hall and a wash station on and the rest off."""
    with app.app_context():
        for name in ("石桥村", "柳沟村"):  # become PLACE and OTHER
            db.session.add(Village(name=name, created_at=BORN))
            db.session.flush()
        for username, role in PEOPLE.items():
            _person(username, PLACE, role)
        _person("neighbour", OTHER, "secretary")
        db.session.add(
            User(username="town", name="镇管理员", password_hash="-", must_change_password=False, town_admin=True,
                 created_at=BORN)
        )  # fmt: skip
        db.session.commit()
    for village_id in (PLACE, OTHER):
        with in_village(app, village_id):
            for folder in sorted(ROOMS.glob("*/room.toml")):
                manifest = read_manifest(folder.parent)
                if manifest.id in ("hall", "pool"):
                    add_room(manifest)
            db.session.add(Season(name="全年", starts_month=1, starts_day=1, opens=time(9), closes=time(22)))


def _person(username: str, village_id: int, role: str) -> None:
    user = User(
        username=username, name=username, password_hash="-", must_change_password=False, created_at=BORN
    )
    db.session.add(user)
    db.session.flush()
    db.session.add(Membership(user_id=user.id, village_id=village_id, role=role, rooms="hall"))


@contextmanager
def acting(app: Flask, username: str = "secretary", village_id: int = PLACE) -> Iterator[None]:
    """Work in a village as somebody, with all permissions."""
    with app.app_context():
        user = db.session.scalars(select(User).where(User.username == username)).one()
    with in_village(app, village_id, user):
        yield


def room(key: str = "hall") -> Room:
    return here.room(key)


def at(text: str) -> datetime:
    """`2025-11-20 10:00`, in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def signed_in(app: Flask, username: str = "secretary") -> FlaskClient:
    """A client that has signed in, without a password."""
    token = secrets.token_urlsafe(32)
    with app.app_context():
        user = db.session.scalars(select(User).where(User.username == username)).one()
        home = db.session.scalars(select(Membership.village_id).where(Membership.user_id == user.id)).first()
        db.session.add(
            SignIn(
                token_hash=hash_token(token), user_id=user.id, village_id=home, device="电脑",
                created_at=now(), expires_at=now() + LASTS,
            )
        )  # fmt: skip
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(_user_id=token, _fresh=True)
    return client


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
