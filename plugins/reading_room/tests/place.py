"""A small reading room to test in: five titles, eight copies, three readers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.people.models import Resident
from hub.people.services import create_resident
from plugins.reading_room import books, lending
from plugins.reading_room.models import Copy, Loan, Title
from tests.harness.people import a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
TODAY = date(2025, 11, 20)
WANG, AILI, LI = "王小明", "艾力·买买提", "李芳"
COTTON, RIVER, GOAT, DICTIONARY, PAPER = "棉田手记", "孔雀河畔", "小羊咩咩上学去", "汉语小词典", "石桥农民报"
COTTON_ISBN, RIVER_ISBN = "9787999000013", "9787999000020"
# Copies: 棉田手记 B00001—B00003, 孔雀河畔 B00004, 小羊 B00005 and B00006, 词典 B00007, 报 B00008.
TITLES = (
    ({"name": COTTON, "isbn": COTTON_ISBN, "author": "周大田", "call_number": "S5/1"}, 3),
    ({"name": RIVER, "isbn": RIVER_ISBN, "author": "沈月白", "call_number": "I2/1"}, 1),
    ({"name": GOAT, "author": "果果阿姨", "call_number": "I28/1"}, 2),
    ({"name": DICTIONARY, "call_number": "Z3/1", "stays_in": True}, 1),
    ({"name": PAPER, "call_number": "报刊架", "kind": "magazine"}, 1),
)


@state("reading_room_place")
def reading_room_place(app: Flask) -> None:
    """The village and its reading room, with nothing lent."""
    village = a_village(app, "石桥村", rooms=["reading_room"])
    with in_village(app, village):
        create_resident(WANG, "19900008842")
        create_resident(AILI, "19900000317")
        create_resident(LI, "19900005520")
        for facts, number in TITLES:
            given: dict[str, Any] = {"isbn": "", "author": "", "kind": "book", "stays_in": False} | facts
            row = books.add_title(Title(**given))
            books.add_copies(row, number)
        for copy_row in db.session.scalars(select(Copy)):
            copy_row.added_on = date(2025, 3, 1)
        for title_row in db.session.scalars(select(Title)):
            title_row.added_on = date(2025, 3, 1)


def the_village(app: Flask) -> int:
    """The id of the village."""
    from hub.kernel.models import Village

    with app.app_context():
        return db.session.scalars(select(Village.id)).one()


@contextmanager
def there(app: Flask) -> Iterator[None]:
    """In the village, with all permissions; committed at the end."""
    with in_village(app, the_village(app)):
        yield


def copy(number: str = "B00004") -> Copy:
    return db.session.scalars(select(Copy).where(Copy.number == number)).one()


def title(name: str = RIVER) -> Title:
    return db.session.scalars(select(Title).where(Title.name == name)).one()


def person(name: str = WANG) -> Resident:
    return db.session.scalars(select(Resident).where(Resident.name == name)).one()


def lend(number: str = "B00004", name: str = WANG, **more: Any) -> Loan:
    """Lend a copy as it should be."""
    return lending.lend(copy(number).id, person(name), **more)


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0
