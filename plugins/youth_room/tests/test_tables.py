"""The room's migrations make exactly the tables that its models describe, and none of them could hold a child."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

from hub.kernel import migrate
from hub.kernel.database import db
from hub.kernel.revisions import differences
from plugins.youth_room.models import Base


def the_part(app) -> migrate.Part:
    return next(part for part in migrate.parts(app) if part.id == "youth_room")


def test_models_are_what_was_migrated(app):
    with app.app_context(), db.engine.connect() as connection:
        assert differences(connection, the_part(app)) == []


@pytest.mark.parametrize(
    ("table", "open_while"), [("session", "closed_at IS NULL"), ("lending", "ended_at IS NULL")]
)
def test_one_session_a_zone_and_one_place_a_set_are_partial_unique_indexes(app, table, open_while):
    with app.app_context(), db.engine.connect() as connection:
        indexes = {index["name"]: index for index in inspect(connection).get_indexes(f"youth_room__{table}")}
    index = indexes[f"uq_youth_room__{table}_open"]
    assert index["unique"]
    assert any(open_while in str(value) for value in index["dialect_options"].values())


@pytest.mark.backends("sqlite")
def test_no_table_points_at_a_resident(app):
    pointing = {
        key.column.table.name for table in Base.metadata.tables.values() for key in table.foreign_keys
    }
    assert "resident" not in pointing


def test_the_tables_can_be_dropped_and_made_again(app, settings):
    names = set(migrate.drop_part(settings, "youth_room"))
    assert "youth_room__session" in names
    migrate.upgrade_part(settings, the_part(app))
    with app.app_context():
        assert names <= set(inspect(db.engine).get_table_names())
