"""What the room's tables themselves hold to; that its migrations make them is a rule of conformance."""

from __future__ import annotations

from sqlalchemy import inspect

from hub.kernel.database import db


def test_one_open_loan_a_tool_is_a_partial_unique_index(app):
    with app.app_context(), db.engine.connect() as connection:
        indexes = inspect(connection).get_indexes("tool_station__loan")
        index = next(index for index in indexes if index["name"] == "uq_tool_station__loan_open")
        assert index["unique"]
        assert any("ended_at IS NULL" in str(value) for value in index["dialect_options"].values())
