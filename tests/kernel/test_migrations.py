"""Models == migrations, for the core and for every room; enabling, adding years later, removing, purging."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import inspect
from sqlalchemy import text as sql

from hub.kernel.database import db
from hub.kernel.migrate import CORE, behind, drop_part, owner_engine, parts, upgrade
from hub.kernel.revisions import differences, write_revision
from hub.kernel.security import village_tables
from hub.settings import Settings


class TestModelsEqualMigrations:
    def test_for_the_core_and_every_room(self, app: Flask) -> None:
        with app.app_context(), db.engine.connect() as connection:
            assert {part.id: found for part in parts(app) if (found := differences(connection, part))} == {}

    def test_so_no_new_revision_is_written(self, app: Flask) -> None:
        before = sorted(CORE.versions.iterdir())
        assert write_revision(CORE, "Nothing") is None
        assert sorted(CORE.versions.iterdir()) == before


class TestUpgrading:
    def test_twice_is_once(self, app: Flask) -> None:
        assert upgrade(app) == {}
        with app.app_context(), db.engine.connect() as connection:
            assert behind(app, connection) == []

    def test_every_part_has_its_own_version_table(self, app: Flask) -> None:
        with app.app_context():
            names = set(inspect(db.engine).get_table_names())
        assert {part.version_table for part in parts(app)} <= names

    def test_every_village_table_is_held_by_row_level_security(self, app: Flask, backend: str) -> None:
        if backend == "sqlite":
            return  # there the session alone keeps villages apart
        with app.app_context(), db.engine.connect() as connection:
            for part in parts(app):
                for table in village_tables(connection, part.prefix):
                    held = connection.execute(
                        sql("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = :name"),
                        {"name": table},
                    ).one()
                    assert tuple(held) == (True, True), table


class TestPurging:
    def test_a_room_goes_with_its_tables_and_comes_back_empty(self, app: Flask, settings: Settings) -> None:
        room = next(part for part in parts(app) if part is not CORE)
        dropped = drop_part(settings, room.id)
        assert set(room.metadata.tables) <= set(dropped)
        engine = owner_engine(settings)
        left = inspect(engine).get_table_names()
        assert not [name for name in left if room.owns(name) or name == room.version_table]
        engine.dispose()
        assert upgrade(app) == {}
        with app.app_context(), db.engine.connect() as connection:
            assert behind(app, connection) == []
