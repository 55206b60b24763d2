"""Is the database as the code expects it? A room whose tables are older or newer is kept out until `hub upgrade`."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.exc import OperationalError

from hub.kernel.database import db
from hub.kernel.migrate import CORE, Part, behind


def outdated(app: Flask) -> dict[Part, str]:
    """The parts whose tables do not match the code, and why; the core alone when the database cannot be reached."""
    with app.app_context():
        try:
            with db.engine.connect() as connection:
                return behind(app, connection)
        except OperationalError:
            return {CORE: "the database cannot be reached"}


def quarantine_outdated(app: Flask) -> None:
    """Keep out the rooms that wait for `hub upgrade`. An outdated core is refused by `hub serve`, not here."""
    waiting = outdated(app)
    if CORE in waiting:
        return
    for part, reason in waiting.items():
        app.extensions["hub"].rooms.quarantine(part.id, reason)
