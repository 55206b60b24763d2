"""An app with the vault, made once a worker and database, and those who work in the village."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from hub.kernel.database import db
from tests.cli.conftest import hub
from tests.confidential.place import HERE, PLUGINS, ROOMS, models_of
from tests.harness.people import Client, signed_in
from tests.harness.stand import Stand

__all__ = ["hub"]  # the command, as it is called there
_apps: dict[str, Flask] = {}


@pytest.fixture
def app(stand: Stand):
    app = _apps.get(stand.database.backend)
    if app is None:
        app = _apps[stand.database.backend] = stand.make_app(rooms_dirs=[ROOMS, PLUGINS])
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def paper(app: Flask) -> type[Any]:
    found: type[Any] = models_of(app).Paper
    return found


@pytest.fixture
def keeper(app: Flask) -> Client:
    return signed_in(app, HERE, "keeper", rooms=["vault"])


@pytest.fixture
def secretary(app: Flask) -> Client:
    return signed_in(app, HERE)
