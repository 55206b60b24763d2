"""What the room's tables themselves hold to; that its migrations make them is a rule of conformance."""

from __future__ import annotations

from sqlalchemy import inspect

from hub.kernel import migrate
from hub.kernel.database import db


def the_part(app) -> migrate.Part:
    return next(part for part in migrate.parts(app) if part.id == "points_shop")


def test_a_rule_holds_in_one_version_by_a_partial_unique_index(app):
    with app.app_context(), db.engine.connect() as connection:
        indexes = {index["name"]: index for index in inspect(connection).get_indexes("points_shop__rule")}
        index = indexes["uq_points_shop__rule_current"]
        assert index["unique"]
        assert any("ended_on IS NULL" in str(value) for value in index["dialect_options"].values())


def test_the_tables_can_be_dropped_and_made_again_and_the_ledger_stays(app, settings):
    names = set(migrate.drop_part(settings, "points_shop"))
    assert "points_shop__claim" in names
    assert "point_entry" not in names
    migrate.upgrade_part(settings, the_part(app))
    with app.app_context():
        assert names | {"point_entry"} <= set(inspect(db.engine).get_table_names())
