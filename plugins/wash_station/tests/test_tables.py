"""The room's migrations make exactly the tables that its models describe."""

from __future__ import annotations

from sqlalchemy import inspect

from hub.kernel import migrate
from hub.kernel.database import db
from hub.kernel.revisions import differences


def the_part(app) -> migrate.Part:
    return next(part for part in migrate.parts(app) if part.id == "wash_station")


def test_models_are_what_was_migrated(app):
    with app.app_context(), db.engine.connect() as connection:
        assert differences(connection, the_part(app)) == []


def test_one_user_a_bay_and_one_outage_a_bay_are_partial_unique_indexes(app):
    with app.app_context(), db.engine.connect() as connection:
        for table in ("use", "outage"):
            indexes = {
                index["name"]: index for index in inspect(connection).get_indexes(f"wash_station__{table}")
            }
            index = indexes[f"uq_wash_station__{table}_open"]
            assert index["unique"]
            assert any("ended_at IS NULL" in str(value) for value in index["dialect_options"].values())


def test_the_tables_can_be_dropped_and_made_again(app, settings):
    names = set(migrate.drop_part(settings, "wash_station"))
    assert "wash_station__bay" in names
    migrate.upgrade_part(settings, the_part(app))
    with app.app_context():
        assert names <= set(inspect(db.engine).get_table_names())
