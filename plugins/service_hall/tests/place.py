"""A small service hall to test in: three items, two residents, a year's holidays, two who work there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from hub.accounts.models import User
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.models import Village
from hub.people.models import Resident
from hub.people.services import create_resident
from hub.villages.calendar import load_year
from plugins.service_hall import intake
from plugins.service_hall.intake import Intake
from plugins.service_hall.models import Item, Request, Step
from tests.harness.people import a_user, a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
TODAY = date(2025, 11, 20)
ROOM_URL = "/rooms/service_hall"
WANG, AILI = "王小明", "艾力·买买提"
LOW, CARD, COPY = "最低生活保障申请", "社会保障卡补换", "材料复印"
ITEMS = (
    {
        "name": LOW,
        "category": "civil",
        "days": 20,
        "materials": "身份证原件\n户口簿原件",
        "office": "镇民政窗口",
    },
    {"name": CARD, "category": "social", "days": 5, "materials": "身份证原件", "office": "镇社保窗口"},
    {"name": COPY, "category": "other", "days": 1},
)


@state("hall_place")
def hall_place(app: Flask) -> None:
    """The village and its service hall, with nothing taken in."""
    village = a_village(app, "石桥村", rooms=["service_hall"])
    for _who in range(2):
        a_user(app, village, "keeper", rooms=["service_hall"])
    with in_village(app, village):
        create_resident(WANG, "19900008842")
        create_resident(AILI, "19900000317")
        load_year(2025)
        load_year(2026)
        for item in ITEMS:
            db.session.add(Item(**item))


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


def item(name: str = CARD) -> Item:
    return db.session.scalars(select(Item).where(Item.name == name)).one()


def person(name: str) -> Resident:
    return db.session.scalars(select(Resident).where(Resident.name == name)).one()


def accept(name: str = CARD, who: str | None = WANG, **more: Any) -> Request:
    """Accept a request with all its materials."""
    row = item(name)
    given: dict[str, Any] = {"papers": row.papers, "resident": person(who) if who else None}
    request = intake.accept(Intake(item_id=row.id, **given | more))
    db.session.flush()
    return request


def steps(request: Request) -> list[str]:
    """The kinds of the request's steps."""
    return list(db.session.scalars(select(Step.kind).where(Step.case_id == request.id).order_by(Step.id)))


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0
