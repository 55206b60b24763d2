"""A small village to count visits in: four rooms of its own, a secretary, two keepers, a reader, two residents.

`workshop` answers every hook a room may, `yard` fails in each of them, `quiet_room` is confidential.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path

from flask import Flask
from sqlalchemy import event, select

from hub.accounts.models import Membership, SignIn, User
from hub.accounts.session import LASTS, hash_token
from hub.centre.models import Room
from hub.centre.situation import in_village
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.manifest import read_manifest
from hub.kernel.models import Village
from hub.people.models import Resident
from hub.villages.models import Season
from tests.harness.people import Client
from tests.harness.states import state

ROOMS = Path(__file__).parent / "visit_rooms"
PLACE, OTHER = 1, 2
NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
PEOPLE = {
    "secretary": ("secretary", ""),
    "keeper": ("keeper", "front_desk workshop"),
    "quiet": ("keeper", "quiet_room"),
    "reader": ("reader", ""),
}


@state("visit_place")
def visit_place(app: Flask) -> None:
    """Two villages with the same rooms; everybody works in the first."""
    with app.app_context():
        born = datetime(2025, 1, 1, tzinfo=UTC)
        for id, name in ((PLACE, "石桥村"), (OTHER, "柳沟村")):
            db.session.add(Village(id=id, name=name, population=1000, created_at=born))
        db.session.flush()
        for username, (role, rooms) in PEOPLE.items():
            user = User(
                username=username,
                name=username,
                password_hash="-",
                must_change_password=False,
                created_at=born,
            )
            db.session.add(user)
            db.session.flush()
            db.session.add(
                Membership(user_id=user.id, village_id=PLACE, role=role, rooms=rooms, trusted=rooms)
            )
        db.session.commit()
    for village_id in (PLACE, OTHER):
        with in_village(app, village_id):
            for folder in sorted(ROOMS.glob("*/room.toml")):
                manifest = read_manifest(folder.parent)
                facts = manifest.facts
                db.session.add(
                    Room(
                        key=manifest.id, name=manifest.name.zh, icon=manifest.icon, place=manifest.place,
                        warn_above=facts.warn_above, refuse_above=facts.refuse_above,
                        stay_minutes=facts.stay_minutes, purpose=facts.purpose,
                    )
                )  # fmt: skip
            db.session.add(Season(name="全年", starts_month=1, starts_day=1, opens=time(9), closes=time(22)))
            db.session.add(Resident(name="艾力·买买提", phone="19900000317"))
            db.session.add(Resident(name="王小明", phone="19900008842"))


@contextmanager
def acting(app: Flask, username: str | None = None, village_id: int = PLACE) -> Iterator[None]:
    """Work in the village as somebody, with all permissions."""
    user = None
    if username:
        with app.app_context():
            user = db.session.scalars(select(User).where(User.username == username)).one()
    with in_village(app, village_id, user):
        yield


def room(key: str = "front_desk") -> Room:
    return here.room(key)


def sign_in(app: Flask, username: str, village_id: int | None = PLACE) -> str:
    """A sign-in of somebody, without a password; answers its token."""
    token = secrets.token_urlsafe(32)
    with app.app_context():
        user = db.session.scalars(select(User).where(User.username == username)).one()
        db.session.add(
            SignIn(
                token_hash=hash_token(token), user_id=user.id, village_id=village_id, device="电脑",
                created_at=now(), expires_at=now() + LASTS,
            )
        )  # fmt: skip
        db.session.commit()
    return token


def client_of(app: Flask, username: str, village_id: int | None = PLACE) -> Client:
    """A client that is signed in."""
    client = Client(app, app.response_class, use_cookies=True)
    token = sign_in(app, username, village_id)
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """The statements that are sent to the database inside."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
