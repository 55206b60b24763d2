"""Who writes to SQLite, one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from hub.kernel.database import engine_options, tune
from hub.kernel.transactions import intention


@pytest.fixture
def file(tmp_path):
    return f"sqlite:///{tmp_path / 'turns.sqlite3'}"


def engine_of(file, patience: int = 30_000):
    """An engine as the hub's, whose connections wait so many milliseconds for the lock."""
    engine = tune(create_engine(file, **engine_options(file)))
    event.listen(engine, "connect", lambda raw, _record: raw.execute(f"PRAGMA busy_timeout={patience}"))
    return engine


@pytest.fixture
def engine(file):
    engine = engine_of(file)
    with engine.begin() as connection:
        connection.execute(sql("CREATE TABLE tally (number INTEGER)"))
        connection.execute(sql("INSERT INTO tally VALUES (0)"))
    yield engine
    engine.dispose()


def patience_of(connection) -> int:
    return connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()


class TestTurns:
    def test_whoever_writes_has_the_lock_at_once(self, engine, file):
        hasty = engine_of(file, 20)
        with engine.begin() as connection:
            assert connection.connection.dbapi_connection.in_transaction
            with pytest.raises(OperationalError, match="locked"):
                hasty.connect().begin()
        hasty.dispose()

    def test_whoever_reads_waits_for_nobody(self, engine):
        with engine.begin() as writing, intention(writes=False), engine.connect() as reading:
            writing.execute(sql("UPDATE tally SET number = 1"))
            assert reading.execute(sql("SELECT number FROM tally")).scalar_one() == 0

    def test_patience_is_what_the_connection_has_and_stays_so(self, file):
        patient = engine_of(file, 70)
        with patient.begin() as connection:
            assert patience_of(connection) == 70
        patient.dispose()

    def test_whoever_waits_tries_again_until_the_lock_is_let_go(self, engine, file):
        other = engine_of(file)
        with ThreadPoolExecutor(1) as pool:
            with other.begin() as holding:
                holding.execute(sql("UPDATE tally SET number = 7"))
                waiting = pool.submit(self.look, engine)
                assert wait([waiting], 0.03).not_done
            assert waiting.result() == 7
        other.dispose()

    @staticmethod
    def look(engine) -> int:
        with engine.begin() as connection:
            number: int = connection.execute(sql("SELECT number FROM tally")).scalar_one()
            return number

    def test_nothing_is_lost_when_all_write_at_once(self, engine, file):
        engines = [engine, engine_of(file)]

        def add(number: int) -> None:
            with engines[number % 2].begin() as connection:
                before = connection.execute(sql("SELECT number FROM tally")).scalar_one()
                connection.execute(sql("UPDATE tally SET number = :n"), {"n": before + 1})

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(add, range(80)))
        with engine.connect() as connection:
            assert connection.execute(sql("SELECT number FROM tally")).scalar_one() == 80
        engines[1].dispose()

    def test_whoever_waited_in_vain_says_so_and_the_next_has_a_turn(self, engine, file):
        hasty = engine_of(file, 20)
        with engine.begin():
            for _time in range(2):
                with pytest.raises(OperationalError, match="locked"):
                    hasty.connect().begin()
        with hasty.begin() as connection:
            connection.execute(sql("UPDATE tally SET number = 2"))
            assert patience_of(connection) == 20
        hasty.dispose()
