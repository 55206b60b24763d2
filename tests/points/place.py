"""A village with two residents, to post points in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import func, select

from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.models import Village
from hub.people.models import Resident
from hub.people.services import create_resident
from hub.points.models import PointAccount, PointEntry
from hub.points.services import earn
from tests.harness.people import a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)
WANG, AILI = "王小明", "艾力·买买提"


@state("points_place")
def points_place(app: Flask) -> None:
    """Two residents, no points, and no room at all: the ledger needs none."""
    with in_village(app, a_village(app, "石桥村")):
        create_resident(WANG, "19900008842")
        create_resident(AILI, "19900000317")


@contextmanager
def there(app: Flask) -> Iterator[None]:
    """In the village, with all permissions; committed at the end."""
    with app.app_context():
        village = db.session.scalars(select(Village.id)).one()
    with in_village(app, village):
        yield


def person(name: str = WANG) -> int:
    return db.session.scalars(select(Resident.id).where(Resident.name == name)).one()


def give(amount: int, number: int = 1, name: str = WANG) -> PointEntry:
    """Points for an invented deed with a number of its own."""
    return earn(person(name), amount, text="义务清雪", source=("test.deed", number))


def entries() -> list[tuple[int, int, int]]:
    """(seq, amount, balance after) of all that was posted, in order."""
    rows = db.session.scalars(select(PointEntry).order_by(PointEntry.id))
    return [(row.seq, row.amount, row.balance_after) for row in rows]


def sums_agree() -> bool:
    """The balance of every account is the sum of its entries and what the newest says, and is not below zero."""
    db.session.flush()
    for account in db.session.scalars(select(PointAccount).execution_options(populate_existing=True)):
        rows = db.session.scalars(
            select(PointEntry).where(PointEntry.account_id == account.id).order_by(PointEntry.seq)
        ).all()
        running = 0
        for number, row in enumerate(rows, 1):
            running += row.amount
            if (row.seq, row.balance_after) != (number, running) or running < 0:
                return False
        if (account.balance, account.version) != (running, len(rows)):
            return False
    return True


def count(model: type) -> int:
    return db.session.scalar(select(func.count(model.id))) or 0
