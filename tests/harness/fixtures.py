"""The fixtures of every test.

`backend`    "sqlite" or "postgresql": whatever stands on it runs on both (`--backend`, `@pytest.mark.backends`)
`stand`      the database in the state the test asks for (`@pytest.mark.state`, see states.py) and its apps
`database`   its data folder and addresses
`settings`   settings of a hub on it
`app`        the worker's shared app on it
`make_app`   makes an app of one's own with other settings: `make_app(rooms_dirs=[tmp_path])`
`client`     a test client of `app`
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from hub.accounts import passwords
from hub.kernel.database import PRAGMAS
from hub.settings import Settings
from tests.harness.databases import Database, PostgresDatabase, SqliteDatabase
from tests.harness.postgres import PostgresServer
from tests.harness.stand import Stand
from tests.harness.states import MIGRATED, alone
from tests.harness.templates import compile_once

BACKENDS = ("sqlite", "postgresql")
RUN = "VILLAGE_TEST_RUN"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--backend", choices=BACKENDS, action="append", help="only on this database")


# A slow machine is no bug, so no example has a deadline; in CI the examples are the same at every run.
hypothesis.settings.register_profile(
    "hub",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
    derandomize=bool(os.environ.get("CI")),
)


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("hub")
    compile_once()
    sys.dont_write_bytecode = False  # two workers and dozens of processes import the same
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for name in [name for name in os.environ if name.startswith("HUB_")]:
        del os.environ[name]  # what is set on the machine must not decide a test
    if not hasattr(config, "workerinput"):
        os.environ[RUN] = tempfile.mkdtemp(prefix="hub-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run = Path(os.environ.pop(RUN))
        PostgresServer.stop(run / "postgres")
        shutil.rmtree(run, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a test often waits for its browser, its database or the disk."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first: one that is begun last is waited for by workers that have nothing left to do."""
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = long_ones_first(items, workers)


def long_ones_first(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """`--dist worksteal` gives each worker one piece of the list to begin with; each begins with some long ones."""
    long = [item for item in items if item.get_closest_marker("long")]
    short = iter([item for item in items if not item.get_closest_marker("long")])
    dealt: list[pytest.Item] = []
    for worker in range(workers):
        mine = long[worker::workers]
        size = (len(items) - len(dealt)) // (workers - worker)
        dealt += [*mine, *islice(short, max(size - len(mine), 0))]
    return [*dealt, *short]


def pytest_collection_finish() -> None:
    """Tests, modules and models stay to the end; looking through them for what does not takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 10)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("backends")
    asked = metafunc.config.getoption("backend") or BACKENDS
    names = [name for name in (marker.args if marker else BACKENDS) if name in asked]
    metafunc.parametrize("backend", names, scope="session")


@pytest.fixture(scope="session", autouse=True)
def slow_hasher() -> Iterator[PasswordHasher]:
    """Slowness is what a password's hash is for; not here. This is the one that the hub itself is slow with."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patched:
        slow = passwords._hasher
        patched.setattr(passwords, "_hasher", quick)
        patched.setattr(passwords, "_NOBODY", quick.hash("nobody"))
        yield slow


@pytest.fixture(scope="session", autouse=True)
def unhurried_disk() -> Iterator[None]:
    """A test database may be lost with the machine; SQLite, like the tests' PostgreSQL, need not wait for the disk.
    What is killed in a test is a process and no machine, and those that are have the hub's own settings."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(PRAGMAS, "synchronous", "OFF")
        yield


@pytest.fixture(scope="session")
def stand_of(worker_id: str) -> Iterator[Callable[[str], Stand]]:
    """The worker's stand on a backend, made when it is first asked for."""
    run = Path(os.environ[RUN])
    stands: dict[str, Stand] = {}

    def find(backend: str) -> Stand:
        if backend not in stands:
            stands[backend] = Stand(_database(backend, run, worker_id))
        return stands[backend]

    yield find
    for stand in stands.values():
        stand.leave()
        stand.database.close()


def _database(backend: str, run: Path, worker: str) -> Database:
    if backend == "sqlite":
        return SqliteDatabase(run, worker)
    with alone(run / "postgres.lock"):
        return PostgresDatabase(run, worker, PostgresServer.start(run / "postgres"))


@pytest.fixture
def stand(request: pytest.FixtureRequest, backend: str, stand_of: Callable[[str], Stand]) -> Iterator[Stand]:
    stand = stand_of(backend)
    marker = request.node.get_closest_marker("state")
    stand.bring_to(marker.args[0] if marker else MIGRATED)
    yield stand
    stand.leave()


@pytest.fixture
def database(stand: Stand) -> Database:
    return stand.database


@pytest.fixture
def settings(stand: Stand) -> Settings:
    return stand.settings()


@pytest.fixture
def app(stand: Stand) -> Flask:
    return stand.app


@pytest.fixture
def make_app(stand: Stand) -> Callable[..., Flask]:
    return stand.make_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
