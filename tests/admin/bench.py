"""Two villages with a workbench: the first with 130 tools and 60 loans, the second with one of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import make_url

from hub.app import create_app
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.migrate import owner_engine
from hub.kernel.security import close_after_migration
from hub.people.models import Resident
from tests.harness.people import a_village
from tests.harness.states import state

HALLS = Path(__file__).parent / "halls"
HERE, THERE = 1, 2
TOOLS, LOANS = 130, 60
BORN = datetime(2025, 1, 1, 2, 0, tzinfo=UTC)


@state("workbench")
def workbench(app: Flask) -> None:
    """Built with an app of its own: the shared one does not have this room."""
    settings = app.extensions["hub"].settings
    own = create_app(settings.model_copy(update={"rooms_dirs": [HALLS]}))
    models = models_of(own)
    make_tables(settings, models.Base.metadata)
    for name in ("甲村", "乙村"):
        a_village(own, name, rooms=["workbench"])
    with in_village(own, HERE):
        fill(models)
    with in_village(own, THERE):
        tool = models.Tool(number="X-1", name="邻村的锯")
        db.session.add(tool)
        db.session.flush()
        db.session.add(models.Loan(tool_id=tool.id, out_at=BORN))
    with own.app_context():
        db.engine.dispose()


def models_of(app: Flask) -> Any:
    import importlib

    return importlib.import_module(app.extensions["hub"].rooms.get("workbench").found.package + ".models")


def make_tables(settings: Any, metadata: Any) -> None:
    """As a migration does, row-level security included."""
    engine = owner_engine(settings)
    role = make_url(settings.database).username if settings.database_owner_url else None
    with engine.begin() as connection:
        metadata.create_all(connection)
        close_after_migration(connection, "workbench__", role)
    engine.dispose()


def fill(models: Any) -> None:
    people = [
        Resident(name=name, phone=phone) for name, phone in (("王小明", "19900008842"), ("艾力·买买提", ""))
    ]
    tools = [
        models.Tool(
            number=f"T-{n:03d}",
            name=("锤子", "电钻", "=1+1", "<b>锯</b>", "100%_纯")[n % 5],
            state=("in", "in", "out")[n % 3],
            price=None if n % 4 == 0 else Decimal(n % 7) * 25,
            bought_on=None if n % 5 == 0 else date(2024, 1 + n % 12, 1),
            checked_at=None if n % 2 else BORN + timedelta(hours=n // 3),
            dangerous=n % 10 == 0,
        )
        for n in range(1, TOOLS + 1)
    ]
    db.session.add_all([*people, *tools])
    db.session.flush()
    db.session.add_all(
        models.Loan(
            tool_id=tools[n].id,
            resident_id=people[n % 2].id if n % 3 else None,
            out_at=BORN + timedelta(hours=n),
            due_on=None if n % 4 == 0 else date(2025, 1, 1) + timedelta(days=n % 9),
            late=n % 6 == 0,
            heads=n % 3 + 1,
            wish="a" if n % 2 else "",
        )
        for n in range(LOANS)
    )


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """The queries that reach the database inside."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_) -> None:
        if not statement.startswith("BEGIN") and "set_config" not in statement:
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
