"""A small wash station to test in: two bays for cars, one for carpets, nobody there."""

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
from hub.visits.models import Visit
from plugins.wash_station import washing
from plugins.wash_station.bays import CODES, glance
from plugins.wash_station.models import Bay, Consumable, Use
from tests.harness.people import Client, a_user, a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
ROOM = "/rooms/wash_station"


@state("wash_place")
def wash_place(app: Flask) -> None:
    """The village and its station."""
    village = a_village(app, "石桥村", rooms=["wash_station"])
    a_user(app, village, "keeper", rooms=["wash_station"])
    with in_village(app, village):
        for number, kind, minutes in (("1", "car", 40), ("2", "car", 40), ("3", "carpet", 90)):
            bay = Bay(number=number, kind=kind, minutes=minutes)
            CODES.give(bay)
            db.session.add(bay)
        db.session.add(Consumable(name="洗车液", unit="桶", stock=5, low_at=2))


def the_village(app: Flask) -> int:
    """The id of the village."""
    with app.app_context():
        return db.session.scalars(select(Village.id).order_by(Village.id)).first() or 0


@contextmanager
def there(app: Flask, *, keeper: bool = False) -> Iterator[None]:
    """In the village, with all permissions; as the keeper, or as nobody. Committed at the end."""
    village, user = the_village(app), None
    if keeper:
        with app.app_context():
            user = db.session.scalars(select(User).order_by(User.id)).first()
    with in_village(app, village, user):
        yield


def bay(number: str = "1") -> Bay:
    return db.session.scalars(select(Bay).where(Bay.number == number)).one()


def state_of(number: str = "1") -> str:
    """What a bay is, read anew."""
    db.session.expire_all()
    return glance(bay(number)).state


def book(number: str = "1", hours: float = 2) -> Use:
    """A booking, so many hours from now."""
    return washing.book(bay(number).id, datetime.now(UTC) + timedelta(hours=hours))


def start(number: str = "1", source: str = "keeper") -> Use:
    return washing.start(bay(number).id, source=source)


def apart(row: Any) -> Any:
    """A row as it is now, to be looked at when its session is gone."""
    db.session.flush()
    db.session.refresh(row)
    db.session.expunge(row)
    return row


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


def visits() -> int:
    return count(Visit)


def code_of(app: Flask, number: str = "1") -> str:
    """The code on a bay's wall, as it stands in an address."""
    with there(app):
        code = CODES.of(bay(number))
        assert code
        return code.replace("-", "")


def phone(app: Flask) -> Client:
    """A browser in which nobody is signed in."""
    return Client(app, app.response_class, use_cookies=True)
