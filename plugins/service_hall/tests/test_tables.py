"""The room's migrations make exactly the tables that its models describe."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from hub.kernel import migrate
from hub.kernel.database import db
from plugins.service_hall.models import Base


def test_models_are_what_was_migrated(app):
    with app.app_context():
        part = next(part for part in migrate.parts(app) if part.id == "service_hall")
        with db.engine.connect() as connection:
            options = {
                "compare_type": True,
                "version_table": part.version_table,
                "include_name": lambda name, kind, _parents: kind != "table" or part.owns(name),
            }
            context = MigrationContext.configure(connection, opts=options)
            found = compare_metadata(context, Base.metadata)
    assert [difference for difference in found if "alembic_version" not in str(difference)] == []


def test_the_tables_can_be_dropped_and_made_again(app, settings):
    names = set(migrate.drop_part(settings, "service_hall"))
    assert "service_hall__request" in names
    part = next(part for part in migrate.parts(app) if part.id == "service_hall")
    migrate.upgrade_part(settings, part)
    engine = create_engine(settings.owner_database) if settings.database_owner_url else None
    if engine is not None:
        assert names <= set(inspect(engine).get_table_names())
        engine.dispose()
