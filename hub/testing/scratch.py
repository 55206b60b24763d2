"""A hub for the tests of one room, on a database that nobody minds."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import inspect, select

from hub.app import create_app
from hub.confidential.keys import ensure_key
from hub.kernel import migrate
from hub.kernel.database import db
from hub.kernel.discovery import Found, find_rooms, found_in, with_required
from hub.kernel.manifest import read_manifest
from hub.kernel.models import Village
from hub.settings import Settings
from hub.testing.people import a_village

NAME = "试验村"


class NoScratch(Exception):
    """The hub for the tests cannot be made; the message says why and what to do."""


class ScratchHub:
    """A hub with one room, made once a run and shared by its tests. Villages are what keeps the tests apart."""

    def __init__(self, room: Path, home: Path, database_url: str = "") -> None:
        self.room = room.resolve()
        self.id = read_manifest(self.room).id
        self.app = self._make(home, database_url)
        self._villages = 0

    def village(self) -> int:
        """A new village in which the room is enabled, with those it requires. Answers its id."""
        self._villages += 1
        rooms = [room.id for room in self.app.extensions["hub"].rooms.loaded]
        return a_village(self.app, f"{NAME}{self._villages}", rooms=rooms)

    def leave(self) -> None:
        """Forget what a test left open."""
        with self.app.app_context():
            db.session.remove()
        for limiter in self.app.extensions.get("limiter", ()):
            limiter.reset()

    def close(self) -> None:
        """Close every connection."""
        self.leave()
        with self.app.app_context():
            for engine in db.engines.values():
                engine.dispose()

    def _make(self, home: Path, database_url: str) -> Flask:
        settings = Settings(
            home=home, database_url=database_url, database_owner_url="", secret_key="only-for-tests-" * 3, testing=True
        )  # fmt: skip
        found = self._found()
        rooms = with_required(found, find_rooms(settings.rooms_dirs))
        app = create_app(settings, check_schema=False, found=rooms)
        with app.app_context():
            if inspect(db.engine).has_table(Village.__tablename__):
                _refuse_real_villages()
        migrate.upgrade(app)
        ensure_key(app)
        room = app.extensions["hub"].rooms.get(found.id)
        if room.state != "loaded":
            raise NoScratch(f"the room {found.id} cannot be loaded: {room.reason}")
        return app

    def _found(self) -> Found:
        """The room as Python imports it; a package of its own has to be installed for that."""
        found = next((one for one in find_rooms([]) if one.id == self.id), None)
        if found is None and (self.room.parent / "pyproject.toml").exists():
            raise NoScratch(
                f"the package around {self.room.name} is not installed; "
                f"run: python -m pip install --no-deps --no-build-isolation -e {self.room.parent}"
            )
        return found or found_in(self.room)


def _refuse_real_villages() -> None:
    names = db.session.scalars(select(Village.name)).all()
    if any(not name.startswith(NAME) for name in names):
        raise NoScratch("this database holds villages that no test made; give an empty one")
