"""An app with the workbench, made once a worker and database, and those who work at it."""

from __future__ import annotations

import pytest
from flask import Flask

from hub.kernel.database import db
from tests.admin.bench import HALLS, HERE
from tests.harness.people import Client, signed_in
from tests.harness.stand import Stand

_apps: dict[str, Flask] = {}


@pytest.fixture
def app(stand: Stand):
    app = _apps.get(stand.database.backend)
    if app is None:
        app = _apps[stand.database.backend] = stand.make_app(rooms_dirs=[HALLS])
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def secretary(app: Flask) -> Client:
    return signed_in(app, HERE)


@pytest.fixture
def keeper(app: Flask) -> Client:
    return signed_in(app, HERE, "keeper", rooms=["workbench"])


@pytest.fixture
def reader(app: Flask) -> Client:
    """Sees the lists, but nobody's name."""
    return signed_in(app, HERE, "reader")
