"""Processes that write to one SQLite database wake each other, and wait for none that is gone."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy import text as sql

from hub.kernel.database import engine_options, tune
from hub.kernel.processes import Processes
from hub.kernel.turns import turns_of

STANDS_IN_LINE = """
import sys
from hub.kernel.processes import Processes
line = Processes(sys.argv[1])
line.wait()
print("first", flush=True)
sys.stdin.read()
line.go()
"""
ADDS = """
import sys
from sqlalchemy import create_engine
from hub.kernel.database import engine_options, tune
from hub.kernel.turns import turns_of
engine = tune(create_engine(sys.argv[1], **engine_options(sys.argv[1])))
raw = engine.raw_connection()
sys.stdin.read()
for _time in range(60):
    with turns_of(engine).held(raw.dbapi_connection):
        number = raw.execute("SELECT number FROM tally").fetchone()[0]
        raw.execute("UPDATE tally SET number = ?", [number + 1])
"""


def another(script: str, *given: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script, *given],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def file(tmp_path):
    return tmp_path / "turns.sqlite3"


@pytest.fixture
def engine(file):
    address = f"sqlite:///{file}"
    engine = tune(create_engine(address, **engine_options(address)))
    with engine.begin() as connection:
        connection.execute(sql("CREATE TABLE tally (number INTEGER)"))
        connection.execute(sql("INSERT INTO tally VALUES (0)"))
    yield engine
    engine.dispose()


@pytest.fixture
def tries(engine):
    """What is sent to begin, as the driver traces it."""
    sent: list[str] = []

    def trace(raw, _record) -> None:
        raw.set_trace_callback(lambda text: sent.append(text) if text.startswith("BEGIN") else None)

    event.listen(engine, "connect", trace)
    engine.dispose()
    return sent


@pytest.mark.parametrize("dies", [False, True])
def test_whoever_waits_sleeps_until_the_one_before_goes_or_dies(engine, file, tries, dies):
    with another(STANDS_IN_LINE, str(file)) as other, ThreadPoolExecutor(1) as pool:
        assert other.stdout.readline() == "first\n"
        waiting = pool.submit(write, engine)
        assert wait([waiting], 0.1).not_done
        assert tries == []  # though nobody holds the database
        if dies:
            other.kill()
        else:
            other.stdin.close()
        waiting.result(10)
        assert tries == ["BEGIN IMMEDIATE"]


def write(engine) -> None:
    with engine.begin() as connection:
        connection.execute(sql("UPDATE tally SET number = 7"))


def test_nothing_is_lost_when_all_processes_write_at_once(engine, file):
    others = [another(ADDS, f"sqlite:///{file}") for _ in range(3)]
    for other in others:
        other.stdin.close()
    assert [other.wait(30) for other in others] == [0, 0, 0]
    for other in others:
        other.stdout.close()
    with engine.connect() as connection:
        assert connection.execute(sql("SELECT number FROM tally")).scalar_one() == 180


def test_what_fails_within_a_turn_is_not_kept_and_the_next_has_one(engine):
    raw = engine.raw_connection()

    def fail() -> None:
        with turns_of(engine).held(raw.dbapi_connection):
            raw.execute("UPDATE tally SET number = 9")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    raw.invalidate()
    write(engine)
    with engine.connect() as connection:
        assert connection.execute(sql("SELECT number FROM tally")).scalar_one() == 7


@pytest.mark.parametrize("database", [None, "", ":memory:", "file:shared?mode=memory"])
def test_a_database_in_memory_has_no_line(database, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = Processes(database)
    line.wait()
    line.go()
    assert list(tmp_path.iterdir()) == []


def test_where_no_file_can_be_made_nobody_waits(tmp_path):
    line = Processes(str(tmp_path / "missing" / "hub.sqlite3"))
    line.wait()
    line.go()
