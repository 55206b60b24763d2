"""A mediation room to test in: a keeper, and one dispute that is registered."""

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
from hub.kernel.here import here
from hub.kernel.models import Village
from plugins.mediation_room import handling, mediators, registering, settling
from plugins.mediation_room.models import Case
from plugins.mediation_room.registering import Registration
from tests.harness.people import a_user, a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
ROOM = "/rooms/mediation_room"
FIRST, SECOND, PHONE = "甲某测试名", "乙某测试名", "19900001234"
MATTER, SAID, AGREED = "水沟走向的事实", "渠边第三棵柳树下说的", "下次带当年的字据"
SECRET, TERMS, DUTY, WORDS = "单独说的心里话", "协议里的第一条", "把沟清好这件事", "回访时的说明话"
PLAIN = (FIRST, SECOND, PHONE, MATTER, SAID, AGREED, SECRET, TERMS, DUTY, WORDS)


def _place(app: Flask) -> None:
    village = a_village(app, "石桥村", rooms=["mediation_room"])
    a_user(app, village, "keeper", rooms=["mediation_room"])


@state("mediation_place")
def mediation_place(app: Flask) -> None:
    """The village and its room."""
    _place(app)


@state("mediation_case")
def mediation_case(app: Flask) -> None:
    """A dispute whose two sides agree, not accepted yet."""
    _place(app)
    with there(app):
        register()


@state("mediation_browser")
def mediation_browser(app: Flask) -> None:
    """The village alone, for the browser has the machine's own clock."""
    _place(app)


def the_village(app: Flask) -> int:
    """The id of the village."""
    with app.app_context():
        return db.session.scalars(select(Village.id).order_by(Village.id)).first() or 0


@contextmanager
def there(app: Flask) -> Iterator[None]:
    """In the village as its keeper, with all permissions. Committed at the end."""
    village = the_village(app)
    with app.app_context():
        user = db.session.scalars(select(User).order_by(User.id)).first()
    with in_village(app, village, user):
        yield


def register(**other: Any) -> Case:
    said = {"kind": "water", "source": "asked", "matter": MATTER, "first": FIRST, "second": SECOND,
            "first_phone": PHONE, "both": True}  # fmt: skip
    return registering.register(Registration(**(said | other)))


def the_case() -> Case:
    return db.session.scalars(select(Case).order_by(Case.id)).first() or register()


def me() -> str:
    """The key of whoever acts."""
    assert here.user
    return f"{mediators.KEEPER}{here.user.id}"


def accepted(**other: Any) -> Case:
    case = the_case() if not other else register(**other)
    handling.accept(case.id, [me()], asked=True)
    handling.inform(case.id)
    return case


def mediated(**other: Any) -> Case:
    """Accepted, heard in private, and met."""
    case = accepted(**other)
    party = mediators.parties_of(case.id)[1]
    handling.hear(case.id, party.id, here.now, "home", SECRET)
    handling.meet(case.id, here.now, "room", 3, SAID, AGREED)
    return case


def agreed(form: str = "written", **other: Any) -> Case:
    case = mediated(**other)
    settling.agree(case.id, form, here.today, TERMS, DUTY, here.today + timedelta(days=10))
    return case


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0
