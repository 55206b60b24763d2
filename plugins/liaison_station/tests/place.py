"""A small liaison station to test in: a deputy, a shop, two who work there, nothing taken in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from hub.accounts.models import User
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.models import Village
from hub.villages.calendar import load_year
from plugins.liaison_station import intake, receptions
from plugins.liaison_station.intake import Intake
from plugins.liaison_station.models import Deputy, Matter, Reception, Step, Trader
from tests.harness.people import a_user, a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
TODAY = date(2025, 11, 20)
ROOM = "/rooms/liaison_station"
WHO, PHONE = "王小明", "19900008842"
TEXT = "渠边的路灯坏了三盏"


@state("liaison_place")
def liaison_place(app: Flask) -> None:
    """The village and its station."""
    village = a_village(app, "石桥村", rooms=["liaison_station"])
    for _who in range(2):
        a_user(app, village, "keeper", rooms=["liaison_station"])
    with in_village(app, village):
        load_year(2025)
        load_year(2026)
        db.session.add(Deputy(name="赵永新", level="county", area="全村", phone="19900000001"))
        db.session.add(Trader(shop="河畔拌面馆", trade="food", contact="马春燕", phone="19900000317"))


def the_village(app: Flask) -> int:
    """The id of the village."""
    with app.app_context():
        return db.session.scalars(select(Village.id).where(Village.name == "石桥村")).one()


@contextmanager
def there(app: Flask) -> Iterator[None]:
    """In the village, as the first who works there, with all permissions; committed at the end."""
    with app.app_context():
        worker = db.session.scalars(select(User).order_by(User.id)).first()
    with in_village(app, the_village(app), worker):
        yield


def workers() -> list[int]:
    return list(db.session.scalars(select(User.id).order_by(User.id)))


def deputy() -> Deputy:
    return db.session.scalars(select(Deputy).order_by(Deputy.id)).first()  # type: ignore[return-value]


def trader() -> Trader:
    return db.session.scalars(select(Trader)).one()


def opinion(**more: Any) -> Matter:
    """Take in an opinion; anonymous unless said otherwise."""
    return intake.take_in(Intake(**{"topic": "road", "text": TEXT} | more))


def named(**more: Any) -> Matter:
    """An opinion of somebody who can be called."""
    return opinion(**{"contact": WHO, "phone": PHONE} | more)


def ask_help(**more: Any) -> Matter:
    """A trader's request for help."""
    return opinion(**{"topic": "trade", "trader_id": trader().id} | more)


def a_reception(day: date = date(2025, 11, 24)) -> Reception:
    return receptions.publish(deputy().id, day, time(9, 30), time(11, 30), "用水")


def steps(matter: Matter) -> list[str]:
    """The kinds of the matter's steps."""
    return list(db.session.scalars(select(Step.kind).where(Step.case_id == matter.id).order_by(Step.id)))


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0
