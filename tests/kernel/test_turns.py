"""Who writes to SQLite, one after the other; and those of a process who write together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from hub.kernel import turns
from hub.kernel.database import engine_options, tune
from hub.kernel.transactions import intention
from hub.kernel.turns import turns_of


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


def add_one(raw: Any) -> int:
    raw.execute("UPDATE tally SET number = number + 1")
    number: int = raw.execute("SELECT number FROM tally").fetchone()[0]
    return number


def add_and_fail(raw: Any) -> int:
    add_one(raw)
    raise ZeroDivisionError


class Watched:
    """A connection of the driver of which it is known when it commits."""

    def __init__(self, raw: Any, before_commit: Callable[[], object]) -> None:
        self._raw, self._before = raw, before_commit

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def execute(self, words: str) -> Any:
        if words == "COMMIT":
            self._before()
        return self._raw.execute(words)


class TestTogether:
    THREADS = 6

    @pytest.fixture
    def commits(self) -> list[str]:
        return []

    @pytest.fixture
    def pool(self) -> Iterator[ThreadPoolExecutor]:
        with ThreadPoolExecutor(self.THREADS) as pool:
            yield pool

    def do(self, engine, deed, before_commit: Callable[[], object] = lambda: None) -> Any:
        connection = engine.raw_connection()
        try:
            raw = Watched(connection.dbapi_connection, before_commit)
            return turns_of(engine).together.do(raw, deed)
        finally:
            assert not connection.dbapi_connection.in_transaction
            connection.close()

    @contextmanager
    def nobody_writes(self, engine, file, waiting: int) -> Iterator[None]:
        """Inside, the lock is held by another process until so many wait for it."""
        other = engine_of(file)
        with other.begin():
            yield
            while len(turns_of(engine).together._waiting) < waiting:
                threading.Event().wait(0.001)
        other.dispose()

    @staticmethod
    def tally(engine) -> int:
        with engine.connect() as connection:
            number: int = connection.execute(sql("SELECT number FROM tally")).scalar_one()
            return number

    def test_one_commit_does_for_all_who_waited(self, engine, file, pool, commits):
        with self.nobody_writes(engine, file, self.THREADS):
            deeds = [
                pool.submit(self.do, engine, add_one, lambda: commits.append("one"))
                for _ in range(self.THREADS)
            ]
        assert sorted(deed.result() for deed in deeds) == [1, 2, 3, 4, 5, 6]
        assert commits == ["one"]
        assert self.tally(engine) == 6

    def test_nobody_is_told_before_it_is_safe(self, engine, file, pool):
        told_too_soon: list[Future[int]] = []
        deeds: list[Future[int]] = []

        def look() -> None:
            told_too_soon.extend(wait(deeds, 0.02).done)

        with self.nobody_writes(engine, file, self.THREADS):
            deeds += [pool.submit(self.do, engine, add_one, look) for _ in range(self.THREADS)]
        assert len([deed.result() for deed in deeds]) == 6
        assert told_too_soon == []

    def test_one_that_fails_is_told_why_and_nothing_of_any_is_written(self, engine, file, pool):
        with self.nobody_writes(engine, file, 4):
            deeds = [pool.submit(self.do, engine, deed) for deed in (add_one, add_and_fail, add_one, add_one)]
        failures = [deed.exception() for deed in deeds]
        assert [type(failure).__name__ for failure in failures] == [
            "OperationalError", "ZeroDivisionError", "OperationalError", "OperationalError"
        ]  # fmt: skip
        assert self.tally(engine) == 0
        assert self.do(engine, add_one) == 1

    def test_a_commit_that_fails_fails_for_all(self, engine, file, pool):
        def full() -> None:
            raise OSError("disk")

        with self.nobody_writes(engine, file, 3):
            deeds = [pool.submit(self.do, engine, add_one, full) for _ in range(3)]
        for deed in deeds:
            with pytest.raises(engine.dialect.loaded_dbapi.OperationalError, match="was not"):
                deed.result()
        assert self.tally(engine) == 0
        assert self.do(engine, add_one) == 1

    def test_whoever_waited_in_vain_says_so_and_the_next_has_a_turn(self, engine, file, pool):
        hasty = engine_of(file, 50)
        with engine.begin():
            deeds = [pool.submit(self.do, hasty, add_one) for _ in range(3)]
            for deed in deeds:
                with pytest.raises(hasty.dialect.loaded_dbapi.OperationalError):
                    deed.result()
        assert self.do(hasty, add_one) == 1
        hasty.dispose()

    def test_nobody_is_forgotten_and_nothing_lost_among_others_who_write(self, engine, file, pool):
        engines = [engine, engine_of(file)]

        def one(number: int) -> bool:
            if number % 7 == 0:
                with engines[number % 2].begin() as connection:
                    connection.execute(sql("UPDATE tally SET number = number + 1"))
                return True
            try:
                return bool(self.do(engines[number % 2], add_and_fail if number % 11 == 0 else add_one))
            except (ZeroDivisionError, engine.dialect.loaded_dbapi.OperationalError):
                return False

        done = list(pool.map(one, range(150)))
        assert self.tally(engine) == sum(done)
        assert sum(done) > 75
        engines[1].dispose()
