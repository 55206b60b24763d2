"""A small yard to test in: a plough with a licence and a buffer, two sprayers, three residents with points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import Village
from hub.people.models import Resident
from hub.people.services import create_resident
from hub.points.services import earn
from plugins.farm_machinery import handing, queue, renting, settling
from plugins.farm_machinery.handing import Look
from plugins.farm_machinery.models import Machine, Rental, Wait
from tests.harness.people import a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
TODAY = date(2025, 11, 20)
WANG, AILI, LI = "王小明", "艾力·买买提", "李秀英"
PLOUGH, SPRAYER, SECOND = "N-05", "N-01", "N-02"


@state("farm_machinery_place")
def farm_machinery_place(app: Flask) -> None:
    """The village and its yard, nothing rented; the points shop is there too."""
    village = a_village(app, "石桥村", rooms=["farm_machinery", "points_shop"])
    with in_village(app, village):
        for name, phone in ((WANG, "19900008842"), (AILI, "19900000317"), (LI, "19900005520")):
            create_resident(name, phone)
        a_machine(PLOUGH, "深耕机", "深耕机", "150", points_rate=50, licence=True, buffer_days=1, deposit="400",
                  checklist="犁体、机油", late_fee="75", late_cap="200", service_every=100)  # fmt: skip
        a_machine(
            SPRAYER,
            "自走式打药机",
            "打药机",
            "120",
            points_rate=40,
            deposit="300",
            late_fee="60",
            late_cap="100",
        )
        a_machine(SECOND, "背负式打药机", "打药机", "30")
        db.session.flush()
        for name in (WANG, AILI, LI):
            earn(person(name).id, 200, text="测试", source=("test.gift", person(name).id))


def a_machine(number: str, name: str, kind: str, rate: str, **more: Any) -> None:
    for column in ("deposit", "late_fee", "late_cap"):
        more[column] = Decimal(more.get(column, 0))
    db.session.add(
        Machine(number=number, name=name, kind=kind, day_rate=Decimal(rate), since=date(2025, 1, 1), **more)
    )


def the_village(app: Flask) -> int:
    """The id of the village."""
    with app.app_context():
        return db.session.scalars(select(Village.id).order_by(Village.id)).first() or 0


@contextmanager
def there(app: Flask) -> Iterator[None]:
    """In the village, with all permissions. Committed at the end."""
    with in_village(app, the_village(app)):
        yield


def person(name: str = WANG) -> Resident:
    return db.session.scalars(select(Resident).where(Resident.name == name)).one()


def machine(number: str = PLOUGH) -> Machine:
    return db.session.scalars(select(Machine).where(Machine.number == number)).one()


def day(away: int) -> date:
    """So many days from today."""
    return here.today + timedelta(days=away)


def ask(
    number: str = PLOUGH,
    name: str = WANG,
    first: int = 0,
    days: int = 1,
    *,
    points_days: int = 0,
    approve: bool = True,
) -> Rental:
    """Somebody asks for a machine, from so many days away on."""
    return renting.request(
        machine(number).id,
        person(name),
        day(first),
        day(first + days - 1),
        points_days=points_days,
        approve=approve,
    )


def look(row: Rental, *, hours: int = 0, damaged: bool = False, note: str = "") -> Look:
    """All there and whole; the machine ran so many hours more."""
    return Look(row.machine.hours + hours, row.machine.checks, damaged, note)


def out(row: Rental, **more: Any) -> Rental:
    """It goes out as it should."""
    return handing.hand_out(row.id, look(row), licence_seen=True, deposit=row.deposit, **more)


def back(row: Rental, *, hours: int = 0, damage: str = "0", damaged: bool = False) -> Rental:
    """It comes back and is looked at."""
    handing.take_back(row.id)
    note = "刮了" if damaged or Decimal(damage) else ""
    return handing.inspect(row.id, look(row, hours=hours, damaged=damaged, note=note), damage=Decimal(damage))


def settle(row: Rental, **more: Any) -> Rental:
    return settling.settle(row.id, **more)


def wait(kind: str = "深耕机", name: str = WANG, first: int = 0, last: int = 9, days: int = 2) -> Wait:
    return queue.join(kind, person(name), day(first), day(last), days)


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0
