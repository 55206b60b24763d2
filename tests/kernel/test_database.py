"""The database's connections."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from sqlalchemy import event

from hub.kernel.database import BESIDE, db
from hub.kernel.ready import straight


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


@pytest.mark.backends("postgresql")
class TestBeforeUse:
    def test_a_connection_is_asked_unless_it_is_new_or_for_a_straight_line(self, engine, monkeypatch):
        asked: list[object] = []
        ask = engine.dialect.do_ping
        monkeypatch.setattr(engine.dialect, "do_ping", lambda raw: asked.append(raw) or ask(raw))
        engine.dispose()
        for expected in (0, 1, 2):
            with engine.connect():
                assert len(asked) == expected
        with straight(engine):
            assert len(asked) == 2

    def test_one_that_has_died_is_replaced_and_nobody_notices(self, engine):
        engine.dispose()
        with engine.connect() as connection:
            connection.connection.dbapi_connection.close()
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
