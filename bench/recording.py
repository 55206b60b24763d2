"""Recording a visit: its form, the deed itself, and many recorders at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine
from sqlalchemy import text as sql

from bench.databases import Database
from bench.pages import WrongAnswer
from bench.plan import HERE, ROOMS, SECRET
from bench.results import Line, against_floor
from bench.rows import room_id
from bench.servers import serving
from bench.talking import Answer, Talker, Wire, cookie_of, csrf_token
from bench.timing import Clock, interleave
from hub.kernel.database import engine_options

FORM = "/visits/record"
PROCESSES = 4
WARMING = 4  # visits of each recorder before the time begins
PATIENCE = 60.0
PLAIN_ROOMS = [place for place, key in enumerate(ROOMS) if key != "tool_station"]
_numbers = count()


@dataclass(slots=True)
class Tally:
    """What became of many visits; those before the time began are not in `in_time`."""

    acknowledged: int = 0
    problems: list[str] = field(default_factory=list)
    in_time: int = 0
    stored: int = 0
    seconds: float = 0.0

    @property
    def a_second(self) -> float:
        return self.in_time / self.seconds


def recorder(app: str, talker: Talker, csrf: str = "") -> Callable[[], Answer]:
    """Records one visit each time it is called. Raises WrongAnswer when it is not acknowledged."""

    def record() -> Answer:
        place = PLAIN_ROOMS[next(_numbers) % len(PLAIN_ROOMS)]
        path, data, wanted = _DEEDS[app](place, csrf)
        answer = talker.post(path, data)
        if answer.status != wanted:
            raise WrongAnswer(f"{app} answered {answer.status} to a visit: {answer.body[:300]}")
        return answer

    return record


def _of_hub(place: int, csrf: str) -> tuple[str, dict[str, str], int]:
    data = {"room": ROOMS[place], "heads": "2", "token": uuid4().hex, "csrf_token": csrf}
    return FORM, data, 303


def _of_floor(place: int, _csrf: str) -> tuple[str, dict[str, str], int]:
    return "/record", {"room": str(room_id(HERE, place)), "heads": "2"}, 200


def _of_stock(place: int, _csrf: str) -> tuple[str, dict[str, str], int]:
    now = datetime.now(UTC)
    data = {
        "room": str(room_id(HERE, place)), "heads": "2", "day": now.date().isoformat(), "purpose": "",
        "started_at": f"{now:%Y-%m-%d %H:%M:%S}", "ended_at": f"{now + timedelta(hours=1):%Y-%m-%d %H:%M:%S}",
    }  # fmt: skip
    return "/admin/visit/new/", data, 302


_DEEDS: dict[str, Callable[[int, str], tuple[str, dict[str, str], int]]] = {
    "hub": _of_hub, "floor": _of_floor, "stock": _of_stock,
}  # fmt: skip


def measure(talkers: Mapping[str, Talker], rounds: int, clock: Clock = "wall") -> list[Line]:
    """The form and the deed, each against a bare INSERT with its commit."""
    hub, stock = talkers["hub"], talkers["stock"]
    csrf = csrf_token(SECRET)
    deeds = {app: recorder(app, talker, csrf) for app, talker in talkers.items()}
    form = interleave(
        {
            "hub": lambda: _fine(hub.get(FORM)),
            "floor": deeds["floor"],
            "stock": lambda: _fine(stock.get("/admin/visit/new/")),
        },
        rounds,
    )
    deed = interleave(deeds, rounds * 3)
    return [
        against_floor(name, {app: one.time(clock) for app, one in timed.items()}, 5, timed["hub"].statements)
        for name, timed in (("visit form", form), ("record a visit", deed))
    ]


def _fine(answer: Answer) -> Answer:
    if answer.status != 200 or "<form" not in answer.body:
        raise WrongAnswer(f"no form but {answer.status}: {answer.body[:300]}")
    return answer


def measure_many(
    database: Database, recorders: int, lasting: float, say: Callable[[str], None] = lambda _text: None
) -> Line:
    """So many at once on four processes, of the hub and then of stock Flask-Admin."""
    say(f"      {recorders} recorders")
    hub = many("hub", database.settings(), database, recorders, lasting)
    stock = many("stock", {"address": database.bare}, database, recorders, lasting)
    lost = hub.acknowledged - hub.stored
    said = f"{hub.acknowledged} acknowledged, {hub.stored} stored, {len(hub.problems)} errors"
    if hub.problems:
        said += f" ({hub.problems[0][:120]})"
    said += f"; stock: {stock.acknowledged} acknowledged, {stock.stored} stored, {len(stock.problems)} errors"
    ratio = 0.0 if hub.problems or lost else hub.a_second / max(stock.a_second, 0.1)
    return Line(
        f"{recorders} recorders, {PROCESSES} processes", hub.a_second, None, stock.a_second, "a second",
        "0 errors, all stored, ≥ 2 × stock", ratio, least=2, note=said,
    )  # fmt: skip


def many(app: str, given: dict[str, Any], database: Database, recorders: int, lasting: float) -> Tally:
    """Let them record for so many seconds once all processes are warm, and count what is stored then."""
    tally, lock = Tally(), threading.Lock()
    before = _stored(database)
    with serving(app, given, _OPEN[app], PROCESSES) as server:
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
        began = time.monotonic()
        end[0] = began + lasting
        for thread in threads:
            thread.join()
        tally.seconds = time.monotonic() - began
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


_OPEN = {"hub": "/healthz", "stock": "/admin/"}


def _stored(database: Database) -> int:
    engine = create_engine(database.bare, **engine_options(database.bare))
    with engine.connect() as connection:
        number = connection.execute(
            sql("SELECT count(*) FROM visit WHERE id > :kept"), {"kept": 0}
        ).scalar_one()
    engine.dispose()
    return int(number)
