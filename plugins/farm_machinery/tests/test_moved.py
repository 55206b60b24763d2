"""A village that had services and repairs in one table has them all afterwards, and once more when it goes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from alembic import command
from sqlalchemy import MetaData, Table, select

from hub.kernel import migrate
from hub.kernel.database import db
from plugins.farm_machinery import upkeep
from plugins.farm_machinery.models import Fault, Outage, Service, Serviced
from plugins.farm_machinery.tests.place import PLOUGH, SPRAYER, ask, count, machine, out, there
from plugins.farm_machinery.tests.test_tables import the_part

pytestmark = pytest.mark.state("farm_machinery_place")
DAY = timedelta(days=1)
NOON = datetime(2025, 11, 10, 4, tzinfo=UTC)
# Machine, kind, what, opened, closed, outcome, result, cost, due
BEFORE = [
    (SPRAYER, "repair", "喷头堵了", NOON, NOON + 2 * DAY, "done", "换了", "30", None),
    (SPRAYER, "repair", "轮胎扎了", NOON + DAY, NOON + 4 * DAY, "dropped", "没有扎", None, None),
    (SPRAYER, "repair", "漏药", NOON + 6 * DAY, None, "", "", None, None),
    (PLOUGH, "service", "换机油", NOON, NOON + 3 * DAY, "done", "换好了", "80", date(2025, 11, 12)),
    (PLOUGH, "service", "紧皮带", NOON, NOON + 3 * DAY, "dropped", "不用紧", None, date(2025, 11, 12)),
    (PLOUGH, "service", "打黄油", NOON, None, "", "", None, date(2025, 11, 25)),
]


def go_to(app, revision: str) -> None:
    part = the_part(app)
    steps = command.downgrade if revision == "0001" else command.upgrade
    with migrate.migrating(app.extensions["hub"].settings, part) as connection:
        steps(migrate.config_for(part, connection), revision)


def old_rows(app) -> list[tuple]:
    with migrate.migrating(app.extensions["hub"].settings, the_part(app)) as connection:
        table = Table("farm_machinery__service", MetaData(), autoload_with=connection, resolve_fks=False)
        rows = connection.execute(
            select(table.c.kind, table.c.what, table.c.outcome, table.c.result, table.c.cost)
        )
        return sorted(tuple(row) for row in rows)


@pytest.fixture
def moved(app, clock):
    """The old rows, written at the old revision, and brought to the new one."""
    with there(app):
        out(ask(PLOUGH))
        ids = {name: machine(name).id for name in (PLOUGH, SPRAYER)}
        village = machine().village_id
    go_to(app, "0001")
    with migrate.migrating(app.extensions["hub"].settings, the_part(app)) as connection:
        table = Table("farm_machinery__service", MetaData(), autoload_with=connection, resolve_fks=False)
        naive = connection.dialect.name == "sqlite"
        for id, (name, kind, what, opened, closed, outcome, result, cost, due) in enumerate(BEFORE, start=5):
            moments = [at.replace(tzinfo=None) if at and naive else at for at in (opened, closed)]
            connection.execute(
                table.insert().values(
                    id=id, village_id=village, machine_id=ids[name], kind=kind, what=what, opened_at=moments[0],
                    closed_at=moments[1], outcome=outcome, result=result, due_on=due,
                    cost=Decimal(cost) if cost else None,
                )
            )  # fmt: skip
        machines = Table("farm_machinery__machine", MetaData(), autoload_with=connection, resolve_fks=False)
        connection.execute(machines.update().where(machines.c.id == ids[SPRAYER]).values(state="repair"))
    go_to(app, "0002")


def test_repairs_are_faults_and_outages(app, moved):
    with there(app):
        faults = db.session.scalars(select(Fault).order_by(Fault.id)).all()
        assert [(row.what, row.state, row.outcome, row.cost) for row in faults] == [
            ("喷头堵了", "fixed", "换了", Decimal("30.00")), ("轮胎扎了", "dismissed", "没有扎", None),
            ("漏药", "open", "", None),
        ]  # fmt: skip
        outages = db.session.scalars(select(Outage).order_by(Outage.id)).all()
        assert [(row.began_at, row.ended_at) for row in outages] == [
            (NOON, NOON + 4 * DAY), (NOON + 6 * DAY, None),
        ]  # fmt: skip
        sprayer = machine(SPRAYER)
        assert (sprayer.state, sprayer.condition, sprayer.out_since) == ("in", "broken", NOON + 6 * DAY)
        assert (machine().state, machine().out_since) == ("out", None)


def test_services_are_planned_and_done(app, moved):
    with there(app):
        services = db.session.scalars(select(Service).order_by(Service.id)).all()
        assert [(row.name, row.planned, row.due_on, row.ended_on, row.ended_why) for row in services] == [
            ("换机油", False, date(2025, 11, 12), date(2025, 11, 13), ""),
            ("紧皮带", False, date(2025, 11, 12), date(2025, 11, 13), "不用紧"),
            ("打黄油", True, date(2025, 11, 25), None, ""),
        ]
        done = db.session.scalars(select(Serviced)).one()
        assert (done.service.name, done.done_on, done.note, done.cost) == (
            "换机油", date(2025, 11, 13), "换好了", Decimal("80.00"),
        )  # fmt: skip


def test_what_is_written_afterwards_gets_a_number_of_its_own(app, moved):
    with there(app):
        upkeep.plan(machine().id, "查", date(2025, 12, 1))
        upkeep.report(machine("N-02").id, "坏了")


def test_back_again_nothing_is_lost(app, moved):
    go_to(app, "0001")
    assert old_rows(app) == sorted(
        (kind, what, outcome, result, Decimal(cost) if cost else None)
        for _name, kind, what, _opened, _closed, outcome, result, cost, _due in BEFORE
    )
    go_to(app, "0002")
    with there(app):
        assert count(Fault) == 3
