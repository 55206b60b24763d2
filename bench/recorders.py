"""Many recorders at once: how many visits a second, what each costs whom, and what the machine allows at most."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy import text as sql

from bench.databases import Database
from bench.pages import WrongAnswer
from bench.plan import SECRET
from bench.recording import recorder
from bench.results import Line
from bench.servers import serving
from bench.starting import OPEN, given_to
from bench.talking import Answer, Wire, cookie_of, csrf_token
from bench.working import PROCESSORS, Work, work_until_now
from hub.kernel.database import engine_options

PROCESSES = 4
WARMING = 4  # visits of each recorder before the time begins
PATIENCE = 60.0
# The machine is not the same from minute to minute, so those that are compared stand around the others.
TURNS = ("hub", "stock", "floor", "at_once", "stock", "hub")


@dataclass(slots=True)
class Tally:
    """What became of many visits; those before the time began are not in `in_time`."""

    acknowledged: int = 0
    problems: list[str] = field(default_factory=list)
    in_time: int = 0
    stored: int = 0
    seconds: float = 0.0
    work: Work = field(default_factory=Work)  # in that time

    def add(self, other: Tally) -> None:
        self.acknowledged += other.acknowledged
        self.problems += other.problems
        self.in_time += other.in_time
        self.stored += other.stored
        self.seconds += other.seconds
        self.work += other.work

    @property
    def a_second(self) -> float:
        return self.in_time / self.seconds

    def a_visit(self, seconds: float) -> float:
        """Milliseconds of all these for each visit."""
        return seconds / max(self.in_time, 1) * 1e3

    @property
    def said(self) -> str:
        first = f" ({self.problems[0][:120]})" if self.problems else ""
        return f"{self.acknowledged} acknowledged, {self.stored} stored, {len(self.problems)} errors{first}"


def measure(
    database: Database, recorders: int, lasting: float, say: Callable[[str], None] = lambda _text: None
) -> list[Line]:
    """So many at once on four processes: of the hub, of stock Flask-Admin, of the floor, and of a server that answers
    without doing anything."""
    say(f"      {recorders} recorders")
    found = {app: Tally() for app in TURNS}
    for app in TURNS:
        found[app].add(many(app, given_to(app, database), database, recorders, lasting))
    hub, stock, floor, at_once = (found[app] for app in ("hub", "stock", "floor", "at_once"))
    lost = hub.acknowledged - hub.stored
    ratio = 0.0 if hub.problems or lost else hub.a_second / max(stock.a_second, 0.1)

    def cost(whose: str, of: Callable[[Work], float]) -> Line:
        here, least, others = (one.a_visit(of(one.work)) for one in (hub, floor, stock))
        note = f"answered at once: {at_once.a_visit(of(at_once.work)):.2f} ms"
        return Line(
            f"{recorders} recorders: processor a visit, {whose}", here, least, others, "ms", note=note
        )

    def idle(one: Tally) -> float:
        return one.work.idle / one.seconds / PROCESSORS * 100

    return [
        Line(
            f"{recorders} recorders, {PROCESSES} processes", hub.a_second, floor.a_second, stock.a_second, "a second",
            "0 errors, all stored, ≥ 2 × stock", ratio, least=2, note=f"{hub.said}; stock: {stock.said}",
        ),
        Line(
            f"{recorders} recorders: answered 303 at once, nothing done", None, at_once.a_second, unit="a second",
            note=f"the hub does {hub.a_second / at_once.a_second:.0%} of it",
        ),
        cost("the app's processes", lambda work: work.servers),
        *([cost("the database's", lambda work: work.database)] if database.pids else []),
        cost("the client", lambda work: work.client),
        Line(
            f"{recorders} recorders: processors idle", idle(hub), idle(floor), idle(stock), "%",
            note=f"answered at once: {idle(at_once):.0f} %",
        ),
    ]  # fmt: skip


def many(app: str, given: dict[str, Any], database: Database, recorders: int, lasting: float) -> Tally:
    """Let them record for so many seconds once all processes are warm, and count what is stored then."""
    tally, lock = Tally(), threading.Lock()
    before = _stored(database)
    with serving(app, given, OPEN.get(app, "/"), PROCESSES) as server:
        ready = threading.Barrier(recorders + 1)
        end = [0.0]
        cookies = [cookie_of(number + 1) if app == "hub" else "" for number in range(recorders)]

        def work(number: int) -> None:
            port = server.ports[number % PROCESSES]
            with Wire(port, cookies[number], timeout=60) as wire:
                record = recorder(app, wire, csrf_token(SECRET))
                mine = 0
                problems: list[str] = []
                for _ in range(WARMING):
                    mine += _tried(record, problems)
                ready.wait(PATIENCE)
                warm = mine
                while time.monotonic() < end[0]:
                    mine += _tried(record, problems)
                with lock:
                    tally.acknowledged += mine
                    tally.in_time += mine - warm
                    tally.problems += problems

        threads = [threading.Thread(target=work, args=(number,)) for number in range(recorders)]
        for thread in threads:
            thread.start()
        end[0] = time.monotonic() + PATIENCE + lasting
        ready.wait(PATIENCE)
        began, worked = time.monotonic(), work_until_now(server.pids, database.pids)
        end[0] = began + lasting
        for thread in threads:
            thread.join()
        tally.seconds = time.monotonic() - began
        tally.work = work_until_now(server.pids, database.pids) - worked
    tally.stored = _stored(database) - before
    return tally


def _tried(record: Callable[[], Answer], problems: list[str]) -> int:
    """1 when a visit was acknowledged, else 0 and what was wrong."""
    try:
        record()
    except (WrongAnswer, OSError, ValueError) as error:
        problems.append(f"{type(error).__name__}: {error}")
        return 0
    return 1


def _stored(database: Database) -> int:
    engine = create_engine(database.bare, **engine_options(database.bare))
    with engine.connect() as connection:
        number = connection.execute(
            sql("SELECT count(*) FROM visit WHERE id > :kept"), {"kept": 0}
        ).scalar_one()
    engine.dispose()
    return int(number)
