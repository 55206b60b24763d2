"""The room's migrations make exactly the tables that its models describe."""

from __future__ import annotations

from sqlalchemy import inspect

from hub.kernel import migrate
from hub.kernel.database import db
from hub.kernel.revisions import differences


def the_part(app) -> migrate.Part:
    return next(part for part in migrate.parts(app) if part.id == "party_history_hall")


def test_models_are_what_was_migrated(app):
    with app.app_context(), db.engine.connect() as connection:
        assert differences(connection, the_part(app)) == []


def test_the_tables_can_be_dropped_and_made_again(app, settings):
    names = set(migrate.drop_part(settings, "party_history_hall"))
    assert "party_history_hall__exhibit" in names
    migrate.upgrade_part(settings, the_part(app))
    with app.app_context():
        assert names <= set(inspect(db.engine).get_table_names())
