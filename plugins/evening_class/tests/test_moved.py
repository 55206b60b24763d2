"""A village that still has the room's own table of class lists loses it, with the children named in lists that nobody
ever decided on, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import inspect, select

from hub.kernel import migrate
from hub.kernel.database import db
from hub.kernel.erasing import empty_log
from hub.kernel.revisions import differences
from plugins.evening_class import children, evenings, leaving
from plugins.evening_class.models import Attendance, Enrolment, Pickup
from plugins.evening_class.tests.place import HAN, YI, child, come, count, fetched, term, there, tonight

pytestmark = [pytest.mark.state("class_place"), pytest.mark.usefixtures("clock")]
BATCH, ENROLMENT = "evening_class__batch", "evening_class__enrolment"
UNDECIDED = "郑还没决定"


def the_part(app) -> migrate.Part:
    return next(part for part in migrate.parts(app) if part.id == "evening_class")


def make_the_old_table(op: Operations) -> None:
    """The table as the room's first revision once made it, and the column that pointed at it."""
    op.create_table(
        BATCH,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.UniqueConstraint("village_id", "id", name=f"uq_{BATCH}_village_id_id"),
        sa.ForeignKeyConstraint(
            ["village_id", "term_id"], ["evening_class__term.village_id", "evening_class__term.id"]
        ),
    )
    with op.batch_alter_table(ENROLMENT) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.create_index(f"ix_{ENROLMENT}_village_id_batch_id", ["village_id", "batch_id"])
        batch_op.create_foreign_key(
            f"fk_{ENROLMENT}_village_id_batch_id", BATCH, ["village_id", "batch_id"], ["village_id", "id"]
        )


@pytest.fixture
def before(app):
    """An old village: a list that waits, a child that came with another one, an evening."""
    with there(app):
        ids = {"village": term().village_id, "term": term().id}
    settings, part = app.extensions["hub"].settings, the_part(app)
    with migrate.migrating(settings, part) as connection:
        command.downgrade(migrate.config_for(part, connection), "0001")
        tables = [model.__table__ for model in (Enrolment, Pickup)]
        rows = [[dict(row) for row in connection.execute(select(t)).mappings()] for t in tables]
        for table in reversed(tables):
            connection.execute(table.delete())
        make_the_old_table(Operations(MigrationContext.configure(connection)))
        connection.execute(
            sa.text(
                f"INSERT INTO {BATCH} (id, village_id, term_id, state, content)"
                " VALUES (1, :village, :term, 'checked', :said), (2, :village, :term, 'done', '')"
            ),
            {**ids, "said": f"姓名,监护人\n{UNDECIDED},郑家长"},
        )
        for table, its_rows in zip(tables, rows, strict=True):
            connection.execute(table.insert(), its_rows)
        connection.execute(sa.text(f"UPDATE {ENROLMENT} SET batch_id = 2 WHERE id = 2"))
    with there(app):
        fetched(HAN)
        leaving.release_by_phone(come(YI).id, "19900001033", "孙外婆", "孙舅舅没有名")


def go_on(app) -> None:
    migrate.upgrade_part(app.extensions["hub"].settings, the_part(app))


def kept(app) -> list[list[dict]]:
    """All that is known of children, as it is written in the tables."""
    with there(app):
        return [
            [
                {name: value for name, value in vars(row).items() if name[0] != "_"}
                for row in db.session.scalars(select(model).order_by(model.id))
            ]
            for model in (Enrolment, Pickup, Attendance)
        ]


def test_the_table_is_gone_and_every_child_stays(app, before):
    everything = kept(app)
    assert [len(rows) for rows in everything] == [4, 5, 2]
    go_on(app)
    assert kept(app) == everything
    with app.app_context(), db.engine.connect() as connection:
        assert not inspect(connection).has_table(BATCH)
        assert differences(connection, the_part(app)) == []


def test_what_points_at_a_child_still_goes_with_it(app, before):
    go_on(app)
    with there(app):
        children.enrol(term().id, children.Child("周新来", "周家长", "19900001009"))
        evenings.close(tonight().id)
        children.erase(child(HAN).id)
        assert [count(model) for model in (Enrolment, Pickup, Attendance)] == [4, 4, 1]


@pytest.mark.backends("sqlite")
def test_no_byte_of_the_list_is_left_in_the_file(app, before):
    assert UNDECIDED.encode() in bytes_of(app)  # it was there: the search finds what it looks for
    go_on(app)
    with app.app_context():
        assert empty_log()
    assert UNDECIDED.encode() not in bytes_of(app)
    assert HAN.encode() in bytes_of(app)


def test_a_village_that_never_had_it_goes_on_as_it_is(app):
    everything = kept(app)
    settings, part = app.extensions["hub"].settings, the_part(app)
    with migrate.migrating(settings, part) as connection:
        command.downgrade(migrate.config_for(part, connection), "0001")
    go_on(app)
    assert kept(app) == everything


def bytes_of(app) -> bytes:
    home = Path(app.extensions["hub"].settings.home)
    return b"".join(file.read_bytes() for file in sorted(home.rglob("*")) if file.is_file())
