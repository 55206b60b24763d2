"""A small Party history hall to test in: two guides, three exhibits, nobody there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from hub.accounts.models import User
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.models import Village
from hub.villages.models import Season
from hub.visits.models import Visit
from plugins.party_history_hall import booking, hall
from plugins.party_history_hall.models import Exhibit, Group, Guide
from tests.harness.people import a_user, a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
ROOM = "/rooms/party_history_hall"


@state("party_place")
def party_place(app: Flask) -> None:
    """The village and its hall: forty find room, more than thirty is said."""
    village = a_village(app, "石桥村", rooms=["party_history_hall"])
    a_user(app, village, "keeper", rooms=["party_history_hall"])
    with in_village(app, village):
        room = here_room()
        room.warn_above, room.refuse_above = 30, 40
        db.session.add(Season(name="全年", starts_month=1, starts_day=1, opens=time(8), closes=time(22)))
        hall.hold()
        for name in ("讲解员甲", "讲解员乙"):
            db.session.add(Guide(name=name, since=date(2025, 1, 1)))
        for number, name in (("A01", "序厅展板"), ("A02", "农具展柜"), ("A03", "宣传屏")):
            db.session.add(Exhibit(number=number, name=name))


def here_room() -> Any:
    from hub.kernel.here import here

    return here.room("party_history_hall")


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


def guide(name: str = "讲解员甲") -> Guide:
    return db.session.scalars(select(Guide).where(Guide.name == name)).one()


def exhibit(number: str = "A01") -> Exhibit:
    return db.session.scalars(select(Exhibit).where(Exhibit.number == number)).one()


def wanted(heads: int = 20, hours: float = 1, **more: Any) -> booking.Wanted:
    """A group, so many hours from now, for an hour."""
    at = datetime.now(UTC) + timedelta(hours=hours)
    given = {"organisation": "第一党支部", "kind": "party_day", "minutes": 60} | more
    return booking.Wanted(heads=heads, starts_at=at, **given)


def book(heads: int = 20, hours: float = 1, **more: Any) -> Group:
    """The same, booked; the first part of it."""
    return booking.book(wanted(heads, hours, **more)).groups[0]


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


def visits() -> list[Visit]:
    return list(db.session.scalars(select(Visit).order_by(Visit.id)))
