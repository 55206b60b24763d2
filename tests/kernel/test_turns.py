"""Who writes to SQLite, one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from hub.kernel import turns
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


class TestLog:
    @pytest.fixture(autouse=True)
    def often(self, monkeypatch):
        monkeypatch.setattr(turns, "OFTEN", 10)
        monkeypatch.setattr(turns, "SOON", 2)
        monkeypatch.setattr(turns, "READING", 1)

    @staticmethod
    def write(engine, times: int) -> None:
        for _time in range(times):
            with engine.begin() as connection:
                connection.execute(sql("UPDATE tally SET number = number + 1"))

    @staticmethod
    def length(engine) -> int:
        """Pages in the log that were written since it began anew."""
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            pages: int = raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1]
            return pages

    def test_it_begins_anew_after_so_many_transactions(self, engine):
        self.write(engine, 100)
        assert self.length(engine) <= 11

    def test_whoever_reads_keeps_it_and_then_it_is_soon_tried_again(self, engine):
        self.write(engine, 10)
        with engine.connect() as reading:
            with intention(writes=False):
                before = reading.execute(sql("SELECT number FROM tally")).scalar_one()
            self.write(engine, 40)
            assert self.length(engine) > 40
            assert reading.execute(sql("SELECT number FROM tally")).scalar_one() == before
        self.write(engine, 3)
        assert self.length(engine) <= 3

    def test_patience_is_the_same_afterwards(self, file):
        patient = engine_of(file, 70)
        with patient.begin() as connection:
            connection.execute(sql("CREATE TABLE tally (number INTEGER)"))
        self.write(patient, 30)
        with patient.begin() as connection:
            assert patience_of(connection) == 70
        patient.dispose()
