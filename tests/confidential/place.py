"""Two villages with a confidential room, the vault, in whose papers something is sealed."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.engine import make_url

from hub.app import create_app
from hub.centre.situation import in_village
from hub.confidential.keys import ensure_key
from hub.kernel.database import db
from hub.kernel.migrate import owner_engine
from hub.kernel.security import close_after_migration
from hub.settings import CHECKOUT
from tests.harness.people import a_village
from tests.harness.states import state

ROOMS = Path(__file__).parent / "rooms"
PLUGINS = CHECKOUT / "plugins"  # whose tables are there too; one of these rooms keeps something sealed
HERE, THERE = 1, 2
WORDS, PHONE = "她说晚上睡不着", "19900004321"


@state("vault")
def vault(app: Flask) -> None:
    """Built with an app of its own: the shared one does not have this room."""
    settings = app.extensions["hub"].settings
    own = create_app(settings.model_copy(update={"rooms_dirs": [ROOMS]}))
    engine = owner_engine(settings)
    role = make_url(settings.database).username if settings.database_owner_url else None
    with engine.begin() as connection:
        models_of(own).Base.metadata.create_all(connection)
        close_after_migration(connection, "vault__", role)
    engine.dispose()
    ensure_key(own)
    for name in ("甲村", "乙村"):
        a_village(own, name, rooms=["vault"])
    with in_village(own, HERE):
        for number in ("P-1", "P-2"):
            db.session.add(models_of(own).Paper(number=number, words=WORDS, phone=PHONE))
    with in_village(own, THERE):
        db.session.add(models_of(own).Paper(number="X-1", words="邻村的话"))
    with own.app_context():
        db.engine.dispose()


def models_of(app: Flask) -> Any:
    return importlib.import_module(app.extensions["hub"].rooms.get("vault").found.package + ".models")
