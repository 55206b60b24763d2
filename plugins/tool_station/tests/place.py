"""A small tool station to test in: seven tools of every class, gloves, two residents, one of them briefed."""

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
from plugins.tool_station import lending
from plugins.tool_station.lending import Handout
from plugins.tool_station.models import Briefing, Loan, Supply, Tool
from tests.harness.people import a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the village
TODAY = date(2025, 11, 20)
WANG, AILI = "王小明", "艾力·买买提"
TOOLS = (
    Tool(number="T-01", name="扳手套装", kind="扳手", grade="A", parts="套筒、棘轮扳手", shelf="甲1"),
    Tool(number="T-02", name="打气筒", kind="打气筒", grade="A"),
    Tool(
        number="T-03",
        name="电钻",
        kind="电钻",
        grade="B",
        parts="钻头盒、夹头钥匙",
        gear="护目镜",
        safety="戴好护目镜。",
    ),
    Tool(number="T-04", name="电焊机", kind="电焊机", grade="C", gear="焊接面罩", safety="全程戴面罩。"),
)


@state("tool_place")
def tool_place(app: Flask) -> None:
    """The village and its tool station, with nothing lent."""
    village = a_village(app, "石桥村", rooms=["tool_station"])
    with in_village(app, village):
        create_resident(WANG, "19900008842")
        aili = create_resident(AILI, "19900000317")
        gloves = Supply(name="劳保手套", unit="副", stock=12, low_at=10)
        db.session.add(gloves)
        db.session.flush()
        for tool in TOOLS:
            columns = {key: value for key, value in vars(tool).items() if not key.startswith("_")}
            supply = gloves.id if tool.grade != "A" else None
            db.session.add(Tool(**columns, supply_id=supply))
        db.session.add(
            Briefing(
                resident_id=aili.id, given_on=date(2025, 6, 1), valid_until=date(2026, 5, 31), adult=True
            )
        )


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


def tool(number: str) -> Tool:
    return db.session.scalars(select(Tool).where(Tool.number == number)).one()


def person(name: str) -> Resident:
    return db.session.scalars(select(Resident).where(Resident.name == name)).one()


def gloves() -> Supply:
    return db.session.scalars(select(Supply)).one()


def handout(number: str = "T-02", name: str = WANG, **more: Any) -> Handout:
    """A tool handed out as it should be, with all its parts and gear."""
    row = tool(number)
    given: dict[str, Any] = {"parts": row.part_names, "gear": row.gear_names, "briefed": row.needs_protection}
    return Handout(tool_id=row.id, borrower=person(name), **given | more)


def lend(number: str = "T-02", name: str = WANG, **more: Any) -> Loan:
    """Lend a tool as it should be."""
    return lending.lend(handout(number, name, **more))


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0
