"""Models == migrations, for the core and for every room; enabling, adding years later, removing, purging."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy import text as sql

from hub.kernel.database import db
from hub.kernel.migrate import CORE, behind, drop_part, owner_engine, parts, upgrade
from hub.kernel.revisions import differences, write_revision
from hub.kernel.security import village_tables
from hub.settings import Settings
from tests.kernel import test_hooks
from tests.kernel.test_manifest import write_room


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
            assert behind(app, connection) == {}

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
            assert behind(app, connection) == {}


class TestBrokenRevisions:
    @pytest.mark.parametrize(
        "text",
        ["this is no Python", 'revision = "0001"\ndown_revision = "0000"\n'],
        ids=["syntax", "no root"],
    )
    def test_they_set_their_room_aside_and_the_hub_starts(
        self, text: str, tmp_path: Path, make_app: Callable[..., Flask]
    ) -> None:
        folder = write_room(tmp_path / f"{tmp_path.name.replace('-', '_')}_rooms", "bee_room")
        (folder / "__init__.py").touch()
        (folder / "hooks.py").write_text(test_hooks.HEAD + test_hooks.MODELS, "utf-8")
        (folder / "migrations").mkdir()
        (folder / "migrations" / "0001_first.py").write_text(text, "utf-8")
        app = make_app(rooms_dirs=[folder.parent], strict=False)
        room = app.extensions["hub"].rooms.get("bee_room")
        assert room.state == "quarantined"
        assert "revisions cannot be read" in room.reason
        assert app.test_client().get("/healthz").status_code == 200
