"""One worker's app on one backend. Making an app is dear: the tests of a worker share it. Data they do not share."""

from __future__ import annotations

from typing import Any

from flask import Flask

from hub.settings import Settings
from tests.harness.databases import Database
from tests.harness.states import EMPTY, STATES, alone


class Stand:
    """A database and the app that uses it, brought to a named state before each test."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._app: Flask | None = None
        self._made: list[Flask] = []

    def settings(self, **changed: Any) -> Settings:
        """Settings of a hub on this database; a room that cannot be loaded is an error."""
        given: dict[str, Any] = {
            "home": self.database.home,
            "database_url": self.database.url,
            "database_owner_url": self.database.owner_url,
            "secret_key": "only-for-tests-" * 3,
            "testing": True,
            "strict": True,
        }
        return Settings(**given | changed)

    @property
    def app(self) -> Flask:
        """The shared app."""
        if self._app is None:
            self._app = _create_app(self.settings())
        return self._app

    def make_app(self, *, check_schema: bool = True, **changed: Any) -> Flask:
        """Another app on the same database, with other settings, for one test."""
        app = _create_app(self.settings(**changed), check_schema=check_schema)
        self._made.append(app)
        return app

    def bring_to(self, name: str) -> None:
        """Replace the data by those of a state, which is built if this run has not built it yet."""
        self.leave()
        if name == EMPTY:
            self.database.empty()
            return
        with alone(self.database.lock(name)):
            if not self.database.knows(name):
                state = STATES[name]
                self.bring_to(state.after)
                # Before the tables are there, an app would set aside every room that misses its own.
                state.build(self.make_app(check_schema=False) if state.after == EMPTY else self.app)
                self.leave()
                self.database.keep(name)
                return
        self.database.restore(name)

    def leave(self) -> None:
        """Close every connection and forget what the apps keep in memory about their data."""
        for app in [self._app, *self._made]:
            if app is not None:
                _disconnect(app)
        self._made.clear()


def _create_app(settings: Settings, *, check_schema: bool = True) -> Flask:
    from hub.app import create_app

    return create_app(settings, check_schema=check_schema)


def _disconnect(app: Flask) -> None:
    from hub.kernel.database import db

    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    for limiter in app.extensions.get("limiter", ()):
        limiter.reset()
