"""The room's migrations make exactly the tables that its models describe."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from hub.kernel import migrate
from hub.kernel.database import db
from plugins.reading_room.models import Base


def test_models_are_what_was_migrated(app):
    with app.app_context():
        part = next(part for part in migrate.parts(app) if part.id == "reading_room")
        with db.engine.connect() as connection:
            options = {
                "compare_type": True,
                "version_table": part.version_table,
                "include_name": lambda name, kind, _parents: kind != "table" or part.owns(name),
            }
            context = MigrationContext.configure(connection, opts=options)
            found = compare_metadata(context, Base.metadata)
    assert [difference for difference in found if "alembic_version" not in str(difference)] == []


def test_one_open_loan_a_copy_is_a_partial_unique_index(app):
    with app.app_context(), db.engine.connect() as connection:
        indexes = inspect(connection).get_indexes("reading_room__loan")
        index = next(index for index in indexes if index["name"] == "uq_reading_room__loan_open")
        assert index["unique"]
        assert any("ended_at IS NULL" in str(value) for value in index["dialect_options"].values())


def test_the_tables_can_be_dropped_and_made_again(app, settings):
    names = set(migrate.drop_part(settings, "reading_room"))
    assert "reading_room__loan" in names
    part = next(part for part in migrate.parts(app) if part.id == "reading_room")
    migrate.upgrade_part(settings, part)
    engine = create_engine(settings.owner_database) if settings.database_owner_url else None
    if engine is not None:
        assert names <= set(inspect(engine).get_table_names())
        engine.dispose()
