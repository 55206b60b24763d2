"""The database's connections."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

from hub.kernel import database
from hub.kernel.database import BESIDE, db
from hub.kernel.ready import straight

# What was measured to hold, as SQLite says it back; 2 is FULL.
AS_MEASURED = {
    "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000, "secure_delete": 1,
}  # fmt: skip


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


def test_a_hub_waits_for_the_disk_though_its_tests_do_not(tmp_path: Path) -> None:
    """The tests change the module's settings for themselves, so it is read in once more."""
    spec = spec_from_file_location("database_as_it_is", database.__file__)
    assert spec
    assert spec.loader
    as_it_is = module_from_spec(spec)
    spec.loader.exec_module(as_it_is)
    url = f"sqlite:///{tmp_path / 'hub.sqlite3'}"
    engine = as_it_is.tune(create_engine(url, poolclass=NullPool, **as_it_is.engine_options(url)))
    with engine.connect() as connection:
        told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in AS_MEASURED}
    assert told == AS_MEASURED
