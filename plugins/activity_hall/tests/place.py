"""A small activity hall to test in: two halls, four pieces of equipment, nobody there yet."""

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
from hub.kernel.here import here
from hub.kernel.models import Village
from hub.kits.booking import Repeat
from hub.villages.models import Season
from plugins.activity_hall import asking
from plugins.activity_hall.models import Booking, Event, Hall, Thing
from tests.harness.people import a_user, a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
TODAY = date(2025, 11, 20)
FRIDAY = date(2025, 11, 21)
ROOM = "/rooms/activity_hall"
EVENING = (time(20), time(21, 30))
DANCERS, CHOIR = "广场舞一队", "石榴花合唱队"
PHONE = "19900008842"


@state("activity_place")
def activity_place(app: Flask) -> None:
    """The village and its halls, open from nine to half past ten."""
    village = a_village(app, "石桥村", rooms=["activity_hall"])
    a_user(app, village, "keeper", rooms=["activity_hall"])
    with in_village(app, village):
        if not db.session.scalars(select(Season)).first():
            db.session.add(
                Season(name="冬季", starts_month=1, starts_day=1, opens=time(9), closes=time(22, 30))
            )
        db.session.add_all([Hall(name="活动室"), Hall(name="舞蹈室", most=40)])
        db.session.add_all(Thing(name=name) for name in ("音响", "投影仪", "舞蹈镜", "地板"))


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


def hall(name: str = "活动室") -> Hall:
    return db.session.scalars(select(Hall).where(Hall.name == name)).one()


def thing(name: str = "音响") -> Thing:
    return db.session.scalars(select(Thing).where(Thing.name == name)).one()


def request(day: date = FRIDAY, times: tuple[time, time] = EVENING, **more: Any) -> asking.Request:
    """What the dancers ask for."""
    given = {"hall_id": hall().id, "heads": 20, "group": DANCERS, "purpose": "排练"} | more
    return asking.Request(span=asking.span_of(day, *times), **given)


def ask(
    day: date = FRIDAY, times: tuple[time, time] = EVENING, *, approve: bool = True, **more: Any
) -> Booking:
    """A booking, agreed to unless it is said otherwise."""
    return asking.ask(request(day, times, **more), approve=approve).first


def weekly(times: int = 4, day: date = FRIDAY, **more: Any) -> list[Booking]:
    """Bookings of a rule."""
    return asking.ask(request(day, repeat=Repeat("weekly", times=times), **more)).bookings


def event(booking: Booking) -> Event:
    return db.session.scalars(select(Event).where(Event.booking_id == booking.id)).one()


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant by the village's clock."""
    return datetime.combine(day, time(hour, minute), here.tz).astimezone(UTC)


def days(n: int) -> timedelta:
    return timedelta(days=n)
