"""Stock Flask-Admin with as many tables and lists as the hub has: what so large an application costs at its start.

Its module is written before it is measured, with nothing in it but what a quick project would have: a class a table
with its columns, no relations; the first tables get a list until there are as many as the hub's.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from typing import Any

from flask import Flask
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Text,
    Time,
    TypeDecorator,
)

from bench.plan import CACHE, SECRET
from hub.settings import Settings

FILE = CACHE / "alike_models.py"
_NAMES = (Boolean, LargeBinary, DateTime, Date, Time, Integer, Numeric, Text)  # all else is a String


def write(settings: Settings) -> tuple[int, int]:
    """Write the module; answers how many tables and lists it has."""
    from flask_admin.contrib.sqla import ModelView

    from hub.app import create_app
    from hub.kernel import migrate

    app = create_app(settings, check_schema=False)
    tables = [table for part in migrate.parts(app) for table in part.metadata.sorted_tables]
    lists = sum(isinstance(view, ModelView) for view in app.extensions["admin"][0]._views)
    FILE.write_text("\n".join(_module(tables, lists)), "utf-8")
    return len(tables), lists


def make_app(address: str) -> Flask:
    """The app, of the module that was written."""
    from flask_admin import Admin
    from flask_admin.contrib.sqla import ModelView
    from flask_babel import Babel

    found = importlib.util.spec_from_file_location("alike_models", FILE)
    assert found is not None
    assert found.loader is not None
    models: Any = importlib.util.module_from_spec(found)
    sys.modules["alike_models"] = models
    found.loader.exec_module(models)
    app = Flask("alike")
    app.config.update(SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=address)
    models.db.init_app(app)
    Babel(app)
    admin = Admin(app, name="alike")
    for model in models.LISTED:
        admin.add_view(ModelView(model, models.db, endpoint=model.__name__.lower()))
    return app


def _module(tables: Iterable[Table], lists: int) -> Iterable[str]:
    yield "import sqlalchemy as sa\nfrom flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()"
    names = []
    for number, table in enumerate(tables):
        names.append(f"Table{number}")
        yield f"\n\nclass Table{number}(db.Model):\n    __tablename__ = {table.name!r}"
        yield from (f"    {column.key}_ = {_column(column)}" for column in table.columns)
    yield f"\n\nLISTED = [{', '.join(names[:lists])}]\n"


def _column(column: Column[Any]) -> str:
    kind: Any = column.type
    while isinstance(kind, TypeDecorator):
        kind = kind.impl
    name = next((known.__name__ for known in _NAMES if isinstance(kind, known)), "String")
    return f"db.Column({column.name!r}, sa.{name}(), primary_key={column.primary_key}, nullable={column.nullable})"
