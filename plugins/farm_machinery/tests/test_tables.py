"""The room's migrations make exactly the tables that its models describe."""

from __future__ import annotations

from sqlalchemy import inspect

from hub.kernel import migrate
from hub.kernel.database import db
from hub.kernel.revisions import differences


def the_part(app) -> migrate.Part:
    return next(part for part in migrate.parts(app) if part.id == "farm_machinery")


def test_models_are_what_was_migrated(app):
    with app.app_context(), db.engine.connect() as connection:
        assert differences(connection, the_part(app)) == []


def test_a_machine_is_out_once_by_a_partial_unique_index(app):
    with app.app_context(), db.engine.connect() as connection:
        indexes = {
            index["name"]: index for index in inspect(connection).get_indexes("farm_machinery__rental")
        }
        index = indexes["uq_farm_machinery__rental_open"]
        assert index["unique"]
        assert any("ended_at IS NULL" in str(value) for value in index["dialect_options"].values())


def test_the_tables_can_be_dropped_and_made_again(app, settings):
    names = set(migrate.drop_part(settings, "farm_machinery"))
    assert "farm_machinery__rental" in names
    migrate.upgrade_part(settings, the_part(app))
    with app.app_context():
        assert names <= set(inspect(db.engine).get_table_names())
