"""A small counselling room to test in: three free slots tomorrow afternoon, nobody there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from hub.accounts.models import User
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.models import Village
from plugins.counselling_room import booking, slots
from plugins.counselling_room.models import Appointment, Desk, Slot
from tests.harness.people import Client, a_user, a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
ROOM = "/rooms/counselling_room"
CONTACT = "微信 xiaoyu1990"


@state("counselling_place")
def counselling_place(app: Flask) -> None:
    """The village and its room."""
    village = a_village(app, "石桥村", rooms=["counselling_room"])
    a_user(app, village, "keeper", rooms=["counselling_room"])
    with in_village(app, village):
        slots.the_desk()
        for hour in (14, 15, 16):
            start = NOW + timedelta(days=1, hours=hour - 10)
            db.session.add(Slot(starts_at=start, ends_at=start + timedelta(minutes=50)))


def the_village(app: Flask) -> int:
    """The id of the village."""
    with app.app_context():
        return db.session.scalars(select(Village.id).order_by(Village.id)).first() or 0


@contextmanager
def there(app: Flask) -> Iterator[None]:
    """In the village as its counsellor, with all permissions. Committed at the end."""
    village = the_village(app)
    with app.app_context():
        user = db.session.scalars(select(User).order_by(User.id)).first()
    with in_village(app, village, user):
        yield


def slot(number: int = 0) -> Slot:
    return db.session.scalars(select(Slot).order_by(Slot.starts_at)).all()[number]


def book(number: int = 0, contact: str = CONTACT, source: str = "keeper") -> Appointment:
    return booking.book(slot(number).id, contact, source)[0]


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


def door_of(app: Flask) -> str:
    """The address on the poster."""
    with there(app):
        code = slots.CODES.of(db.session.scalars(select(Desk)).one())
        assert code
        return f"{ROOM}/at/{code.replace('-', '')}"


def phone(app: Flask) -> Client:
    """A browser in which nobody is signed in."""
    return Client(app, app.response_class, use_cookies=True)


@state("counselling_browser")
def counselling_browser(app: Flask) -> None:
    """The same with slots from a moment ago on, for the browser has the machine's own clock."""
    village = a_village(app, "石桥村", rooms=["counselling_room"])
    a_user(app, village, "keeper", rooms=["counselling_room"])
    with in_village(app, village):
        slots.the_desk()
        start = datetime.now(UTC) + timedelta(minutes=10)
        for number in range(3):
            begins = start + timedelta(hours=number)
            db.session.add(Slot(starts_at=begins, ends_at=begins + timedelta(minutes=50)))
