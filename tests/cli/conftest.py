"""The command as an operator calls it, on the test's database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from hub.app import create_app
from hub.cli import main
from hub.kernel.database import db
from hub.kernel.keys import secret_key
from hub.kernel.schema import outdated
from hub.settings import Settings
from tests.harness.databases import Database

Hub = Callable[..., Result]


@dataclass
class Apps:
    """Each command makes an app, always the same for the same settings; here it is made once.

    A new one is made for what an app sees of the tables while it is made: rooms that are set aside.
    """

    kept: list[tuple[Settings, Flask, int]] = field(default_factory=list)

    def make(self, settings: Settings, *, check_schema: bool = True) -> Flask:
        for known, app, rooms in self.kept:
            if known == settings and len(app.extensions["hub"].rooms.loaded) == rooms:
                _forget(app, settings)
                if not (check_schema and outdated(app)):
                    return app
        app = create_app(settings, check_schema=check_schema)
        if check_schema:
            self.kept = [(settings, app, len(app.extensions["hub"].rooms.loaded)), *self.kept[:3]]
        return app


def _forget(app: Flask, settings: Settings) -> None:
    """What an app knows of the data it was used with before."""
    app.config["SECRET_KEY"] = secret_key(settings)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    for limiter in app.extensions.get("limiter", ()):
        limiter.reset()


_APPS = Apps()


@pytest.fixture
def hub(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """`hub("doctor", "--json", HUB_STRICT="1")`: runs a command; its result has `exit_code` and `output`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("hub.cli.app.create_app", _APPS.make)

    def run(*arguments: str, **environment: str) -> Result:
        given = {
            "HUB_HOME": str(database.home),
            "HUB_DATABASE_URL": database.url,
            "HUB_DATABASE_OWNER_URL": database.owner_url,
            "HUB_TESTING": "1",
        }
        result = CliRunner().invoke(main, arguments, env=given | environment)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return run
