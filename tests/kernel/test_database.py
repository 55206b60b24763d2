"""The database's connections."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from sqlalchemy import event

from hub.kernel.database import BESIDE, db


@pytest.fixture
def engine(app):
    with app.app_context():
        yield db.engine


def opened_for(engine, at_once: int) -> int:
    """How many connections are opened where so many are in use at once, again and again."""
    opened: list[object] = []
    event.listen(engine, "connect", lambda raw, _record: opened.append(raw))
    for _time in range(3):
        with ExitStack() as all_of_them:
            for _each in range(at_once):
                all_of_them.enter_context(engine.connect())
    return len(opened)


class TestPool:
    def test_every_thread_finds_its_connection_again(self, app, engine):
        at_once = app.extensions["hub"].settings.threads + BESIDE
        engine.dispose()
        assert opened_for(engine, at_once) == at_once

    def test_what_goes_beyond_is_closed_after_its_use(self, app, engine):
        at_once = app.extensions["hub"].settings.threads + BESIDE + 1
        engine.dispose()
        assert opened_for(engine, at_once) == at_once + 2
