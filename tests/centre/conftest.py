"""An app with the test's own rooms, made once a worker and database."""

from __future__ import annotations

import pytest
from flask import Flask

from hub.kernel.database import db
from tests.centre.place import ROOMS
from tests.cli.conftest import hub
from tests.harness.stand import Stand

__all__ = ["app", "hub"]

_apps: dict[str, Flask] = {}


@pytest.fixture
def app(stand: Stand):
    app = _apps.get(stand.database.backend)
    if app is None:
        app = _apps[stand.database.backend] = stand.make_app(rooms_dirs=[ROOMS])
        app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
