"""A small points shop to test in: two rules, three kinds of goods, two residents, two keepers."""

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
from hub.points.services import earn
from plugins.points_shop import claiming, publishing, redeeming, rules
from plugins.points_shop.models import Claim, Goods, Redemption, Rule
from tests.harness.people import a_user, a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
TODAY = date(2025, 11, 20)
WANG, AILI = "王小明", "艾力·买买提"


@state("points_shop_place")
def points_shop_place(app: Flask) -> None:
    """The village and its shop, with nothing claimed and nothing redeemed."""
    village = a_village(app, "石桥村", rooms=["points_shop"])
    for _keeper in range(2):
        a_user(app, village, "keeper", rooms=["points_shop"])
    with in_village(app, village):
        create_resident(WANG, "19900008842")
        create_resident(AILI, "19900000317")
        rules.make("义务清雪", 5, 10, "组长在场")
        rules.make("照看孤老", 10)
        for name, price, stock, low_at in (("牙膏", 6, 12, 10), ("洗衣粉", 10, 5, 2), ("炒锅", 60, 1, 0)):
            db.session.add(Goods(name=name, unit="件", price=price, stock=stock, low_at=low_at))


def the_village(app: Flask) -> int:
    """The id of the village."""
    with app.app_context():
        return db.session.scalars(select(Village.id)).one()


@contextmanager
def there(app: Flask, keeper: int = 0) -> Iterator[None]:
    """In the village, with all permissions; as the first or second keeper, or (0) as nobody. Committed at the end."""
    village, user = the_village(app), None
    if keeper:
        with app.app_context():
            user = db.session.scalars(select(User).order_by(User.id)).all()[keeper - 1]
    with in_village(app, village, user):
        yield


def person(name: str = WANG) -> Resident:
    return db.session.scalars(select(Resident).where(Resident.name == name)).one()


def rule(deed: str = "义务清雪") -> Rule:
    return db.session.scalars(select(Rule).where(Rule.deed == deed, Rule.ended_on.is_(None))).one()


def goods(name: str = "牙膏") -> Goods:
    return db.session.scalars(select(Goods).where(Goods.name == name)).one()


def claim(deed: str = "义务清雪", name: str = WANG, done_on: date = TODAY) -> Claim:
    """Somebody claims a deed."""
    return claiming.claim(rule(deed).id, person(name), done_on, "一组路口")


def give(number: int, name: str = WANG) -> None:
    """Points out of nowhere."""
    earn(person(name).id, number, text="测试", source=("test.gift", person(name).id))


def redeem(name: str = WANG, token: str = "", **numbers: int) -> Redemption:
    """Goods for points: `redeem(牙膏=2)`."""
    return redeeming.redeem(person(name), {goods(key).id: n for key, n in numbers.items()}, token=token)


def published(app: Flask) -> int:
    """A claim that one keeper took, the other verified, and that hangs out. Answers its id."""
    with there(app, 1):
        id = claim().id
    with there(app, 2):
        claiming.verify(id)
        publishing.publish()
    return id


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0
