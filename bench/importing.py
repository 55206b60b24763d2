"""Lists taken in from CSV and from XLSX, 100,000 residents and 10,000 books: rows a second against a bare executemany,
the memory it takes, and how long somebody else who writes has to wait meanwhile.

What is measured runs in a process of its own, so that its memory is nobody else's: `python -m bench.importing FILE`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.databases import Database
from bench.lists import LISTS
from bench.pages import WrongAnswer
from bench.plan import CHECKOUT, HERE
from bench.results import Line

ROWS = 100_000  # residents; a tenth as many books
MOST_MEMORY = 60  # megabytes above idle
EVERY = 0.1  # seconds between two times that somebody else writes


def measure(database: Database, rows: int = ROWS) -> list[Line]:
    """The lines of each list."""
    lines = []
    for sheet, called, number, kind, more in (
        ("residents", "residents", rows, "csv", "with their keys"),
        ("residents", "residents", rows, "xlsx", "with their keys"),
        ("reading_room.books", "books", rows // 10, "csv", "with a copy of each"),
    ):
        got = _run(database, sheet, LISTS[sheet].file(number, kind), number)
        bare, all_of_it = got["bare"], got["bare_all"]
        total, what = got["read"] + got["take"], f"{called}, {kind.upper()}"
        lines += [
            Line(
                f"import of {number:,} {what}", total, bare, unit="s",
                note=f"{number / total:,.0f} rows/s; read {got['read']:.0f} s, taken in {got['take']:.0f} s, "
                f"of the processor's time {got['busy']:.0f} s; "
                f"executemany {number / bare:,.0f} rows/s, {more} {number / all_of_it:,.0f}",
            ),
            Line(
                f"import of {what}: memory above idle", got["memory"], unit="MB", target=f"≤ {MOST_MEMORY} MB",
                ratio=got["memory"], most=MOST_MEMORY,
            ),
        ]  # fmt: skip
        if got["waited"] is not None:
            lines.append(Line(f"import of {what}: another writer's longest wait", got["waited"] * 1e3))
    return lines


def _run(database: Database, sheet: str, file: Path, rows: int) -> dict[str, Any]:
    database.copy()  # what is known is not taken in again
    given = json.dumps(database.settings(), default=str)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.importing", sheet, str(file), given],
        env=environment, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    got: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if got["taken"] != rows:
        raise WrongAnswer(f"{got['taken']} rows of {rows} taken in")
    return got


def main() -> None:
    """Take one file in, then write the same by hand."""
    from hub.app import create_app
    from hub.centre.situation import in_village
    from hub.imports import batches, beside, staging, taking
    from hub.imports.models import ImportBatch
    from hub.kernel.database import db
    from hub.settings import load_settings

    sheet, file = sys.argv[1], Path(sys.argv[2])
    settings = load_settings(**json.loads(sys.argv[3]))
    app = create_app(settings)
    with in_village(app, HERE):
        from hub.people.keys import sound_of

        sound_of("赵甲")  # what writes names is loaded with the first one
        idle = _memory("VmRSS")
        with _somebody_else(settings) as waits:
            began, busy = time.perf_counter(), time.process_time()
            batch = batches.begin(sheet, file.name)
            db.session.commit()
            staging.read_into(batch, file, alone=True)
            read = time.perf_counter() - began
            number = batch.id
            taking.decide(number)
            db.session.commit()
            beside.work_on(app, HERE, number)
            took = time.perf_counter() - began - read
            busy = time.process_time() - busy
        peak = _memory("VmHWM") - idle
    with in_village(app, HERE):
        batch = db.session.get_one(ImportBatch, number)
        taken = batch.good if batch.state == "done" else 0
        bare, bare_all = _by_hand(sheet, taken)
        db.session.rollback()
    print(json.dumps({
        "read": read, "take": took, "busy": busy, "memory": peak, "taken": taken, "bare": bare, "bare_all": bare_all,
        "waited": max(waits, default=None),
    }))  # fmt: skip


def _by_hand(sheet: str, rows: int) -> tuple[float, float]:
    """Seconds of a bare executemany of other rows of the kind, as many, without and with all that belongs to them."""
    from hub.kernel.database import db

    connection = db.session.connection()
    raw: Any = connection.connection.dbapi_connection
    mark = "?" if db.engine.dialect.name == "sqlite" else "%s"
    others = list(LISTS[sheet].rows(2 * rows))[rows:]
    return LISTS[sheet].by_hand(raw, connection, mark, others)


@contextmanager
def _somebody_else(settings: Any) -> Iterator[list[float]]:
    """Somebody of another process of the hub who wants to write ten times a second to SQLite, as long as the block
    runs: how long each time took. PostgreSQL lets others write in any case."""
    waits: list[float] = []
    ended = threading.Event()
    thread = threading.Thread(target=_write, args=(settings, waits, ended))
    if settings.is_sqlite:
        thread.start()
    try:
        yield waits
    finally:
        ended.set()
        if settings.is_sqlite:
            thread.join()


def _write(settings: Any, waits: list[float], ended: threading.Event) -> None:
    from hub.kernel.database import sqlite_driver
    from hub.kernel.turns import Turns

    connection = sqlite_driver.connect(str(settings.home / "hub.sqlite3"), timeout=60, isolation_level=None)
    line = Turns()
    while not ended.wait(EVERY):
        began = time.perf_counter()
        line.take(connection)
        connection.execute("ROLLBACK")
        waits.append(time.perf_counter() - began)
    connection.close()


def _memory(name: str) -> float:
    """Megabytes of this process, now (VmRSS) or at most so far (VmHWM)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
