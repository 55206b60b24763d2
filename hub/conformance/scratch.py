"""A hub of its own for one room: in a folder that is gone afterwards, or in an empty database that was given for it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask, got_request_exception
from sqlalchemy import inspect

from hub.app import create_app
from hub.confidential.keys import ensure_key
from hub.conformance.villages import Villages
from hub.kernel import migrate
from hub.kernel.database import db
from hub.kernel.discovery import Found, find_rooms, with_required
from hub.kernel.loader import LoadedRoom
from hub.kernel.revisions import differences
from hub.settings import Settings
from hub.web import limiter

SECRET = "only-for-the-scratch-hub-" * 2


class Scratch:
    """The hub with one room and those it requires; its tables are made, and nothing is in them yet."""

    def __init__(self, found: Found, database: str | None) -> None:
        self.found = found
        self._folder = tempfile.TemporaryDirectory(prefix="hub-room-check-")
        self.settings = _settings(Path(self._folder.name), found, database)
        self._apps: list[Flask] = []
        self.failures: list[str] = []  # what went wrong while a page was made
        others = find_rooms(self.settings.rooms_dirs) if found.manifest and found.manifest.requires else []
        self.rooms = with_required(found, others)
        self.app = self.start()
        if database:
            self._refuse_what_is_in_use()
        room = self.room
        if room.state == "loaded":
            if migrate.upgrade(self.app):
                room.rule = "migrations"
            ensure_key(self.app)

    def start(self, rooms: list[Found] | None = None) -> Flask:
        """A hub over the same data: with the room, or with those that are given."""
        app = create_app(
            self.settings, check_schema=rooms is not None, found=self.rooms if rooms is None else rooms
        )
        app.config["PROPAGATE_EXCEPTIONS"] = False
        _prepare_limits(app)
        for code in (400, 403, 404):
            app.register_error_handler(code, _say_shortly)
        got_request_exception.connect(self._note_failure, app)
        self._apps.append(app)
        return app

    @property
    def room(self) -> LoadedRoom:
        room = self.app.extensions["hub"].rooms.get(self.found.id)
        assert isinstance(room, LoadedRoom)
        return room

    @cached_property
    def differences(self) -> list[str]:
        """How the tables that the revisions made differ from the models."""
        part = migrate.part_of(self.room)
        if part is None:
            return []
        with self.app.app_context(), db.engine.connect() as connection:
            return [str(found) for found in differences(connection, part)]

    @cached_property
    def villages(self) -> Villages:
        """Villages that have the room and use it; made when first asked for."""
        return Villages(self.app, self.found.id)

    def _note_failure(self, _app: Flask, exception: BaseException, **_more: object) -> None:
        self.failures.append(f"{type(exception).__name__}: {exception}"[:300])

    def failure(self) -> str:
        """The last thing that went wrong in a page, for a sentence about it."""
        return self.failures[-1] if self.failures else ""

    def _refuse_what_is_in_use(self) -> None:
        with self.app.app_context():
            names = inspect(db.engine).get_table_names()
        if names:
            self.close()
            raise ValueError("the database given for the scratch hub is not empty")

    def close(self) -> None:
        """Leave the database and remove the folder."""
        for app in self._apps:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
        self._folder.cleanup()


def _settings(home: Path, found: Found, database: str | None) -> Settings:
    """Nothing of these comes from the settings of the village's own hub, but where rooms are."""
    return Settings(
        home=home, database_url=database or "", database_owner_url="", secret_key=SECRET, audit_key=SECRET,
        backup_dir=None, backup_passphrase="", lang="zh_Hans_CN", https=False, proxies=0,
        limiter_url="memory://", rooms_dirs=[found.folder.parent], strict=False, safe_mode=False, testing=True,
        log_level="ERROR",
    )  # fmt: skip


def _say_shortly(error: Any) -> tuple[str, int]:
    """Hundreds of doors are shut while a room is checked; a whole page each time would take long."""
    return str(error.code), error.code


def _prepare_limits(app: Flask) -> None:
    """Limits can be counted, but are not unless a rule wants it."""
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    limiter.enabled = False


@contextmanager
def changed(target: object, name: str, value: object) -> Iterator[None]:
    """Set an attribute for the length of a block."""
    before = getattr(target, name)
    object.__setattr__(target, name, value)
    try:
        yield
    finally:
        object.__setattr__(target, name, before)
